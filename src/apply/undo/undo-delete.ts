import type { Client } from '../../client/client.ts';
import { readNow } from '../check-moved.ts';
import type { Undo } from '../outcome.ts';
import type { Note } from './journal.ts';
import { Losses, notUndone } from './undo-words.ts';

/**
 * Says what a delete has taken, which nobody can bring back; of one that may not have been done, whether the object
 * is there. Throws an ApiError.
 */
export async function undoDelete(
  { change, model, error }: Note,
  { client }: { readonly client: Client },
): Promise<Undo> {
  if (error !== undefined && change.itemKey !== undefined) {
    const isThere = (await readNow(client, model, change.itemKey)) !== undefined;
    if (isThere)
      return error.mayStillRun ? notUndone('it is there, and may yet be deleted') : new Losses().undo();
  }
  const along = change.cascades.map(({ model: name, names }) => `${name} ${names.join(', ')}`);
  const cleared = (change.clears ?? []).map(({ model: name, field }) => `${field} of ${name}`);
  const parts = ['a delete cannot be taken back'];
  if (along.length > 0) parts.push(`it took along ${along.join('; ')}`);
  if (cleared.length > 0) parts.push(`it cleared ${cleared.join(', ')}`);
  return notUndone(parts.join('; '));
}
