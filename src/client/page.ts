import type { Json } from '../catalog/model.ts';
import { notAuthentik } from './explain.ts';

/** An object in a response. */
export type Item = { readonly [field: string]: Json };

/** One page of a list; `next` is 0 on the last one. */
export interface Page {
  readonly items: readonly Item[];
  readonly next: number;
  readonly count: number;
  readonly pages: number;
}

/** Whether a value of a response is an object. */
export function isItem(value: Json | undefined): value is { [field: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a page of a list. Throws an ApiError where paging or results are missing: if that were read as an
 * empty list, every object would be created again.
 */
export function toPage(url: string, body: Item): Page {
  const pagination = body['pagination'];
  const results = body['results'];
  if (!isItem(pagination) || !Array.isArray(results) || !results.every(isItem)) throw notAuthentik(url);
  const { next, count, total_pages: pages } = pagination;
  if (typeof next !== 'number' || typeof count !== 'number') throw notAuthentik(url);
  return {
    items: results,
    next,
    count,
    pages: typeof pages === 'number' ? pages : Math.ceil(count / Math.max(1, results.length)),
  };
}
