import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { notAuthentik, type RequestLine } from './explain.ts';

/** An object in a response. */
export type Item = { readonly [field: string]: Json };

/** One page of a list; `next` is 0 on the last one. */
export interface Page {
  readonly items: readonly Item[];
  readonly next: number;
  readonly count: number;
  readonly pages: number;
}

/** More than any server has: a hundred objects a page make a million. */
const MOST_PAGES = 10_000;

/**
 * Reads a page of a list; `number`: that of the page, from 1. Throws an ApiError where paging or results are
 * missing (if that were read as an empty list, every object would be created again), or where the paging
 * contradicts itself: then nobody knows what was not shown.
 */
export function toPage(request: RequestLine, body: Item, number: number): Page {
  const pagination = body['pagination'];
  const results = body['results'];
  if (!isMapping(pagination)) throw notAuthentik(request, 'it is no page of a list');
  if (!Array.isArray(results) || !results.every(isMapping))
    throw notAuthentik(request, 'its results are no list of objects');
  const { next, count, current = number } = pagination;
  if (!isCount(next) || !isCount(count)) throw notAuthentik(request, 'its paging has no numbers');
  const { total_pages: pages = Math.ceil(count / Math.max(1, results.length)) } = pagination;
  if (!isCount(pages)) throw notAuthentik(request, 'its paging has no number of pages');
  if (pages > MOST_PAGES) throw notAuthentik(request, `it says that it has ${pages} pages`);
  if (current !== number)
    throw notAuthentik(
      request,
      `it says that it is page ${String(current)}, and page ${number} was asked for`,
    );
  if (next !== 0 && next !== number + 1)
    throw notAuthentik(request, `it says that page ${next} comes after page ${number}`);
  if (next > pages || (next === 0 && number < pages))
    throw notAuthentik(
      request,
      `it says that there are ${pages} pages, and that ${next || 'none'} comes after ${number}`,
    );
  if (next !== 0 && results.length === 0) throw notAuthentik(request, `page ${number} of ${pages} is empty`);
  return { items: results, next, count, pages };
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
