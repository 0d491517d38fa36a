import type { Resource } from '../catalog/model.ts';
import { missingTexts, missingToCreate } from '../semantics/required.ts';
import type { Wish } from './coerce-wishes.ts';
import type { Ground } from './ground.ts';
import type { Touch } from './overlay-row.ts';

/** Reports what a create lacks; true when there is anything. */
export function missesRequired(
  ground: Ground,
  model: Resource,
  wishes: ReadonlyMap<string, Wish>,
  touch: Touch,
): boolean {
  const missing = missingTexts(missingToCreate(model, (name) => wishes.has(name)));
  if (missing.length === 0) return false;
  const list = missing.join(', ');
  ground.report({
    code: 'attribute-missing',
    message: `there is no such ${model.name} yet, and ${list} ${missing.length > 1 ? 'are' : 'is'} required to create it`,
    hint: `add ${list} to attrs, or correct the identifiers if the object should exist`,
    place: touch.place,
    entry: touch.entry,
  });
  return true;
}
