import { jsonText } from '../blueprint/json.ts';
import { dict } from '../blueprint/value.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { type Client, itemPath } from '../client/client.ts';
import type { Change } from '../plan/plan.ts';
import { type Made, resolveRefs, resolveValue } from './resolve.ts';

/** How often a create is begun that is cut off, with a look-up in between. */
const ATTEMPTS = 6;

/** The object as the server shows it after a write; undefined after a delete, or when only a setter was called. */
export type Written = { readonly [field: string]: Json } | undefined;

/** Does one change: the main write, then the fields with an endpoint of their own. Throws an ApiError. */
export async function writeChange(client: Client, model: Resource, change: Change, made: Made): Promise<Written> {
  const body = resolveRefs(change.body, made);
  if (!body) throw new ApiError('unexpected', 'an object that this one refers to was not made');
  const key = change.itemKey ?? made.get(change.row)?.key;
  if (change.action === 'delete') {
    if (key !== undefined) await client.remove(itemPath(model.collection, key)).catch(ignoreGone);
    return undefined;
  }
  let written: Written;
  if (change.action === 'create') written = await create(client, model, body);
  else if (Object.keys(body).length > 0 && key !== undefined) {
    const companions = resolveRefs(change.companions, made) ?? dict();
    written = await client.update(itemPath(model.collection, key), jsonText({ ...companions, ...body }));
  }
  const now = written?.[model.collection.key];
  const address = typeof now === 'string' || typeof now === 'number' ? now : key;
  for (const { field, value } of change.setters) {
    const setter = model.fields[field]?.setter;
    const sent = resolveValue(value, made);
    if (setter && sent !== undefined && address !== undefined) {
      await client.call(setter.path.replace('{key}', encodeURIComponent(String(address))), jsonText(Object.assign(dict(), { [setter.body]: sent })));
    }
  }
  return written;
}

/** An object that is gone already was taken along by the delete of another. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
}

/**
 * Creates an object. When the connection breaks in the middle, nobody knows whether the server has made it: it is looked
 * up by what was sent, and created again only when it is not there (rest-api-2023.2, points 7 and 27).
 */
async function create(client: Client, model: Resource, body: Dict): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.create(model.collection.path, jsonText(body));
    } catch (error) {
      const open = error instanceof ApiError && (error.kind === 'unreachable' || (error.kind === 'crashed' && (error.status ?? 0) >= 500));
      if (!open || attempt === ATTEMPTS) throw error;
      const found = await lookUp(client, model, body);
      if (found) return found;
    }
  }
}

/** The object that an interrupted create has made, if it has: the only one that has all that was sent and can be read. */
async function lookUp(client: Client, model: Resource, body: Dict): Promise<Written> {
  const readable = Object.entries(body).filter(([name]) => {
    const field = model.fields[name];
    return field && !field.writeOnly && !field.volatile && field.type !== 'array';
  });
  const filters = readable.filter(([name, value]) => typeof value === 'string' && model.filters[name]?.type === 'string').slice(0, 3);
  const query = { page_size: '100', ...model.collection.listQuery, ...Object.fromEntries(filters.map(([name, value]) => [name, String(value)])) };
  const found: NonNullable<Written>[] = [];
  for (let page = 1; page !== 0; ) {
    const { items, next } = await client.page(model.collection.path, { ...query, page: String(page) });
    found.push(...items.filter((item) => readable.every(([name, value]) => alike(item[name], value))));
    page = next;
  }
  return found.length === 1 ? found[0] : undefined;
}

function alike(actual: Json | undefined, sent: unknown): boolean {
  if (typeof sent === 'string') return String(actual ?? '').trim() === sent.trim();
  if (typeof sent === 'object' && sent !== null) return true;
  return actual === sent || String(actual) === String(sent);
}
