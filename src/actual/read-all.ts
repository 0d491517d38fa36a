import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { Page } from '../client/page.ts';
import type { Row } from './snapshot.ts';

/**
 * The number of objects per page to ask for. 2023.2 has no limit; later releases return at most 100 without
 * saying so, so the paging that the response states is followed.
 */
export const PAGE_SIZE = '100';
/** How often a list is read when it changes while it is read. */
const REREADS = 3;

/**
 * Reads all pages of a list. When the list changes meanwhile (another count, an object twice), it is read
 * again; when it keeps changing, every object that was seen is returned: writing to an object that is gone
 * fails, but one that was missed would be created twice. `pk`: the field with the primary key; `known`: the
 * first page, if it has been read already. Throws an ApiError.
 */
export async function readAll(
  client: Client,
  list: string,
  query: Readonly<Record<string, string>>,
  pk: string,
  known?: Page,
): Promise<readonly Row[]> {
  const seen = new Map<Json | undefined, Row>();
  for (let attempt = 1; ; attempt += 1) {
    const first = attempt === 1 && known ? known : await client.page(list, query);
    const rest = await Promise.all(
      Array.from({ length: first.next === 0 ? 0 : first.pages - 1 }, (_, index) =>
        client.page(list, { ...query, page: String(index + 2) }).catch(endOfList),
      ),
    );
    const rows = [first, ...rest].flatMap((page) => page.items);
    const steady =
      rest.every((page) => page.count === first.count) &&
      new Set(rows.map((row) => row[pk])).size === rows.length;
    if (steady) return rows;
    for (const row of rows) seen.set(row[pk], row);
    if (attempt === REREADS) return [...seen.values()];
  }
}

/** An empty page for one that no longer exists because objects were deleted meanwhile. */
function endOfList(error: unknown): Page {
  if (error instanceof ApiError && error.kind === 'not-found')
    return { items: [], next: 0, count: -1, pages: 0 };
  throw error;
}
