import type { Database } from '../database.ts';
import type { Relation } from '../model-table.ts';
import type { Queue } from '../queue.ts';
import type { Row } from '../row.ts';

interface Deleting {
  readonly database: Database;
  readonly queue: Queue;
}

/** Deletes an object and, silently, everything that the database deletes or empties along with it. */
export function deleteObject(deleting: Deleting, row: Row): void {
  const { store, models } = deleting.database;
  if (!store.get(row.model, row.pk)) return;
  deleting.queue.note('delete', row);
  store.remove(row);
  const lineage = models.lineage(row.model);
  for (const relation of models.relations)
    if (lineage.includes(relation.to))
      for (const other of store.holding([relation.from], relation.column, row.pk))
        detach(deleting, other, relation, row);
}

/** Takes the link to a deleted object away from another one, which may be deleted with it. */
function detach(deleting: Deleting, other: Row, { column, onDelete }: Relation, deleted: Row): void {
  const value = other.values[column];
  if (!Array.isArray(value) && onDelete === 'cascade') {
    deleteObject(deleting, other);
    return;
  }
  const left = Array.isArray(value) ? value.filter((pk) => pk !== deleted.pk) : null;
  deleting.database.store.put({ ...other, values: { ...other.values, [column]: left } });
}
