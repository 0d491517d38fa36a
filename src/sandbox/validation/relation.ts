import type { Json, ModelName } from '../../catalog/model.ts';
import type { Row } from '../row.ts';
import { listPermissions } from '../permissions.ts';
import type { Database } from '../database.ts';
import { bad, type Checked, type FieldContext } from './context.ts';
import { readInt, showPython, typeOfPython } from './scalar.ts';

const UUID = /^(urn:uuid:)?\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;

/** A UUID in the form in which the server shows it, or undefined. */
export function parseUuid(text: string): string | undefined {
  if (!UUID.test(text)) return undefined;
  const hex = text
    .replace(/^urn:uuid:/, '')
    .replaceAll(/[-{}]/g, '')
    .toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

type RelationContext = Pick<FieldContext, 'database' | 'release' | 'field'>;

/** Whether the primary keys of this class are numbers; otherwise they are UUIDs. */
function countsUp(database: Database, to: ModelName): boolean {
  const first = database.models
    .concrete(to)
    .map((name) => database.models.find(name))
    .find((model) => model !== undefined);
  return first?.auto ?? false;
}

/** A primary key of an object that exists; stored as the key itself. */
export function checkReference(context: RelationContext, to: ModelName, raw: Json): Checked {
  const { database, field } = context;
  const isTarget = to === database.models.wellKnown.target;
  // Only the field for targets of policies does not look whether it was given a boolean.
  if (typeof raw === 'boolean' && !(isTarget && field.type === TARGET_FIELD))
    return bad('Incorrect type. Expected pk value, received bool.');
  const isPermission = to === database.models.wellKnown.permission;
  if (isPermission || countsUp(database, to)) return checkNumber(context, to, raw, isPermission);
  const uuid = readUuid(raw);
  if (uuid === undefined)
    return bad(`“${typeof raw === 'string' ? raw : showPython(raw)}” is not a valid UUID.`);
  const row = isTarget ? findTarget(database, uuid) : database.store.find(database.models.concrete(to), uuid);
  return row ? { value: row.pk } : missing(raw);
}

/** The class of the field that names what a policy is bound to. */
const TARGET_FIELD = 'PolicyBindingModelForeignKey';

const missing = (raw: Json): Checked =>
  bad(`Invalid pk "${typeof raw === 'string' ? raw : showPython(raw)}" - object does not exist.`);

/** A primary key that counts up. A fraction is cut off, as Python's int() does. */
function checkNumber(
  { database, release }: RelationContext,
  to: ModelName,
  raw: Json,
  isPermission: boolean,
): Checked {
  if (raw === null) return missing(raw);
  const key = typeof raw === 'string' ? readInt(raw) : raw;
  if (typeof key !== 'number' && typeof key !== 'bigint')
    return bad(`Incorrect type. Expected pk value, received ${typeOfPython(raw)}.`);
  const number = Math.trunc(Number(key));
  const pk = isPermission
    ? listPermissions(release.rules).find(({ id }) => id === number)?.id
    : database.store.find(database.models.concrete(to), number)?.pk;
  return pk !== undefined ? { value: pk } : missing(raw);
}

/**
 * A UUID as Django reads it: a whole number is one as well, and null is a key that no object has. Undefined
 * where it is none.
 */
function readUuid(raw: Json): string | undefined {
  if (typeof raw === 'string') return parseUuid(raw);
  if (raw === null) return '';
  if (typeof raw === 'boolean') return readUuid(Number(raw));
  if (typeof raw !== 'number' && typeof raw !== 'bigint') return undefined;
  if (!Number.isInteger(Number(raw)) || Number(raw) < 0) return undefined;
  const hex = BigInt(raw).toString(16);
  return hex.length > 32 ? undefined : parseUuid(hex.padStart(32, '0'));
}

/**
 * What policies can be bound to, by its own primary key or by its id as a target (recorded: "pbinding on flow
 * binding by fsb pk").
 */
function findTarget(database: Database, uuid: string): Row | undefined {
  const models = database.models.concrete(database.models.wellKnown.target);
  return database.store.find(models, uuid) ?? findByTargetId(database, uuid);
}

/** The object whose id as a target this is; only that id is taken by filters. */
export function findByTargetId(database: Database, uuid: string): Row | undefined {
  const { target, targetId } = database.models.wellKnown;
  return database.store
    .list(database.models.concrete(target))
    .find((row) => (row.values[targetId] ?? row.pk) === uuid);
}

/**
 * A list of primary keys: without duplicates, each of an object that exists. The framework takes a mapping for
 * the list of its keys.
 */
export function checkReferences(context: RelationContext, to: ModelName, raw: Json): Checked {
  if (typeof raw !== 'object' || raw === null)
    return bad(`Expected a list of items but got type "${typeOfPython(raw)}".`);
  const items: readonly Json[] = Array.isArray(raw) ? raw : Object.keys(raw);
  if (items.length === 0 && !context.field.allowEmpty) return bad('This list may not be empty.');
  const found: Json[] = [];
  for (const item of items) {
    const checked = checkReference(context, to, item);
    if ('errors' in checked) return checked;
    if (!found.includes(checked.value)) found.push(checked.value);
  }
  return { value: found };
}
