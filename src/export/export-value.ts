import type { Json } from '../catalog/model.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';

/** A value as an export writes it: JSON, in which objects stand for keys and variables for secrets. */
export type ExportValue =
  | { readonly kind: 'plain'; readonly value: Exclude<Json, Json[] | { [key: string]: Json }> }
  /** The primary key of an object: a `!KeyOf` or a `!Find`. */
  | { readonly kind: 'object'; readonly row: OverlayRow }
  /** `!Env NAME`. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly ExportValue[] }
  | { readonly kind: 'mapping'; readonly pairs: readonly (readonly [string, ExportValue])[] };

/** A value without keys and secrets, as it is. */
export function asWritten(value: Json): ExportValue {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(asWritten) };
  if (typeof value === 'object' && value !== null)
    return { kind: 'mapping', pairs: Object.entries(value).map(([key, part]) => [key, asWritten(part)]) };
  return { kind: 'plain', value };
}

/** The objects whose keys a value holds. */
export function objectsIn(value: ExportValue): OverlayRow[] {
  switch (value.kind) {
    case 'object':
      return [value.row];
    case 'list':
      return value.items.flatMap(objectsIn);
    case 'mapping':
      return value.pairs.flatMap(([, part]) => objectsIn(part));
    case 'plain':
    case 'variable':
      return [];
  }
}
