import { ApiError } from '../../client/api-error.ts';
import type { GrantChange } from '../../plan/value/grant-change.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import { grantWords } from '../../plan/changes/grant-words.ts';
import type { Made } from '../resolve.ts';
import type { GrantWriter } from '../write-grants.ts';
import type { Note } from './journal.ts';
import { type Losses, saidBy } from './undo-words.ts';

/**
 * Revokes what a change granted, and grants what it revoked, and what the write of the object took away. What could
 * not be is added to `losses`.
 */
export async function undoGrants(
  { change, model, isGranted }: Note,
  { grants: writer, made }: { readonly grants: GrantWriter; readonly made: Made },
  losses: Losses,
): Promise<void> {
  const grants = change.grants.flatMap((grant) => opposite(grant, isGranted));
  if (grants.length === 0) return;
  try {
    await writer.write(model, { ...change, grants }, made, true);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    losses.other(`permissions (${grants.map(grantWords).join(', ')}: ${saidBy(error)})`);
  }
}

/** What brings a permission back to what it was; nothing where it is so. To grant it twice does no harm. */
function opposite(grant: GrantChange, isGranted: boolean): GrantChange[] {
  if (grant.action === 'grant') return isGranted ? [{ ...grant, action: 'revoke', again: false }] : [];
  return writtenGrant(grant) === undefined ? [] : [{ ...grant, action: 'grant', again: false }];
}
