import type { Catalog, ModelName } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { PushingServer } from '../../plan/transaction/division.ts';
import { modelsToAsk } from '../../plan/transaction/obstacles.ts';
import type { Change } from '../../plan/value/plan.ts';

/**
 * Of which models the server has objects that decide what of a plan can go in a transaction: one GET for each, and none
 * where nothing of the plan depends on any. Throws an ApiError where the server cannot be reached.
 */
export async function pushingModels(
  client: Client,
  catalog: Catalog,
  changes: readonly Change[],
): Promise<PushingServer> {
  const has = async (name: ModelName): Promise<readonly ModelName[]> => {
    const model = catalog.models[name];
    if (model?.kind !== 'resource') return [];
    const { count } = await client.page(model.collection.path, { page_size: '1' });
    return count > 0 ? [name] : [];
  };
  try {
    return { pushesTo: (await Promise.all(modelsToAsk(changes, catalog).map(has))).flat() };
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'forbidden') return { pushesTo: 'unknown' };
    throw error;
  }
}
