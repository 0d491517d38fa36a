import type { Json, ModelName } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import { crash } from '../response.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from '../validation/context.ts';
import { validateBody } from '../validation/validate-body.ts';
import { validateObject } from '../validation/validate-object.ts';
import { createRow } from './create-row.ts';
import { applyEffects } from './effects.ts';

/**
 * Makes or changes an object from a request's body, with everything that the server does along with it;
 * returns the stored object. Throws the server's own response to a body that it refuses.
 */
export function writeObject(write: Write, raw: Json): Row {
  return saveObject(write, checkObject(write, raw));
}

/** The values that a body sets. Throws the server's own response to a body that it refuses. */
export function checkObject(write: Write, raw: Json): Values {
  const { values, body } = validateBody(write, raw);
  crashWhenGiven(write, body);
  validateObject(write, values);
  // The database takes no NUL in JSON (measured on 2025.12.4, by a request and by an import).
  for (const [name, value] of Object.entries(values))
    if (write.model.columns[name]?.type === 'JSONField' && hasNul(value)) throw crash();
  return values;
}

/** Stores values that are already checked. */
export function saveObject(write: Write, values: Values): Row {
  const { database, model } = write;
  const settled = applyEffects(write, values);
  const row = write.row
    ? { ...write.row, values: { ...write.row.values, ...keepColumns(write, settled) } }
    : createRow(write, settled);
  database.store.put(row);
  write.queue.note(write.row ? 'update' : 'create', row, write.row);
  for (const mirror of database.models.mirrors.filter((rule) => rule.model === model.name)) {
    const wanted = settled[mirror.field];
    if (Array.isArray(wanted)) linkFromOtherSide(database, row, mirror.of, mirror.via, wanted);
  }
  return row;
}

function hasNul(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, one]) => name.includes('\0') || hasNul(one));
}

function crashWhenGiven({ database, release, model }: Write, body: Values): void {
  const lineage = database.models.lineage(model.name);
  const crashes = release.behaviour.crashes.some(
    (rule) =>
      (rule.model === '*' || lineage.includes(rule.model)) &&
      rule.given.some((name) => name in body && model.fields.some((field) => field.name === name)),
  );
  if (crashes) throw crash();
}

function keepColumns({ model }: Write, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in model.columns));
}

/** Puts this object into the lists of exactly the wanted objects, and takes it out of all others. */
function linkFromOtherSide(
  { store, models }: Database,
  row: Row,
  of: ModelName,
  via: string,
  wanted: readonly Json[],
): void {
  const kinds = models.concrete(of);
  const linked = store.holding(kinds, via, row.pk);
  const toLink = kinds.flatMap((kind) => wanted.flatMap((pk) => store.get(kind, pk) ?? []));
  for (const other of new Set([...linked, ...toLink])) {
    const link = other.values[via];
    const set = (value: Json): void => store.put({ ...other, values: { ...other.values, [via]: value } });
    const belongs = wanted.includes(other.pk);
    if (!Array.isArray(link) && !models.get(other.model).columns[via]?.many) {
      if (belongs) set(row.pk);
      else if (link === row.pk) set(null);
      continue;
    }
    const members = Array.isArray(link) ? link : [];
    if (members.includes(row.pk) !== belongs)
      set(belongs ? [...members, row.pk] : members.filter((pk) => pk !== row.pk));
  }
}
