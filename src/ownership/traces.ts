import type { Json, Resource } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { isKey, itemPath } from '../client/item-path.ts';
import type { Item } from '../client/page.ts';
import { isOwnInstance, LOCK, OWN_SEARCH } from './own-instances.ts';

/*
 * Our instances on a server. Each write of one sets its `last_applied` to the server's time (2023.2.3 and 2025.12.4,
 * measured), so who reads them twice sees whether another run wrote in between.
 */

/** A blueprint that does nothing: an instance must have a path or a content (all releases since 2023.1). */
const EMPTY = 'version: 1\nentries: []';

/** Where instances are, and how to ask for them. */
export interface InstancesApi {
  readonly client: Client;
  /** The model of blueprint instances. */
  readonly model: Resource;
}

/** One of our instances, as it is on the server. */
export interface OwnInstance {
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly context: Json;
  /** When it was last written, in milliseconds of the server's clock; undefined where it does not say. */
  readonly written: number | undefined;
}

/** What is there of ours, and what time it is on the server. */
export interface Traces {
  readonly instances: readonly OwnInstance[];
  /** Milliseconds of the server's clock at the answer; undefined where it has no `Date`. */
  readonly now: number | undefined;
}

/** Reads our instances: in one request, unless there are more than a hundred. Throws an ApiError. */
export async function readTraces({ client, model }: InstancesApi): Promise<Traces> {
  const instances: OwnInstance[] = [];
  const query = { search: OWN_SEARCH, page_size: '100', ordering: 'name' };
  for (let page = 1; page !== 0; ) {
    const read = await client.page(
      model.collection.path,
      page === 1 ? query : { ...query, page: String(page) },
    );
    instances.push(...read.items.flatMap((item) => asInstance(model, item) ?? []));
    page = read.next;
  }
  return { instances, now: client.serverTime() };
}

/** One of our instances in an answer; undefined for any other object. */
function asInstance({ collection }: Resource, item: Item): OwnInstance | undefined {
  const { name, path, context = null, last_applied: written } = item;
  const key = item[collection.key];
  if (!isOwnInstance(name) || typeof name !== 'string' || !isKey(key)) return undefined;
  const time = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  return {
    key: String(key),
    name,
    path: typeof path === 'string' ? path : '',
    context,
    written: Number.isNaN(time) ? undefined : time,
  };
}

/**
 * The instance with this name. A release before 2023.5 may have several, with different paths: somebody made the
 * others, as ours have none.
 */
export function instanceNamed({ instances }: Traces, name: string): OwnInstance | undefined {
  const found = instances.filter((one) => one.name === name);
  return found.find(({ path }) => path === '') ?? found[0];
}

/** Whether another run wrote between two readings; the lock itself is no trace of it. */
export function hasMoved(before: Traces, after: Traces): boolean {
  const marks = ({ instances }: Traces): string =>
    JSON.stringify(
      instances
        .filter(({ name }) => name !== LOCK)
        .map(({ key, written }) => `${key} ${String(written)}`)
        .sort(),
    );
  return marks(before) !== marks(after);
}

/** What is sent for one of our instances. Whatever somebody has done to it, it is then switched off and empty. */
function instanceBody(name: string, context: Json): string {
  return JSON.stringify({ name, path: '', enabled: false, content: EMPTY, context });
}

/** Makes one of our instances. Throws an ApiError, also where there is one of this name already. */
export async function makeInstance(
  { client, model }: InstancesApi,
  name: string,
  context: Json,
): Promise<OwnInstance | undefined> {
  return asInstance(model, await client.create(model.collection.path, instanceBody(name, context)));
}

/** Writes one of our instances. Throws an ApiError. */
export async function writeInstance(
  { client, model }: InstancesApi,
  { key, name }: Pick<OwnInstance, 'key' | 'name'>,
  context: Json,
): Promise<OwnInstance | undefined> {
  const path = itemPath(model.collection, key);
  return asInstance(model, await client.update(path, instanceBody(name, context)));
}
