import type { Json } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import type { Row } from '../row.ts';

/** Rows in the order of the query's known fields or, where it has none, in the list's own order. */
export function orderRows(
  database: Database,
  rows: readonly Row[],
  query: URLSearchParams,
  known: readonly string[],
  own: readonly string[],
): Row[] {
  const asked = (query.get('ordering') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => known.includes(name.replace(/^-/, '')));
  const names = asked.length > 0 ? asked : own;
  if (names.length === 0) return [...rows];
  return [...rows].sort((a, b) => {
    for (const name of names) {
      const field = name.replace(/^-/, '');
      const difference = compare(valueOf(database, a, field), valueOf(database, b, field));
      if (difference !== 0) return name.startsWith('-') ? -difference : difference;
    }
    return 0;
  });
}

function valueOf(database: Database, row: Row, field: string): Json {
  if (field === 'pk') return row.pk;
  const value = row.values[field] ?? null;
  const { target, targetId } = database.models.wellKnown;
  // The target of a policy is sorted by its id as a target (recorded: "state policies-bindings").
  if (value === null || database.models.find(row.model)?.columns[field]?.to !== target) return value;
  return database.store.find(database.models.concrete(target), value)?.values[targetId] ?? value;
}

/** Compares as PostgreSQL does: nulls come last. */
function compare(a: Json, b: Json): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
