import { isMapping } from '../catalog/json-mapping.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath } from '../client/item-path.ts';
import { isObject } from './confirm.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import type { Written } from './written.ts';

/**
 * Reads an object after a write that its answer did not confirm; undefined when it does not exist. Throws an
 * UnconfirmedError when it cannot be read either. `unconfirmed`: how the write ended.
 */
export async function readObject(
  client: Client,
  { collection }: Resource,
  key: string | number,
  unconfirmed: ApiError,
): Promise<Written | undefined> {
  try {
    const row = await client.read(itemPath(collection, key));
    if (isMapping(row) && isObject(collection, row, [key])) return row;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === 'not-found') return undefined;
    throw new UnconfirmedError(unconfirmed, `it could not be read afterwards: ${error.message}`);
  }
  throw new UnconfirmedError(unconfirmed, 'it could not be read afterwards: the answer is not the object');
}
