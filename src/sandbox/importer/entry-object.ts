import type { Json } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import { type EntryAction, type ImportLimit, modelImport } from '../behaviour/shared/import-limits.ts';
import type { Database } from '../database.ts';
import { now } from '../environment.ts';
import type { Grants } from '../grants.ts';
import type { SandboxModel } from '../model-table.ts';
import { crash, HttpError } from '../response.ts';
import type { Pk, Row } from '../row.ts';
import type { Values, Write, WriteParts } from '../validation/context.ts';
import { makeAlong } from '../write/along.ts';
import { checkObject, saveObject } from '../write/save.ts';
import { serializerErrors } from './entry-error.ts';
import { type Evaluated, type EvaluatedMapping, isNoJson, isSpecial, toJson } from './evaluate.ts';
import { Moment } from './load-yaml.ts';

/** The write of an entry's object. `row`: the object that is there; `pk`: the literal key of a new one. */
export function writeOf(
  importing: WriteParts & { readonly caller: Caller },
  model: SandboxModel,
  row: Row | undefined,
  pk: Evaluated | undefined,
): Write {
  const { database, release, environment, importer, queue } = importing;
  const literal = pk === undefined ? undefined : toJson(pk);
  const key = row ? undefined : keyOf(database, model, literal);
  const caller = { user: anonymous(database) ?? importing.caller.user, superuser: true };
  return {
    database,
    release,
    environment,
    importer,
    queue,
    caller,
    model,
    row,
    partial: row !== undefined,
    key,
  };
}

/** The user whom the server takes for nobody: serializers do not know who imports. */
function anonymous({ models, store }: Database): Row | undefined {
  const { user } = models.wellKnown;
  const hidden = Object.entries(models.get(user).list?.hidden ?? {});
  if (hidden.length === 0) return undefined;
  return store.list([user]).find(({ values }) => hidden.every(([name, value]) => values[name] === value));
}

/**
 * A literal key becomes the new object's own, unless its base class has the key (seen on a real 2025.12.4:
 * flows keep it, stages do not).
 */
function keyOf({ models }: Database, model: SandboxModel, pk: Json | undefined): Pk | undefined {
  const hasOwnKey = model.bases.every((base) => base === models.wellKnown.target);
  return hasOwnKey && (typeof pk === 'string' || typeof pk === 'number') ? pk : undefined;
}

/** Checks the values of an object as requests are checked, and as the importer does besides. */
export function checkEntry(write: Write, values: EvaluatedMapping, on: EntryAction, place: number): Values {
  const objection = write.environment.refuses(place, write.model.name);
  if (objection !== undefined) throw serializerErrors(objection);
  const refused = Object.fromEntries(
    write.model.fields.flatMap(({ name, type, readOnly }) => {
      const value = values[name];
      if (value === undefined || readOnly) return [];
      const message = objectionTo(type, value);
      return message === undefined ? [] : [[name, [message]]];
    }),
  );
  if (Object.keys(refused).length > 0) throw serializerErrors(refused);
  const { limits, dropped } = modelImport(write.release.catalog.release, write.model.name);
  const given = Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.includes(name)));
  const checked = checkAsRequest(write, toJson(given));
  for (const limit of limits) if (limit.on.includes(on)) checkLimit(limit, given);
  return checked;
}

function checkAsRequest(write: Write, body: Json): Values {
  try {
    return checkObject(write, body);
  } catch (error) {
    if (!(error instanceof HttpError) || error.response.status !== 400) throw error;
    throw serializerErrors(error.response.body ?? {});
  }
}

function checkLimit(limit: ImportLimit, given: EvaluatedMapping): void {
  if (limit.does === 'refuse') throw serializerErrors(limit.errors);
  if (limit.does === 'need') {
    const missing = limit.fields.find(([field]) => !(field in given));
    if (missing) throw serializerErrors(missing[1]);
    return;
  }
  const about = limit.given;
  const value = about ? toJson(given[about.field] ?? '') : undefined;
  if (!about || (typeof value === 'string' && !about.but.test(value))) throw crash();
}

/** What a field says to a value that no request can send: a key, a date, infinity. */
function objectionTo(type: string, value: Evaluated): string | undefined {
  if (type === 'JSONField' || type === 'JSONDictField')
    return isNoJson(value) ? 'Value must be valid JSON.' : undefined;
  if (type === 'DateTimeField')
    return value instanceof Moment && !value.hasTime ? 'Expected a datetime but got a date.' : undefined;
  return isSpecial(value) ? NO_TEXT[type] : undefined;
}

/** What classes of texts say to what is none (measured on 2023.2.3 and 2025.12.4). */
const NO_TEXT: Readonly<Record<string, string>> = {
  CharField: 'Not a valid string.',
  IPAddressField: 'Not a valid string.',
  SlugField: 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
  URLField: 'Enter a valid URL.',
  EmailField: 'Enter a valid email address.',
};

/** Stores the object of an entry, with what the importer alone sets. */
export function saveEntry(
  { database, grants, release, environment }: WriteParts & { readonly grants: Grants },
  write: Write,
  values: Values,
  given: EvaluatedMapping,
): Row {
  let object = saveObject(write, values);
  const { user } = database.models.wellKnown;
  const isUser = write.model.name === user;
  // Of users and holders of permissions, the importer takes what they hold everywhere as an attribute.
  if (isUser || grants.isHolder(write.model.name)) {
    if (write.row) grants.loseByWrite(object);
    const permissions = toJson(given['permissions'] ?? []);
    for (const one of Array.isArray(permissions) ? permissions.map(String) : [])
      if (isUser) grants.grantToUser(object, one);
      else grants.grant(object, one);
  } else if (!write.row) makeAlong(write, grants, object);
  for (const { field, hashed } of modelImport(release.catalog.release, write.model.name).written) {
    const value = toJson(given[field] ?? null);
    if (value === null) continue;
    const current = database.store.get(object.model, object.pk) ?? object;
    const own = hashed
      ? { [field]: `set:${String(value).length}`, [`${field}_change_date`]: now(environment.clock) }
      : { [field]: value };
    object = { ...current, values: { ...current.values, ...own } };
    database.store.put(object);
  }
  return object;
}
