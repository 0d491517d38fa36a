import type { Row } from '../store.ts';
import type { World } from '../world.ts';

/** Deletes an object and, silently, everything that the database deletes or empties along with it. */
export function deleteObject(world: World, row: Row): void {
  if (!world.store.get(row.model, row.pk)) return;
  world.store.remove(row);
  const lineage = world.models.lineage(row.model);
  for (const relation of world.models.relations) {
    if (!lineage.includes(relation.to)) continue;
    for (const other of world.store.holding([relation.from], relation.column, row.pk)) {
      const value = other.values[relation.column];
      if (!Array.isArray(value) && relation.onDelete === 'cascade') {
        deleteObject(world, other);
        continue;
      }
      const left = Array.isArray(value) ? value.filter((pk) => pk !== row.pk) : null;
      world.store.put({ ...other, values: { ...other.values, [relation.column]: left } });
    }
  }
}
