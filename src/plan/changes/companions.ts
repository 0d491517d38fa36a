import { dict, type Dict, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * The values of the server that a PATCH of this object must repeat, because the server does not treat it as
 * partial (rest-api-2023.2, points 3 and 4: a token without `user` is given to the caller). Fields that are
 * null are left out, unless the catalog says that the server needs these keys as well.
 */
export function companionsOf(overlay: Overlay, row: OverlayRow, body: Dict): Dict {
  return companionsFor(
    overlay.resource(row.model),
    body,
    (field) => overlay.value(row, field),
    (field) => row.set.has(field),
  );
}

/** The same for an object whose values `valueOf` gives. `isSaid`: whether an entry says a field. */
export function companionsFor(
  model: Resource,
  body: Dict,
  valueOf: (field: string) => Value | undefined,
  isSaid: (field: string) => boolean = () => false,
): Dict {
  const companions = dict();
  const written = new Set(Object.keys(body));
  if (written.size === 0) return companions;
  for (const companion of model.companions) {
    if (companion.when && !companion.when.some((field) => written.has(field))) continue;
    if (companion.anyOf?.some((field) => isGiven(body[field]))) continue;
    const isElsewhere = companion.unless?.some((field) => isGiven(body[field])) === true;
    for (const field of companion.fields) {
      const value = valueOf(field);
      if (isElsewhere && !isSaid(field)) continue;
      if (!written.has(field) && value !== undefined && (value !== null || companion.nulls))
        companions[field] = value;
    }
  }
  return companions;
}

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
