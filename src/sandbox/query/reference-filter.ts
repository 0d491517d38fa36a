import type { Json } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import type { SandboxModel } from '../model-table.ts';
import type { Row } from '../row.ts';
import { parseUuid } from '../validation/relation.ts';

/** Whether a row is in the filtered list. */
export type Test = (row: Row) => boolean;

/** What the server says of a key that no object has. */
export const NO_CHOICE = 'Select a valid choice. That choice is not one of the available choices.';

export function makeReferenceTest(database: Database, to: string, name: string, text: string): Test | string {
  const found = findReference(database, to, text);
  return typeof found === 'string' ? found : (row) => row.values[name] === found.pk;
}

export function makeManyTest(
  database: Database,
  to: string,
  name: string,
  texts: readonly string[],
): Test | string {
  const pks: Json[] = [];
  for (const text of texts) {
    const found = findReference(database, to, text);
    if (typeof found === 'string')
      return found === NO_CHOICE
        ? `Select a valid choice. ${text} is not one of the available choices.`
        : found;
    pks.push(found.pk);
  }
  return (row) => pks.some((pk) => (row.values[name] as Json[]).includes(pk));
}

function findReference(database: Database, to: string, text: string): Row | string {
  const models = database.models.concrete(to);
  const auto = models.some((model) => database.models.find(model)?.auto);
  if (auto) return (/^\d+$/.test(text) ? database.store.find(models, Number(text)) : undefined) ?? NO_CHOICE;
  const uuid = parseUuid(text);
  return uuid === undefined
    ? `“${text}” is not a valid UUID.`
    : (database.store.find(models, uuid) ?? NO_CHOICE);
}

/** A UUID of the row itself, or of an object that points at it (`application` in the list of providers). */
export function makeUuidTest(
  database: Database,
  model: SandboxModel,
  name: string,
  text: string,
): Test | string {
  const uuid = parseUuid(text);
  const relation = database.models.relations.find(
    (candidate) =>
      candidate.from.endsWith(`.${name}`) &&
      database.models.lineage(model.name).includes(candidate.to) &&
      !candidate.many,
  );
  if (relation) {
    if (uuid === undefined) return `“${text}” is not a valid UUID.`;
    const source = database.store.get(relation.from, uuid);
    return source ? (row) => source.values[relation.column] === row.pk : NO_CHOICE;
  }
  if (uuid === undefined) return 'Enter a valid UUID.';
  const { targetId } = database.models.wellKnown;
  return (row) => row.pk === uuid || (name === 'pbm_uuid' && row.values[targetId] === uuid);
}
