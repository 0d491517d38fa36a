import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { isKey } from '../client/item-path.ts';
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
 * first page, if it has been read already. Throws an ApiError, also for an object without a key, and for a list
 * that again and again shows fewer objects than it says it has.
 */
export async function readAll(
  client: Client,
  list: string,
  query: Readonly<Record<string, string>>,
  pk: string,
  known?: Page,
): Promise<readonly Row[]> {
  const seen = new Map<Json | undefined, Row>();
  /** The counts of the first pages: when they stay the same, nothing was added or deleted. */
  const counts = new Set<number>();
  for (let attempt = 1; ; attempt += 1) {
    const first = attempt === 1 && known ? known : await client.page(list, query);
    const rest = await Promise.all(
      Array.from({ length: first.next === 0 ? 0 : first.pages - 1 }, (_, index) =>
        client.page(list, { ...query, page: String(index + 2) }).catch(endOfList),
      ),
    );
    const rows = [first, ...rest].flatMap((page) => page.items);
    checkKeys(list, rows, [pk]);
    const different = new Set(rows.map((row) => row[pk])).size;
    counts.add(first.count);
    const steady =
      rest.every((page) => page.count === first.count) &&
      different === rows.length &&
      different >= first.count;
    if (steady) return rows;
    for (const row of rows) seen.set(row[pk], row);
    if (attempt < REREADS) continue;
    const [count = 0] = counts;
    if (counts.size === 1 && seen.size < count) throw fewerThanSaid(list, count, seen.size);
    return [...seen.values()];
  }
}

/**
 * Checks that the objects of a list have keys: texts or numbers of which a path can be made. Throws an ApiError
 * for one that has not.
 */
export function checkKeys(list: string, rows: readonly Row[], fields: readonly string[]): void {
  for (const row of rows)
    for (const field of fields)
      if (!isKey(row[field]))
        throw new ApiError(
          'unexpected',
          `GET ${list} shows an object whose ${field} cannot be a key: ${shown(row[field])}`,
          { hint: 'a key is a number, a UUID or a slug; is the address that of authentik?' },
        );
}

function shown(value: Json | undefined): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping';
  return value === undefined ? 'it has none' : JSON.stringify(String(value)).slice(0, 80);
}

/**
 * The error for a list that shows fewer objects than it counts, without a change meanwhile. Seen of applications
 * that a user who is no superuser may not use (recording "x2 app list after binding, non-member").
 */
function fewerThanSaid(list: string, count: number, found: number): ApiError {
  return new ApiError('unexpected', `GET ${list} counts ${count} objects, and shows ${found}`, {
    hint: 'what it does not show would look as if it did not exist: use a token of a superuser',
  });
}

/** An empty page for one that no longer exists because objects were deleted meanwhile. */
function endOfList(error: unknown): Page {
  if (error instanceof ApiError && error.kind === 'not-found')
    return { items: [], next: 0, count: -1, pages: 0 };
  throw error;
}
