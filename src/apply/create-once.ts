import { jsonText } from '../blueprint/json.ts';
import { dict, isOpen, type Dict, type Value } from '../blueprint/value.ts';
import type { Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { compareSent, keysIn, withoutObject } from './confirm.ts';
import type { Change } from '../plan/value/plan.ts';
import type { Create, Creates } from './creates.ts';
import { findCopies, identityOf, isNew } from './find-copies.ts';
import { comparable, findLike, looksLike } from './look-up.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import { updateObject } from './update-object.ts';
import type { Written } from './written.ts';

/*
 * A create is confirmed by the object in its answer. After any other answer it is not known whether the
 * server has made the object, and few things are unique on the server (rest-api-2023.2, point 7), so that
 * sending the create again could make a second one. Therefore:
 *
 * - What the server would make twice is looked for just before the create: another run, or somebody, may have
 *   made it since the plan.
 * - After an answer that does not confirm it, the object is looked up by all values that were sent, and the
 *   create is sent again only when there is none.
 * - An object is taken for the one that was sent only when it has all of these values, was not there before,
 *   and is no other change's. Where that cannot be told, the outcome is unknown.
 */

/** How often a create is sent; more often where the server only asks to come again. */
const TRIES = 6;
const MOST_TRIES = 20;

/**
 * Creates an object exactly once, and gives it as the server shows it. Throws an ApiError, and an
 * UnconfirmedError when it cannot be told whether the object was created.
 */
export async function createOnce(client: Client, create: Create, creates: Creates): Promise<Written> {
  if (isUnique(create.model, create.body)) return sendAndRecord(client, create, new Set(), creates);
  return creates.inTurn(
    async () => {
      const before = await lookBefore(client, create, creates);
      const written = await sendAndRecord(client, create, before, creates);
      const key = keysIn(create.model, written);
      if (key) creates.done.push({ ...create, key, before });
      return written;
    },
    async () => {
      const [done] = creates.done;
      if (done && (await findCopies(client, done, creates)).length > 0)
        creates.others ??= `${done.model.name} ${done.change.key}`;
    },
  );
}

/**
 * Looks once more for what a create may have made of which nothing is known: the object, where there is one that is
 * certainly it; else how many there are that look like it. Throws an ApiError.
 */
export async function lookOnceMore(
  client: Client,
  change: Change,
  creates: Creates,
): Promise<Written | number> {
  const create = creates.openOf(change);
  if (!create) return 0;
  const { model, body } = create;
  const rows = await findLike(client, model, comparable(model, body));
  const found = rows.filter((row) => isNew(create, row, creates));
  const [own, ...others] = found;
  return own && others.length === 0 && isCertain(create, own, creates) ? own : found.length;
}

/** Sends a create, and records for the other creates of the run whether it is known what came of it. */
async function sendAndRecord(
  client: Client,
  create: Create,
  before: ReadonlySet<Json>,
  creates: Creates,
): Promise<Written> {
  creates.open(create, before);
  try {
    const written = await sendOnce(client, create, before, creates);
    creates.close(create);
    return written;
  } catch (error) {
    // What may have been made stays open: no other change must take it for its own.
    if (!(error instanceof UnconfirmedError)) creates.close(create);
    throw error;
  }
}

async function sendOnce(
  client: Client,
  create: Create,
  before: ReadonlySet<Json>,
  creates: Creates,
): Promise<Written> {
  const { model, body } = create;
  let lost = 0;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(client, model, body);
    if (!(answer instanceof ApiError)) return answer;
    if (answer.retryAfter === undefined) lost += 1;
    // "This name is taken" may be about the object of this very create: of an earlier try that arrived late,
    // or when something in between delivered it twice.
    const isTaken = answer.kind === 'invalid' && (attempt > 1 || saysTaken(model, answer));
    if (!isTaken && !answer.mayBeDone) throw answer;
    const mayRepeat = isTaken || (await client.pause(attempt, answer.retryAfter));
    const found = (await findAfter(client, create, answer, isTaken)).filter((row) =>
      isNew({ model, before }, row, creates),
    );
    const [own] = found;
    if (own) {
      if (found.length === 1 && isCertain(create, own, creates))
        return await takeOver(client, create, own, answer);
      if (isTaken) throw answer;
      throw new UnconfirmedError(answer, whyUnknown(found.length));
    }
    if (isTaken || answer.kind === 'crashed') throw answer;
    if (answer.mayStillRun) throw new UnconfirmedError(answer, 'it was not there yet, and may still be made');
    if (lost === TRIES || attempt === MOST_TRIES || !mayRepeat)
      throw answer.with({ hint: 'it was not there when it was looked for; run it again' });
  }
}

/** Sends the create; gives the object, or how it ended. */
async function send(client: Client, model: Resource, body: Dict): Promise<Written | ApiError> {
  try {
    const written = await client.create(model.collection.path, jsonText(body));
    return keysIn(model, written) ? written : withoutObject(`POST ${model.collection.path}`);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/**
 * Looks for the object just before it is created, and gives the keys of those that look like it and are not
 * it. Throws an ApiError when there is one that the plan's identifiers name: the plan did not know it.
 */
async function lookBefore(client: Client, create: Create, creates: Creates): Promise<ReadonlySet<Json>> {
  const { model, body, change } = create;
  if (creates.others !== undefined) throw madeByOthers(`somebody is making the same: ${creates.others}`);
  const told = comparable(model, body);
  const identity = identityOf(change.identifiedBy ?? [], told);
  if (told.length === 0) return new Set();
  const rows = await findLike(client, model, identity ?? told);
  const keyOf = (row: Written): Json => row[model.collection.pk] ?? null;
  const other = rows.find((row) => !creates.isOurs(model, keyOf(row)) && !creates.mayBeAnothers(create, row));
  if (identity && other) {
    creates.others ??= `${model.name} ${change.key}`;
    const { key } = model.collection;
    const isHidden = change.fields.some(({ path, secret }) => path === key && secret);
    throw madeByOthers(
      `somebody has made it since the plan was made${isHidden ? '' : `: ${key} ${String(other[key])}`}`,
    );
  }
  return new Set(rows.filter((row) => looksLike(told, row)).map(keyOf));
}

/** Nothing more is made then that could be made twice: another run may be at work, and the two would meet again. */
function madeByOthers(message: string): ApiError {
  return new ApiError('unexpected', message, {
    hint: 'plan again when nobody else applies: what is there is then changed, and not made a second time',
  });
}

/**
 * The objects that look like the one that was sent, after an answer that did not confirm it. A refusal (`isTaken`)
 * stays one when they cannot be read.
 */
async function findAfter(
  client: Client,
  { model, body }: Create,
  answer: ApiError,
  isTaken: boolean,
): Promise<readonly Written[]> {
  try {
    return await findLike(client, model, comparable(model, body));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isTaken) throw answer;
    throw new UnconfirmedError(answer, `it could not be looked up afterwards: ${error.message}`);
  }
}

/** Whether an object that looks like the one that was sent is certainly that one. */
function isCertain(create: Create, row: Written, creates: Creates): boolean {
  const { model, body } = create;
  return (
    comparable(model, body).some(({ sent }) => sent !== null) &&
    compareSent(model, body, row).other.length === 0 &&
    !creates.mayBeAnothers(create, row)
  );
}

/**
 * The object that was found instead of an answer. Values that the server never shows are sent again: an update
 * may be done twice.
 */
async function takeOver(
  client: Client,
  { model, body }: Create,
  row: Written,
  answer: ApiError,
): Promise<Written> {
  const key = keysIn(model, row)?.key;
  const { hidden } = compareSent(model, body, row);
  if (key === undefined) throw new UnconfirmedError(answer, 'the server shows no key of it');
  if (hidden.length === 0) return row;
  if (!model.actions.update)
    throw new UnconfirmedError(
      answer,
      `it was made, and whether ${hidden.join(', ')} is right cannot be read`,
    );
  return updateObject(client, model, key, { body, companions: dict() });
}

function whyUnknown(found: number): string {
  return found > 1
    ? `it may have been made: ${found} objects look like it`
    : 'it may have been made: one object looks like it, and may be another';
}

/** Whether a refusal is about values that no two objects share. */
function saysTaken({ unique }: Resource, { fields }: ApiError): boolean {
  return fields.some(
    ({ path: [name] }) =>
      name === undefined || unique.some((rule) => rule.fields.some((one) => one === name)),
  );
}

/** Whether the server would refuse to make a second object with these values. */
function isUnique({ unique }: Resource, body: Dict): boolean {
  return unique.some(({ fields }) => fields.every((name) => isGiven(body[name])));
}

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !isOpen(value);
}
