import type { Json, Resource } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import type { Creates, DoneCreate } from './creates.ts';
import type { LikeIndex } from './like-index.ts';
import { type Comparable, comparable, findLike } from './look-up.ts';
import type { Written } from './written.ts';

/**
 * Other objects that are the same as one that was created: with the values that identify it, else with all that
 * were sent. `list`: objects of its model that have been read already. Throws an ApiError.
 */
export async function findCopies(
  client: Client,
  { model, body, change, key, before }: DoneCreate,
  creates: Creates,
  list?: LikeIndex,
): Promise<readonly Written[]> {
  const all = comparable(model, body);
  const told = identityOf(change.identifiedBy ?? [], all) ?? all;
  if (told.length === 0) return [];
  const rows = list ? list.like(told) : await findLike(client, model, told);
  return rows.filter((row) => row[model.collection.pk] !== key.pk && isNew({ model, before }, row, creates));
}

/** Whether an object was not there before a create, and is not one that this run has written. */
export function isNew(
  { model, before }: { readonly model: Resource; readonly before: ReadonlySet<Json> },
  row: Written,
  creates: Creates,
): boolean {
  const pk = row[model.collection.pk] ?? null;
  return !before.has(pk) && !creates.isOurs(model, pk);
}

/** The values that identify the object; undefined where one of them is not sent, or cannot be compared. */
export function identityOf(
  names: readonly string[],
  told: readonly Comparable[],
): readonly Comparable[] | undefined {
  const identity = told.filter(({ name }) => names.includes(name));
  return identity.length > 0 && identity.length === names.length ? identity : undefined;
}
