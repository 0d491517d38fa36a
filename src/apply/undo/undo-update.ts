import { dict, type Dict, type Value } from '../../blueprint/value.ts';
import type { Json } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import { isKey } from '../../client/item-path.ts';
import { keysAsWritten, sameValue } from '../../forms/normal.ts';
import { companionsFor } from '../../plan/changes/companions.ts';
import { asAnswer } from '../call-again.ts';
import { callSetters } from '../call-setters.ts';
import { readNow } from '../check-moved.ts';
import { compareSent } from '../confirm.ts';
import type { Undo } from '../outcome.ts';
import { SetterError } from '../setter-error.ts';
import { UnconfirmedError } from '../unconfirmed-error.ts';
import { updateObject } from '../update-object.ts';
import type { Written } from '../written.ts';
import type { Note } from './journal.ts';
import { changedFields, type KeysOfRun } from '../../plan/changes/keys-of-run.ts';
import type { UndoOne } from './undo-create.ts';
import { undoGrants } from './undo-grants.ts';
import { Losses, notUndone, saidBy } from './undo-words.ts';
import { whatServerDid } from './what-server-did.ts';

const HIDDEN = 'nobody can read what it was';

/**
 * Writes back what an object had just before the run changed it: the fields that still have what the run wrote.
 * Throws an ApiError.
 */
export async function undoUpdate(note: Note, parts: UndoOne): Promise<Undo> {
  const { change, error, before } = note;
  if (!before) return notUndone('it is not known what it was before');
  const there = await findNow(note, parts);
  if (!there) return notUndone('it is not there any more');
  const losses = new Losses();
  const { body, setters } = toRestore(note, before, there.now, parts, losses);
  const back = { ...there, body };
  const last = await writeBack(note, back, parts, losses);
  await setBack(note, there.key, setters, parts, losses);
  await undoGrants(note, parts, losses);
  alongWith(note, before, last, parts, losses);
  whatServerDid(note, parts.all, losses);
  return losses.undo(
    error?.mayStillRun
      ? `a request that changes ${change.key} may still be at work on the server`
      : undefined,
  );
}

/** The object and its key in paths, which the run may have changed. */
async function findNow(
  { change, model, sent }: Note,
  { client, made }: UndoOne,
): Promise<{ readonly key: string | number; readonly now: Written } | undefined> {
  const keys = [made.get(change.row)?.key, change.itemKey, sent?.[model.collection.key]];
  for (const key of new Set(keys.filter(isKey))) {
    const now = await readNow(client, model, key);
    if (now) return { key, now };
  }
  return undefined;
}

interface ToRestore {
  readonly body: Dict;
  readonly setters: { readonly field: string; readonly value: Value }[];
}

/** What of an object is written back; the rest is added to `losses`. */
function toRestore(note: Note, before: Written, now: Written, { keys }: UndoOne, losses: Losses): ToRestore {
  const { model, setters: called } = note;
  const restored: ToRestore = { body: dict(), setters: [] };
  for (const name of new Set([...fieldsSent(note), ...called])) {
    const field = model.fields[name];
    const was = before[name];
    if (!field) continue;
    if (field.writeOnly || was === undefined) {
      losses.field(name, HIDDEN);
      continue;
    }
    const is = now[name] ?? null;
    const value = keys.withoutDeleted(field, was);
    if (value === undefined || lengthOf(value) < lengthOf(was))
      losses.field(name, 'it referred to what this run deleted');
    if (value === undefined || sameValue(field, value, is, keysAsWritten)) continue;
    if (!isOurs(note, name, is, keys)) {
      losses.field(name, 'somebody has changed it since');
      continue;
    }
    if (called.has(name)) restored.setters.push({ field: name, value });
    else restored.body[name] = value;
  }
  return restored;
}

/** The fields of the object itself that were written, or may have been. */
function fieldsSent({ after, error, sent = {} }: Note): string[] {
  const isSent = after !== undefined || error === undefined || error instanceof UnconfirmedError;
  return isSent ? Object.keys(sent) : [];
}

/** Whether a field has what the run wrote, as the server showed it then. */
function isOurs({ model, after, sent }: Note, name: string, now: Json, keys: KeysOfRun): boolean {
  const field = model.fields[name];
  const wrote = after?.[name] ?? sent?.[name];
  return field === undefined || wrote === undefined || keys.isSame(field, wrote, now);
}

function lengthOf(value: Json): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Sends what is written back, without the fields that the server refuses; gives the object as it is then. */
async function writeBack(
  { change, model }: Note,
  { key, now, body }: { readonly key: string | number; readonly now: Written; readonly body: Dict },
  { client, journal }: UndoOne,
  losses: Losses,
): Promise<Written> {
  for (let left = body; Object.keys(left).length > 0; ) {
    const sent = left;
    // What it is written back to is its own, and comes from nowhere else.
    const companions = companionsFor(
      model,
      sent,
      (name) => now[name],
      () => true,
    );
    const answer = await updateObject(client, model, key, { body: sent, companions }).catch(asAnswer);
    if (!(answer instanceof ApiError)) {
      journal.shows(change.row, answer);
      for (const name of compareSent(model, sent, answer).other)
        losses.field(name, 'the server keeps another value');
      return answer;
    }
    const refused = new Set(
      answer.kind === 'invalid' ? answer.fields.map(({ path: [name] }) => String(name)) : [],
    );
    const names = Object.keys(sent).filter((name) => refused.has(name));
    if (names.length === 0) throw answer;
    for (const name of names)
      losses.field(name, `the server refuses it${model.fields[name]?.secret ? '' : `: ${saidBy(answer)}`}`);
    left = Object.assign(
      dict(),
      Object.fromEntries(Object.entries(sent).filter(([name]) => !refused.has(name))),
    );
  }
  return now;
}

/** Sets what has an endpoint of its own and can be read; what cannot be set is added to `losses`. */
async function setBack(
  { change, model }: Note,
  key: string | number,
  setters: ToRestore['setters'],
  { client, made }: UndoOne,
  losses: Losses,
): Promise<void> {
  for (const setter of setters) {
    try {
      await callSetters(client, model, { ...change, itemKey: key }, { setters: [setter] }, made);
    } catch (error) {
      if (!(error instanceof SetterError)) throw error;
      losses.field(setter.field, saidBy(error));
    }
  }
}

/** Adds what the server changed of the object along with the write, and keeps so. */
function alongWith(
  { model, sent, after }: Note,
  before: Written,
  last: Written,
  { keys }: UndoOne,
  losses: Losses,
): void {
  // The only warnings that there are: `sessions-end`.
  for (const { field: name, becomes } of model.warnings)
    if (sent?.[name] === becomes && before[name] !== becomes) losses.other(`the sessions that ${name} ended`);
  if (!after) return;
  const byServer = new Set(
    changedFields(model, before, after, keys).filter((name) => !(name in (sent ?? {}))),
  );
  for (const name of changedFields(model, before, last, keys))
    if (byServer.has(name)) losses.field(name, 'the server changed it along with the others');
}
