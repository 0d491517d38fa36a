import type { Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { missingTexts, missingToCreate } from '../../semantics/required.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { PlanContext } from './plan-context.ts';
import type { Provenance } from '../overlay/overlay-row.ts';

/** Reports the required fields that a create lacks; true when there are any. `identifiers`: those of the entry. */
export function lacksRequired(
  context: PlanContext,
  model: Resource,
  desiredValues: ReadonlyMap<string, DesiredValue>,
  identifiers: Dict,
  provenance: Provenance,
): boolean {
  const missing = missingTexts(missingToCreate(model, (name) => desiredValues.has(name)));
  if (missing.length === 0) return false;
  const list = missing.join(', ');
  context.report({
    code: 'attribute-missing',
    message: `there is no such ${model.name} yet, and ${list} ${missing.length > 1 ? 'are' : 'is'} required to create it`,
    hint: `add ${list} to attrs, or correct the identifiers if the object should exist`,
    place: provenance.place,
    entry: provenance.entry,
    // An earlier entry was to make it.
    follows: context.failed.sameAs(model.name, identifiers),
  });
  return true;
}
