import type { Value } from '../../blueprint/value.ts';
import type { Catalog, Field, ModelName } from '../../catalog/model.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/** A field of some model that may point at objects of another. */
export interface Link {
  readonly model: ModelName;
  readonly name: string;
  readonly field: Field;
}

const links = new WeakMap<Catalog, Map<ModelName, readonly Link[]>>();

/**
 * Every field, of any model, that can point at an object of this model, by the model itself or by a base
 * model of it. Computed once per catalog.
 */
export function linksTo(catalog: Catalog, target: ModelName): readonly Link[] {
  let known = links.get(catalog);
  if (!known) links.set(catalog, (known = new Map<ModelName, readonly Link[]>()));
  let found = known.get(target);
  if (!found) {
    found = [];
    const list: Link[] = [];
    for (const model of Object.values(catalog.models)) {
      if (model.kind !== 'resource') continue;
      for (const [name, field] of Object.entries(model.fields)) {
        if (!field.readOnly && pointsAt(catalog, field, target))
          list.push({ model: model.name, name, field });
      }
    }
    known.set(target, (found = list));
  }
  return found;
}

function pointsAt(catalog: Catalog, field: Field, target: ModelName): boolean {
  return (field.references ?? []).some((name) => {
    if (name === target) return true;
    const model = catalog.models[name];
    return model?.kind === 'base' && model.concrete.includes(target);
  });
}

/**
 * The rows that a value of a reference field points at: one, or each of a list; keys of no known row are left
 * out.
 */
export function rowsMeant(overlay: Overlay, field: Field, value: Value | undefined): OverlayRow[] {
  const keys = Array.isArray(value) ? value : [value];
  return keys.map((key) => overlay.rowOf(field.references ?? [], key)).filter((row) => row !== undefined);
}

/**
 * A link to an object that has a second key (as a policy binding target), as the server shows it: by the
 * object's own key, whichever of them was written (recordings "pbinding on flow binding", "b pbinding on fsb
 * pbm").
 */
export function asServerShows(overlay: Overlay, field: Field, value: Value): Value {
  const row = field.references?.some((name) => overlay.catalog.models[name]?.kind === 'base')
    ? overlay.rowOf(field.references, value)
    : undefined;
  return row ? overlay.key(row) : value;
}
