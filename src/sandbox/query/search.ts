import { formatJson } from '../../catalog/exact-json.ts';
import type { Json } from '../../catalog/model.ts';
import type { Row } from '../row.ts';

/** `search=`: every word is found, in any case, in one of these fields. */
export function buildSearch(query: URLSearchParams, fields: readonly string[]): (row: Row) => boolean {
  const words = (query.get('search') ?? '')
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  if (words.length === 0 || fields.length === 0) return () => true;
  return (row) =>
    words.every((word) =>
      fields.some((field) =>
        showText(row.values[field] ?? null)
          .toLowerCase()
          .includes(word),
      ),
    );
}

const showText = (value: Json): string =>
  typeof value === 'object' ? formatJson(value ?? '') : String(value);
