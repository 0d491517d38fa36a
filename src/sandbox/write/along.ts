import type { Json } from '../../catalog/model.ts';
import { isWithin } from '../../catalog/release.ts';
import { BRINGS, type BringsRule } from '../behaviour/shared/brings.ts';
import type { Database } from '../database.ts';
import type { Grants } from '../grants.ts';
import type { Queue } from '../queue.ts';
import type { Release } from '../release.ts';
import type { Row } from '../row.ts';
import type { Write } from '../validation/context.ts';
import { deleteObject } from './delete.ts';
import { createRow } from './create-row.ts';

/** Makes what the server makes along with a new object. `write`: how that one was made. */
export function makeAlong(write: Write, grants: Grants, row: Row): void {
  const { database, release } = write;
  let user: Json = null;
  for (const rule of rulesFor(release, row)) {
    const model = database.models.find(rule.makes);
    if (!model) continue;
    const made = createRow({ ...write, model, row: undefined, key: undefined }, valuesOf(rule, row, user));
    database.store.put(made);
    write.queue.note('create', made);
    if (rule.may !== undefined) grants.grantToUser(made, rule.may, row);
    if (rule.makes === database.models.wellKnown.user) user = made.pk;
  }
}

/** Deletes an object with what the server made along with it. */
export function deleteWithAlong(
  parts: { readonly database: Database; readonly release: Release; readonly queue: Queue },
  row: Row,
): void {
  const { store } = parts.database;
  for (const rule of rulesFor(parts.release, row))
    for (const [column, value] of Object.entries(valuesOf(rule, row, null)).slice(0, 1))
      for (const other of store.holding([rule.makes], column, value)) deleteObject(parts, other);
  deleteObject(parts, row);
}

function rulesFor({ catalog }: Release, { model }: Row): readonly BringsRule[] {
  return BRINGS.filter((rule) => rule.model === model && isWithin(catalog.release, rule));
}

/** The columns of what comes along; the first of them is no other object's. */
function valuesOf({ values }: BringsRule, row: Row, user: Json): Record<string, Json> {
  const key = String(row.pk);
  const parts: Readonly<Record<string, Json>> = {
    '{pk}': key,
    '{hex}': key.replaceAll('-', ''),
    '{name}': row.values['name'] ?? '',
  };
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => {
      if (typeof value !== 'string') return [column, value];
      if (value === '{user}') return [column, user];
      return [column, value.replaceAll(/\{\w+\}/gu, (name) => String(parts[name] ?? name))];
    }),
  );
}
