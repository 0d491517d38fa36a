import { createHash } from 'node:crypto';
import { canonicalJson } from '../../blueprint/canonical-json.ts';
import { isDict, Unknown, type Dict } from '../../blueprint/value.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The blueprint that an instance stores as a text. */
export interface Content {
  /** Undefined: only the server will know it. */
  readonly text: string | undefined;
  /** What the instance adds to the blueprint's own context. */
  readonly context: Dict | undefined;
  /** Equal contents have the same. */
  readonly print: string;
}

/**
 * The content of an instance as the entries planned so far leave it; undefined where it has none, or has the
 * path of a file or an address, which comes first on the server.
 */
export function contentOf(overlay: Overlay, row: OverlayRow): Content | undefined {
  const path = overlay.value(row, 'path');
  if (typeof path === 'string' && path !== '') return undefined;
  const text = overlay.value(row, 'content');
  const isOpen = text instanceof Unknown && (row.set.has('content') || row.actual !== undefined);
  if (!isOpen && (typeof text !== 'string' || text === '')) return undefined;
  const context = overlay.value(row, 'context');
  const own = isDict(context) ? context : undefined;
  const known = typeof text === 'string' && !(context instanceof Unknown) ? text : undefined;
  const print = createHash('sha256')
    .update(JSON.stringify([known ?? null, own ? (canonicalJson(own) ?? null) : null]))
    .digest('hex');
  return { text: known, context: own, print };
}
