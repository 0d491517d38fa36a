import { dict } from '../../blueprint/value.ts';
import type { Catalog } from '../../catalog/model.ts';
import type { Client } from '../../client/client.ts';
import { companionsFor } from '../../plan/changes/companions.ts';
import type { Change } from '../../plan/value/plan.ts';
import { readNow } from '../check-moved.ts';
import { keysIn } from '../confirm.ts';
import { lookOnceMore } from '../create-once.ts';
import type { Creates } from '../creates.ts';
import { deleteObject } from '../delete-object.ts';
import type { Undo } from '../outcome.ts';
import type { Made } from '../resolve.ts';
import type { GrantWriter } from '../write-grants.ts';
import { updateObject } from '../update-object.ts';
import type { Written } from '../written.ts';
import type { Journal, Note } from './journal.ts';
import { changedFields, type KeysOfRun } from '../../plan/changes/keys-of-run.ts';
import { undoGrants } from './undo-grants.ts';
import { Losses, notUndone } from './undo-words.ts';
import { type User, usersOf } from './used-by.ts';
import { whatServerDid } from './what-server-did.ts';

/** As many objects that use another are named. */
const NAMED = 3;

/** What taking one change back needs. */
export interface UndoOne {
  readonly client: Client;
  readonly catalog: Catalog;
  /** All changes of the plan, those included that the server makes. */
  readonly all: readonly Change[];
  readonly journal: Journal;
  readonly made: Made;
  readonly creates: Creates;
  readonly grants: GrantWriter;
  readonly keys: KeysOfRun;
}

/**
 * Deletes an object that the run has made: only where it is as the run left it, and nothing uses it, as what uses it
 * might be deleted along with it. Throws an ApiError.
 */
export async function undoCreate(note: Note, parts: UndoOne): Promise<Undo> {
  const { change, model, error } = note;
  const { client, catalog, journal, made, creates, keys, all } = parts;
  const found = made.get(change.row)?.key ?? (await lookOnceMore(client, change, creates));
  const losses = new Losses();
  const isKnown = made.has(change.row);
  if (!isKnown && typeof found === 'number') return notKnown(found, error?.mayStillRun === true);
  const left = isKnown ? journal.last(change.row) : (found as Written);
  const key = isKnown ? (found as string | number) : left && keysIn(model, left)?.key;
  if (key === undefined || !left) return notUndone('its key is not known');
  const now = await readNow(client, model, key);
  if (now) {
    // Of a mark it may not be known whether it was taken away.
    const changed = changedFields(model, left, now, keys).filter(
      (name) => error === undefined || name !== change.markedIn,
    );
    if (changed.length > 0) return notUndone(`somebody has changed it since: ${changed.join(', ')}`);
    const users = await usersOf(client, catalog, model, now);
    const others = users.filter(({ listedIn }) => listedIn === undefined);
    if (others.length > 0) return notUndone(`it is used by ${named(others)}`);
    const lists = new Set(users.flatMap(({ listedIn }) => listedIn ?? []));
    if (lists.size > 0) await emptyLists(note, now, key, lists, parts);
    await undoGrants(note, parts, losses);
    await deleteObject(client, model, key);
  }
  whatServerDid(note, all, losses);
  return losses.undo();
}

/**
 * Takes the objects out of the lists of a new one: some are deleted along with an object that they point at (the
 * backchannel providers of an application).
 */
async function emptyLists(
  { model }: Note,
  now: Written,
  key: string | number,
  lists: ReadonlySet<string>,
  { client }: UndoOne,
): Promise<void> {
  const body = Object.assign(dict(), Object.fromEntries([...lists].map((name) => [name, []])));
  const companions = companionsFor(
    model,
    body,
    (name) => now[name],
    () => true,
  );
  await updateObject(client, model, key, { body, companions });
}

function notKnown(alike: number, mayStillRun: boolean): Undo {
  if (alike > 0)
    return notUndone(
      `it may have been made: ${alike === 1 ? 'one object looks' : `${alike} objects look`} like it, and may be another`,
    );
  return mayStillRun ? notUndone('it is not there, and may yet be made') : new Losses().undo();
}

function named(users: readonly User[]): string {
  const more = users.length > NAMED ? `, and ${users.length - NAMED} more` : '';
  return `${users
    .slice(0, NAMED)
    .map(({ name }) => name)
    .join(', ')}${more}`;
}
