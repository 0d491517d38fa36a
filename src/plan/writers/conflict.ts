import type { Fact, SetObject } from '../../catalog/bundled.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isMeant, isSame } from './compare-facts.ts';

/** What a blueprint of the server does to what the entries of the project set. */
export type Conflict =
  /** It sets fields to other values. */
  | { readonly kind: 'set'; readonly fields: readonly (readonly [string, Fact])[] }
  /** It makes an object again that the project deletes. */
  | { readonly kind: 'made-again' }
  /** It does not find the object any more, as the project changes these fields, and makes another. */
  | { readonly kind: 'made-twice'; readonly fields: readonly string[] }
  /** It deletes an object that the project has. */
  | { readonly kind: 'deleted' };

/** States that leave an object alone that is there. */
const ONLY_MADE: ReadonlySet<string | undefined> = new Set(['created', 'must_created']);

/**
 * What an entry of a server's blueprint does to an object that the project manages; undefined where that is
 * nothing else than what the project does, or cannot be told.
 */
export function conflictOf(overlay: Overlay, row: OverlayRow, object: SetObject): Conflict | undefined {
  if (object.model !== row.model || object.conditional) return undefined;
  if (isMeant(overlay, row, object.identifiers) !== true) return undefined;
  const isDeleted = row.deletedBy !== undefined;
  if (object.state === 'absent') return isDeleted ? undefined : { kind: 'deleted' };
  if (isDeleted) return row.deletedBy === row.id ? { kind: 'made-again' } : undefined;
  if (row.actual) {
    const lost = differing(overlay, row, object.identifiers).map(([name]) => name);
    if (lost.length > 0) return { kind: 'made-twice', fields: lost };
  }
  if (ONLY_MADE.has(object.state)) return undefined;
  const fields = differing(overlay, row, object.attrs);
  return fields.length > 0 ? { kind: 'set', fields } : undefined;
}

/** The fields that entries of the project set, to other values than these. */
function differing(
  overlay: Overlay,
  row: OverlayRow,
  facts: Readonly<Record<string, Fact>>,
): (readonly [string, Fact])[] {
  const { fields } = overlay.resource(row.model);
  return Object.entries(facts).filter(([name, fact]) => {
    const field = fields[name];
    const value = row.set.get(name);
    if (!field || value === undefined || row.provenanceOf.get(name)?.by !== undefined) return false;
    return isSame(overlay, field, value, fact) === false;
  });
}
