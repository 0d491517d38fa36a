import type { Json } from '../../catalog/model.ts';
import type { Conventions } from '../behaviour/conventions.ts';
import { detail } from '../response.ts';

/**
 * The body of the response to a list call: one page of these objects and, in releases that say so, which
 * fields a query may name (`queryable`; null: this list never says it). A page that does not exist is refused
 * with 404.
 */
export function cutPage<T>(
  conventions: Pick<Conventions, 'page' | 'autocomplete'>,
  query: URLSearchParams,
  all: readonly T[],
  render: (item: T) => Json,
  queryable: { [name: string]: Json } | null = {},
): { [name: string]: Json } {
  const asked = Number(query.get('page_size'));
  // A size of 0, below, or no number gives the default, and one above the cap the cap, silently (recorded:
  // "list page_size=…").
  const size =
    Number.isInteger(asked) && asked > 0
      ? Math.min(asked, conventions.page.cap ?? asked)
      : conventions.page.size;
  const pages = Math.max(1, Math.ceil(all.length / size));
  const name = query.get('page') ?? '1';
  const page = name === 'last' ? pages : Number(name === '' ? 'x' : name);
  if (!Number.isInteger(page) || page < 1 || page > pages) throw detail(404, 'Invalid page.');
  const start = (page - 1) * size;
  const results = all.slice(start, start + size);
  const body: { [name: string]: Json } = {
    pagination: {
      next: page < pages ? page + 1 : 0,
      previous: page > 1 ? page - 1 : 0,
      count: all.length,
      current: page,
      total_pages: pages,
      start_index: all.length === 0 ? 0 : start + 1,
      end_index: start + results.length,
    },
    results: results.map(render),
  };
  // What the search field of authentik's own pages offers; clients have no use for it.
  if (conventions.autocomplete && queryable !== null) body['autocomplete'] = queryable;
  return body;
}
