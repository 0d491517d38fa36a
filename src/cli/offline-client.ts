import type { SavedSnapshot } from '../actual/saved-snapshot.ts';
import type { Catalog } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { instancesOf } from '../ownership/own-instances.ts';

/**
 * A client that sends nothing: it says what a snapshot does of the server, its user and the inventories of projects,
 * and refuses all else. `catalogOf`: the catalog of the snapshot's release.
 */
export function offlineClient(saved: SavedSnapshot, name: string, catalogOf: () => Catalog): Client {
  const refuse = (what: string): Promise<never> =>
    Promise.reject(
      new ApiError('not-found', `the snapshot ${name} does not hold ${what}`, {
        status: 404,
        hint: 'use the server itself',
      }),
    );
  return {
    url: saved.server,
    release: () => Promise.resolve(saved.release),
    me: () => Promise.resolve(saved.user),
    licensed: () => Promise.resolve(saved.licensed ?? undefined),
    document: () => refuse("the server's OpenAPI document"),
    page: (path) => {
      const catalog = catalogOf();
      const model = catalog.models[instancesOf(catalog) ?? ''];
      if (model?.kind !== 'resource' || model.collection.path !== path) return refuse(`GET ${path}`);
      const items = saved.inventories;
      return Promise.resolve({ items, next: 0, count: items.length, pages: 1 });
    },
    read: (path) => refuse(`GET ${path}`),
    text: (path) => refuse(`GET ${path}`),
    create: (path) => refuse(`POST ${path}`),
    update: (path) => refuse(`PATCH ${path}`),
    remove: (path) => refuse(`DELETE ${path}`),
    call: (path) => refuse(`POST ${path}`),
    ask: (path) => refuse(`POST ${path}`),
    upload: (path) => refuse(`POST ${path}`),
    removeAtEnd: (path) => refuse(`DELETE ${path}`),
    pause: () => Promise.resolve(false),
    serverTime: () => undefined,
    requests: () => ({ total: 0, byMethod: {}, bytes: 0 }),
  };
}
