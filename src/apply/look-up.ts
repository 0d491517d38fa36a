import { toJson } from '../blueprint/json.ts';
import { hasUnknown, type Dict, type Value } from '../blueprint/value.ts';
import { PAGE_SIZE, readAll } from '../actual/read-all.ts';
import type { Field, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { keysAsWritten, sameValue } from '../forms/normal.ts';
import { trimLikePython } from '../forms/white-space.ts';
import { isShown } from './confirm.ts';
import type { Written } from './written.ts';

/* Looks for objects on the server by the values that a create sends. */

/** Texts longer than this are compared in the response and not sent as a filter. */
const FILTER_LENGTH = 150;
/** The most filters of one request. */
const MOST_FILTERS = 3;

/** A value that is sent and that can be compared with an object. */
export interface Comparable {
  readonly name: string;
  readonly field: Field;
  readonly sent: Value;
}

/**
 * The values that tell whether an object may be the one that was sent: those that can be read back. Lists and
 * JSON are not among them, since they identify nothing and servers add to them.
 */
export function comparable(model: Resource, body: Dict): readonly Comparable[] {
  return Object.entries(body).flatMap(([name, sent]) => {
    const field = model.fields[name];
    return field &&
      isShown(field) &&
      !field.volatile &&
      !hasUnknown(sent) &&
      !['array', 'object', 'json'].includes(field.type)
      ? [{ name, field, sent }]
      : [];
  });
}

/** Whether an object has all these values. */
export function looksLike(told: readonly Comparable[], row: Written): boolean {
  return told.every(({ name, field, sent }) => sameValue(field, sent, row[name] ?? null, keysAsWritten));
}

/**
 * The objects of a model that have all these values: one list, filtered by the values where the server can.
 * Throws an ApiError.
 */
export async function findLike(
  client: Client,
  model: Resource,
  told: readonly Comparable[],
): Promise<readonly Written[]> {
  const filters = filtersOf(model, told);
  const { path, pk, listQuery } = model.collection;
  const query = { page_size: PAGE_SIZE, ...listQuery };
  // A filter by a value that no object has can be refused (rest-api-2023.2, points 9 and 10): then the whole
  // list is read.
  const rows = await readAll(client, path, { ...query, ...Object.fromEntries(filters) }, pk).catch(
    (error: unknown) => {
      if (error instanceof ApiError && error.kind === 'invalid' && filters.length > 0)
        return readAll(client, path, query, pk);
      throw error;
    },
  );
  return rows.filter((row) => looksLike(told, row));
}

/** Filters by these values; links are among them only where nothing else narrows the list down. */
function filtersOf(model: Resource, told: readonly Comparable[]): (readonly [string, string])[] {
  const filters = told.flatMap(({ name, field, sent }) => {
    const filter = model.filters[name];
    const stored = filter && filterText(field, filter.type, sent);
    return stored === undefined
      ? []
      : [{ isLink: field.references !== undefined, pair: [name, stored] as const }];
  });
  const plain = filters.filter(({ isLink }) => !isLink);
  return (plain.length > 0 ? plain : filters).slice(0, MOST_FILTERS).map(({ pair }) => pair);
}

/**
 * The text of a filter that finds exactly the objects with this value; undefined where it may find fewer, as
 * the server keeps such a value in a form of its own.
 */
function filterText(field: Field, type: string, sent: Value): string | undefined {
  const value = toJson(sent);
  if (type === 'boolean' && typeof value === 'boolean') return String(value);
  if (type === 'integer' && typeof value === 'number') return String(value);
  if (type !== 'string' || typeof value !== 'string') return undefined;
  if (field.format !== undefined && field.format !== 'uuid') return undefined;
  const stored = field.trim ? trimLikePython(value) : value;
  return stored !== '' && stored.length <= FILTER_LENGTH ? stored : undefined;
}
