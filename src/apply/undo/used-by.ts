import { PAGE_SIZE, readAll } from '../../actual/read-all.ts';
import { asMapping } from '../../catalog/json-mapping.ts';
import type { Catalog, Json, Resource } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { isKey, itemPath } from '../../client/item-path.ts';
import { listWith, pointsAt } from '../../plan/changes/keys-of-run.ts';
import { type Link, linksTo } from '../../plan/overlay/links.ts';
import type { Written } from '../written.ts';

/*
 * What uses an object that a run has made and is about to delete again. The server itself says most of it under
 * `used_by/` (documents of all releases since 2022.12; devices, events and a few others have no such path). Links
 * of which an object has one at most are not in there (recording "provider used_by" lacks its application), so
 * those lists are read, as are all of an object without that path.
 */

/** An object that points at another. */
export interface User {
  /** For people. */
  readonly name: string;
  /** The list of the other object that it is in: the link is written from there, too. */
  readonly listedIn?: string | undefined;
}

/** The objects that point at one, without what the server makes along with it. Throws an ApiError. */
export async function usersOf(
  client: Client,
  catalog: Catalog,
  model: Resource,
  row: Written,
): Promise<readonly User[]> {
  const links = linksTo(catalog, model.name);
  if (links.length === 0) return [];
  const told = await readUsedBy(client, catalog, model, row);
  const unsaid = told ? links.filter((link) => isAlone(catalog, link)) : links;
  const found = [...(told ?? [])];
  for (const link of unsaid)
    found.push(...(await readLink(client, catalog, link, row[model.collection.pk] ?? null)));
  return found;
}

/** What the server says; undefined where it has no such path. */
async function readUsedBy(
  client: Client,
  catalog: Catalog,
  model: Resource,
  row: Written,
): Promise<User[] | undefined> {
  const key = row[model.collection.key];
  if (!isKey(key)) return undefined;
  const answer = await client.read(`${itemPath(model.collection, key)}used_by/`).catch((error: unknown) => {
    if (error instanceof ApiError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  if (!Array.isArray(answer)) throw new ApiError('unexpected', 'the answer to used_by is no list');
  const along = new Set((model.brings ?? []).map((one) => one.model));
  return answer.flatMap((user) => {
    const name = `${textOf(user, 'app')}.${textOf(user, 'model_name')}`;
    // The rows of a link between two lists are no objects that the API shows.
    if (catalog.models[name] === undefined || along.has(name)) return [];
    const listedIn = listWith(model, row, textOf(user, 'pk'));
    // A row of a list is no link that a delete would follow.
    if (listedIn !== undefined && /many/i.test(textOf(user, 'action'))) return [];
    return [{ name: `${name} ${textOf(user, 'name')}`, listedIn }];
  });
}

function textOf(user: Json, name: string): string {
  const value = asMapping(user)[name];
  return typeof value === 'string' ? value : '';
}

/** Whether no two objects have the same value in this link. */
function isAlone(catalog: Catalog, { model: name, name: field }: Link): boolean {
  const model = catalog.models[name];
  return (
    model?.kind === 'resource' &&
    model.unique.some(({ fields: [one, ...more] }) => one === field && more.length === 0)
  );
}

async function readLink(
  client: Client,
  catalog: Catalog,
  { model: name, name: field }: Link,
  pk: Json,
): Promise<User[]> {
  const model = catalog.models[name];
  if (model?.kind !== 'resource') return [];
  const { path, pk: own, listQuery } = model.collection;
  const rows = await readAll(client, path, { page_size: PAGE_SIZE, ...listQuery }, own);
  return rows
    .filter((row) => pointsAt(row[field], pk))
    .map((row) => ({ name: `${name} ${String(row['name'] ?? row[own] ?? '')}` }));
}
