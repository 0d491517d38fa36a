import type { Catalog, DirectHolder, Permissions } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { keyOf, listOf, text } from './holder-rows.ts';
import { PAGE_SIZE, readAll } from './read-all.ts';
import type { Row } from './snapshot.ts';

/** What one role or user has been given itself. */
interface Held {
  readonly key: string | number;
  readonly name: string;
  readonly onObjects: readonly Row[];
  /** What it holds everywhere; undefined where the list does not show that. */
  readonly everywhere: readonly Row[] | undefined;
}

/** Those of a kind of holder who hold something on objects, by key as text. */
export interface HeldByAll {
  readonly found: ReadonlyMap<string, Held>;
  /** Whether these are all of them: of another one it is known that it holds nothing on objects. */
  readonly isAll: boolean;
}

/**
 * Reads who holds permissions on objects without a question about each holder. One list has all such permissions,
 * but not whose they are; a list of who holds permissions of a model, or on an object, shows these with all that
 * they hold. So each permission leads to its holder, and a holder is asked for once. `most`: how many such lists may
 * be read; beyond that, asking about each holder is no more. Throws an ApiError where the server does not show a list.
 */
export async function readHeldByAll(client: Client, holder: DirectHolder, most: number): Promise<HeldByAll> {
  const { own, assigned } = holder;
  const all = await readAll(client, own.path, { page_size: PAGE_SIZE, ordering: 'id' }, 'id');
  const left = new Map(all.map((grant) => [text(grant['id']), grant]));
  const found = new Map<string, Held>();
  for (let asked = 0; left.size > 0; ) {
    const queries = nextQueries(left, assigned.whole);
    asked += queries.length;
    if (asked > most) return { found, isAll: false };
    const before = left.size;
    const lists = await Promise.all(
      queries.map((query) =>
        readAll(client, assigned.path, { page_size: PAGE_SIZE, ...query }, assigned.key),
      ),
    );
    for (const held of lists.flat().map((row) => heldOf(row, assigned))) {
      if (held.onObjects.length > 0) found.set(String(held.key), held);
      for (const grant of held.onObjects) left.delete(text(grant['id']));
    }
    // Someone gives and takes permissions meanwhile, or the lists do not agree.
    if (left.size === before) return { found, isAll: false };
  }
  return { found, isAll: true };
}

/** The lists that show holders of what is left: by model where that list has everybody, else by one object. */
function nextQueries(left: ReadonlyMap<string, Row>, isWhole: boolean): Record<string, string>[] {
  const modelOf = (grant: Row): string => `${text(grant['app_label'])}.${text(grant['model'])}`;
  if (isWhole) return [...new Set([...left.values()].map(modelOf))].map((model) => ({ model }));
  const [first] = left.values();
  return first ? [{ model: modelOf(first), object_pk: text(first['object_pk']) }] : [];
}

function heldOf(row: Row, { path, key, name, grants, everywhere }: DirectHolder['assigned']): Held {
  return {
    key: keyOf(row[key]),
    name: text(row[name]),
    onObjects: listOf(path, row[grants]),
    everywhere: everywhere === undefined ? undefined : listOf(path, row[everywhere]),
  };
}

/** The list of the permissions that one holder has everywhere. */
export function everywhereOf(
  client: Client,
  { list }: Permissions,
  { everywhere }: DirectHolder,
  key: string | number,
): Promise<readonly Row[]> {
  return readAll(client, list, { page_size: PAGE_SIZE, ordering: 'id', [everywhere]: String(key) }, 'id');
}

/** The list of the permissions on objects that one holder has. */
export function grantsOf(
  client: Client,
  { own }: DirectHolder,
  key: string | number,
): Promise<readonly Row[]> {
  return readAll(client, own.path, { page_size: PAGE_SIZE, ordering: 'id', [own.filter]: String(key) }, 'id');
}

/** All roles (or users), when there are fewer than `than`; undefined otherwise. */
export async function holdersIfFewer(
  client: Client,
  catalog: Catalog,
  holder: DirectHolder,
  than: number,
): Promise<{ readonly key: string | number; readonly name: string }[] | undefined> {
  const model = catalog.models[holder.model];
  if (model?.kind !== 'resource') return undefined;
  const { path, pk, key } = model.collection;
  const query = { page_size: PAGE_SIZE, ordering: key };
  const first = await client.page(path, query);
  if (first.count >= than) return undefined;
  const rows = await readAll(client, path, query, pk, first);
  return rows.map((row) => ({ key: keyOf(row[pk]), name: text(row[holder.assigned.name]) }));
}
