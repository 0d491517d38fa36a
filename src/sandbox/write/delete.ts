import type { Row } from '../store.ts';
import type { World } from '../world.ts';

/** Deletes an object and, silently, everything that the database deletes or empties along with it. */
export function deleteObject(world: World, row: Row): void {
  if (!world.store.get(row.model, row.pk)) return;
  world.store.remove(row);
  const lineage = world.models.lineage(row.model);
  for (const relation of world.models.relations) {
    if (!lineage.includes(relation.to)) continue;
    for (const other of world.store.list([relation.from])) {
      const value = other.values[relation.column];
      if (Array.isArray(value)) {
        if (value.includes(row.pk))
          world.store.put({
            ...other,
            values: { ...other.values, [relation.column]: value.filter((pk) => pk !== row.pk) },
          });
      } else if (value === row.pk) {
        if (relation.onDelete === 'cascade') deleteObject(world, other);
        else world.store.put({ ...other, values: { ...other.values, [relation.column]: null } });
      }
    }
  }
}
