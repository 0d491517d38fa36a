import { formatJson } from '../../catalog/exact-json.ts';
import type { Json, ModelName } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import type { BlueprintRun } from '../blueprint-run.ts';
import type { Database } from '../database.ts';
import type { Grants } from '../grants.ts';
import type { SandboxModel } from '../model-table.ts';
import { crash, HttpError } from '../response.ts';
import type { Pk, Row } from '../row.ts';
import type { WriteParts } from '../validation/context.ts';
import { deleteWithAlong, makeAlong } from './along.ts';
import {
  end,
  isMapping,
  readBlueprint,
  withVerdict,
  type BlueprintEntry,
  type Mapping,
} from './read-blueprint.ts';
import { writeObject } from './save.ts';

/** What an import works with: entries are written as requests are, and may give permissions. */
export interface ImportParts extends WriteParts {
  readonly grants: Grants;
}

/**
 * Does what the server's importer makes of a blueprint, as far as a sandbox goes: entries without tags are
 * written as requests are; a blueprint with tags is only looked at. All or nothing: when an entry fails, or
 * with `dry`, nothing is changed.
 */
export function runBlueprint(parts: ImportParts, text: string, caller: Caller, dry: boolean): BlueprintRun {
  const read = readBlueprint(parts.release, text);
  if ('result' in read) return read;
  const { metadata, entries, hasTags } = read;
  if (hasTags) return end('applied', metadata);
  const { store } = parts.database;
  const before = store.clone();
  const keys = new Map<Json, Json>();
  for (const entry of entries) {
    try {
      writeEntry(parts, entry, caller, keys);
    } catch (error) {
      store.restore(before);
      if (!(error instanceof HttpError)) throw error;
      if (error.response.status === 405) return end('crashed', metadata);
      const event = `Entry invalid: Serializer errors ${formatJson(error.response.body ?? {})}`;
      const messages = withVerdict({ event, entry: entry.content }, parts.release.behaviour.importer);
      return end('failed', metadata, messages);
    }
  }
  if (dry) store.restore(before);
  return end('applied', metadata);
}

/**
 * `keys`: the literal keys of earlier entries, which later ones may use, and the keys that their objects
 * have.
 */
function writeEntry(
  parts: ImportParts,
  { model: name, content }: BlueprintEntry,
  caller: Caller,
  keys: Map<Json, Json>,
): void {
  const { database } = parts;
  const model = database.models.find(name);
  if (!model) return;
  const identifiers = withRealKeys(content['identifiers'], keys);
  const row = findByIdentifiers(database, name, identifiers);
  if (content['state'] === 'absent') {
    if (row) deleteWithAlong(parts, row);
    return;
  }
  let written = row;
  if (!written || content['state'] !== 'created') {
    written = writeAttrs(parts, model, row, identifiers, withRealKeys(content['attrs'], keys), caller);
    if (identifiers['pk'] !== undefined) keys.set(identifiers['pk'], written.pk);
  }
  const wanted = content['permissions'];
  if (Array.isArray(wanted)) for (const one of wanted) if (isMapping(one)) grantOn(parts, written, one);
}

/**
 * The object that an entry is about: the key alone is enough, and so are all the other identifiers together.
 */
function findByIdentifiers(
  { store }: Database,
  model: ModelName,
  { pk, ...others }: Mapping,
): Row | undefined {
  const pairs = Object.entries(others);
  return store
    .list([model])
    .find(
      (one) =>
        (pk !== undefined && one.pk === pk) ||
        (pairs.length > 0 && pairs.every(([field, value]) => one.values[field] === value)),
    );
}

/** Writes the object of an entry, and gives it the permissions that its attributes name. */
function writeAttrs(
  parts: ImportParts,
  model: SandboxModel,
  row: Row | undefined,
  { pk, ...identifiers }: Mapping,
  attrs: Mapping,
  caller: Caller,
): Row {
  const { database, grants } = parts;
  const key = row ? undefined : keyOf(database, model, pk);
  const write = { ...parts, model, row, caller, partial: row !== undefined, key };
  const { user } = database.models.wellKnown;
  // Of users and holders of permissions, the importer takes what they hold everywhere as an attribute.
  if (model.name !== user && !grants.isHolder(model.name)) {
    const made = writeObject(write, { ...attrs, ...identifiers });
    if (!row) makeAlong(write, grants, made);
    return made;
  }
  const { permissions, ...values } = attrs;
  const written = writeObject(write, { ...values, ...identifiers });
  if (Array.isArray(permissions))
    for (const one of permissions.map(String)) {
      if (model.name === user) grants.grantToUser(written, one);
      else grants.grant(written, one);
    }
  return written;
}

/**
 * A literal key becomes the new object's own, unless its base class has the key (seen on a real 2025.12.4:
 * flows keep it, stages do not).
 */
function keyOf({ models }: Database, model: SandboxModel, pk: Json | undefined): Pk | undefined {
  const hasOwnKey = model.bases.every((base) => base === models.wellKnown.target);
  return hasOwnKey && (typeof pk === 'string' || typeof pk === 'number') ? pk : undefined;
}

/**
 * A permission of an entry: on its object, to a user and to a role. A user or role that does not exist makes
 * the import fail.
 */
function grantOn({ database, grants }: ImportParts, object: Row, wanted: Mapping): void {
  const permission = String(wanted['permission']);
  const find = (model: ModelName, key: Json): Row => {
    const found = database.store.get(model, key);
    if (!found) throw crash();
    return found;
  };
  const { user = null, role = null } = wanted;
  if (user !== null) grants.grantToUser(find(database.models.wellKnown.user, user), permission, object);
  const roles = grants.rules.find(({ key }) => key === 'role_pk')?.holder;
  if (role !== null && roles !== undefined) grants.grant(find(roles, role), permission, object);
}

/**
 * Values, items of lists and values of mappings that are a literal key of an earlier entry, as the key that
 * its object has. `pk` itself is left as it is.
 */
function withRealKeys(values: Json | undefined, keys: ReadonlyMap<Json, Json>): { [key: string]: Json } {
  const replace = (value: Json): Json => keys.get(value) ?? value;
  return Object.fromEntries(
    Object.entries(isMapping(values) ? values : {}).map(([name, value]) => {
      if (name === 'pk') return [name, value];
      return [name, Array.isArray(value) ? value.map(replace) : replace(value)];
    }),
  );
}
