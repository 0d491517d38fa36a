import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import type { Change } from '../plan/value/plan.ts';
import { decodeDict } from '../plan/value/plan-value.ts';
import { keysIn } from './confirm.ts';
import { comparable, findLike } from './look-up.ts';
import { type Made, type MadeKey, resolveRefs } from './resolve.ts';

/**
 * What the server has made along with the object of a change and other changes need, by rows. What is not found,
 * or not once, is left out, and the changes that need it fail. Throws an ApiError when a list cannot be read.
 */
export async function findAlong(
  { client, catalog }: { readonly client: Client; readonly catalog: Catalog },
  { brings = [] }: Change,
  made: Made,
): Promise<ReadonlyMap<string, MadeKey>> {
  const found = new Map<string, MadeKey>();
  for (const { row, model: name, values } of brings) {
    const model = catalog.models[name];
    const wanted = resolveRefs(decodeDict(values), made);
    if (model?.kind !== 'resource' || !wanted) continue;
    const told = comparable(model, wanted);
    const [only, ...more] = told.length > 0 ? await findLike(client, model, told) : [];
    const keys = only && more.length === 0 ? keysIn(model, only) : undefined;
    if (keys) found.set(row, keys);
  }
  return found;
}
