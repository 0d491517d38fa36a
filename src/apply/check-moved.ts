import { isMapping } from '../catalog/json-mapping.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath } from '../client/item-path.ts';
import { type Moved, movedFields, type RunSoFar } from '../plan/changes/moved-fields.ts';
import type { Change } from '../plan/value/plan.ts';
import { isObject, withoutObject } from './confirm.ts';
import type { Written } from './written.ts';

/*
 * Just before an object is deleted, or a list of it is written, it is read once more: a list is written whole, and
 * what somebody has put into it since the plan was made would be lost.
 */

/** What became of an object since the plan was made. */
export type Since =
  | { readonly kind: 'same' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'moved'; readonly fields: readonly Moved[] };

/** Whether the object of a change is read once more before it is written. */
export function isReadBefore({ fields }: Resource, { action, body, before, itemKey }: Change): boolean {
  if (before === undefined || itemKey === undefined) return false;
  return action === 'delete' || Object.keys(body).some((name) => fields[name]?.type === 'array');
}

/**
 * Compares the object of a change, as it is now, with what the plan saw. What the other changes of the run do to it
 * does not count. `row`: undefined where it is not there.
 */
export function since(model: Resource, change: Change, row: Written | undefined, run: RunSoFar): Since {
  if (!row) return { kind: 'gone' };
  const fields = movedFields(model, change, row, run);
  return fields.length > 0 ? { kind: 'moved', fields } : { kind: 'same' };
}

/** Reads an object by the key in its path; undefined when it does not exist. Throws an ApiError. */
export async function readNow(
  client: Client,
  { collection }: Resource,
  key: string | number,
): Promise<Written | undefined> {
  const path = itemPath(collection, key);
  try {
    const row = await client.read(path);
    if (isMapping(row) && isObject(collection, row, [key])) return row;
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'not-found') return undefined;
    throw error;
  }
  throw withoutObject(`GET ${path}`);
}
