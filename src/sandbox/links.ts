import type { Database } from './database.ts';
import type { Row } from './row.ts';

/** The object that a column points at; the first one where the column holds a list. */
export function follow(database: Database, row: Row, via: string): Row | undefined {
  return followAll(database, row, via)[0];
}

/** The objects that a column, or a list stored with the other side, points at. */
export function followAll(database: Database, row: Row, via: string): Row[] {
  const { models, store } = database;
  const mirror = models.mirrors.find((rule) => rule.field === via && rule.model === row.model);
  if (mirror) return referrers(database, row, mirror.of, mirror.via);
  const to = models.find(row.model)?.columns[via]?.to;
  if (to === undefined) return [];
  const value = row.values[via] ?? null;
  return (Array.isArray(value) ? value : [value])
    .map((pk) => store.find(models.concrete(to), pk))
    .filter((found) => found !== undefined);
}

/** The objects of a class that point at this one with the column `via`. */
export function referrers({ models, store }: Database, row: Row, model: string, via: string): Row[] {
  return store.holding(models.concrete(model), via, row.pk);
}
