import type { Database } from '../database.ts';
import type { Relation } from '../model-table.ts';
import type { Row } from '../row.ts';

/** Deletes an object and, silently, everything that the database deletes or empties along with it. */
export function deleteObject(database: Database, row: Row): void {
  const { store, models } = database;
  if (!store.get(row.model, row.pk)) return;
  store.remove(row);
  const lineage = models.lineage(row.model);
  for (const relation of models.relations)
    if (lineage.includes(relation.to))
      for (const other of store.holding([relation.from], relation.column, row.pk))
        detach(database, other, relation, row);
}

/** Takes the link to a deleted object away from another one, which may be deleted with it. */
function detach(database: Database, other: Row, { column, onDelete }: Relation, deleted: Row): void {
  const value = other.values[column];
  if (!Array.isArray(value) && onDelete === 'cascade') {
    deleteObject(database, other);
    return;
  }
  const left = Array.isArray(value) ? value.filter((pk) => pk !== deleted.pk) : null;
  database.store.put({ ...other, values: { ...other.values, [column]: left } });
}
