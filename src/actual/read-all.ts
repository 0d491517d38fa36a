import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { Page } from '../client/page.ts';
import type { Row } from './snapshot.ts';

/**
 * Objects per page that we ask for. 2023.2 has no limit, later releases give at most 100 and say nothing: the
 * answer's own paging counts.
 */
export const PAGE_SIZE = '100';
/** How often a list is read again that changed while it was read. */
const REREADS = 3;

/**
 * All pages of a list. When it changed while it was read (another count, an object twice), it is read again;
 * when it never holds still, everything that was ever seen of it is taken: an object too many fails when it
 * is written to, an object too few would be made twice.
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

/** A page that is no longer there: objects were deleted while we read. */
function endOfList(error: unknown): Page {
  if (error instanceof ApiError && error.kind === 'not-found')
    return { items: [], next: 0, count: -1, pages: 0 };
  throw error;
}
