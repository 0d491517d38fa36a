import type { Row } from './store.ts';
import type { World } from './world.ts';

/** The object that a column points at. */
export function follow(world: World, row: Row, via: string): Row | undefined {
  return followAll(world, row, via)[0];
}

/** The objects that a column, or a list stored with the other side, points at. */
export function followAll(world: World, row: Row, via: string): Row[] {
  const mirror = world.behaviour.mirrors.find((rule) => rule.field === via && rule.model === row.model);
  if (mirror) return referrers(world, row, mirror.of, mirror.via);
  const to = world.models.models.get(row.model)?.columns[via]?.to;
  if (to === undefined) return [];
  const value = row.values[via] ?? null;
  const models = world.models.concrete(to);
  return (Array.isArray(value) ? value : [value])
    .map((pk) => world.store.find(models, pk))
    .filter((found) => found !== undefined);
}

/** The objects of a class that point at this one. */
export function referrers(world: World, row: Row, model: string, via: string): Row[] {
  return world.store.holding(world.models.concrete(model), via, row.pk);
}
