import { replacing } from '../../blueprint/rewrite.ts';
import { replacePart, resolveLookup } from '../../catalog/lookup-path.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { FindReference } from '../../blueprint/references.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { accepts, slotAt } from '../../semantics/slot.ts';
import { lookupAdvice, modelAdvice } from '../upgrade/advice.ts';

/**
 * Codes `find-model-unknown`, `find-field-unknown`, `find-undecidable`, and `attribute-type` for an object of
 * the wrong model: look-ups that cannot work on any server of the release.
 */
export function checkFind(facts: Facts): void {
  for (const checked of facts.entries) {
    if (checked.skipped) continue;
    for (const reference of checked.references) {
      if (reference.kind !== 'find' || reference.model === undefined) continue;
      const resolved = resolveModel(facts.catalog, reference.model);
      if (!resolved.ok || resolved.model.kind === 'meta') {
        const advice = adviceFor(facts, checked, reference);
        reportAt(facts, checked, reference.modelNode.span, {
          code: 'find-model-unknown',
          message: `${reference.model} is no model of authentik ${facts.catalog.release} that can be looked up${advice ? `: ${advice.what}` : ''}`,
          ...(advice
            ? { hint: advice.hint, ...(advice.fixes ? { fixes: advice.fixes } : {}) }
            : !resolved.ok && resolved.nearest !== undefined
              ? {
                  hint: `did you mean ${resolved.nearest}?`,
                  ...replacing(checked.blueprint.file, reference.modelNode, resolved.nearest),
                }
              : {}),
        });
        continue;
      }
      if (resolved.model.kind === 'unmanageable') {
        reportAt(facts, checked, reference.modelNode.span, {
          code: 'find-undecidable',
          message: `${resolved.model.name} cannot be looked up through the API: ${resolved.model.reason}`,
        });
        continue;
      }
      const slot = reference.node.tag === '!Find' ? slotAt(checked, reference.path) : undefined;
      if (slot?.references && !accepts(facts.catalog, slot, resolved.model.name)) {
        reportAt(facts, checked, reference.modelNode.span, {
          code: 'attribute-type',
          message: `${String(reference.path[1])} must be ${slot.references.join(' or ')}, but this looks for ${resolved.model.name}`,
        });
      }
      for (const { key, keyNode } of reference.criteria) {
        if (key === undefined) continue;
        const lookup = resolveLookup(facts.catalog, resolved.model.name, key);
        if (lookup.ok) continue;
        const advice =
          lookup.part === key.split('__')[0]
            ? lookupAdvice(facts.catalog, checked.blueprint.file, resolved.model.name, keyNode, key)
            : undefined;
        if (advice) {
          reportAt(facts, checked, keyNode.span, {
            code: 'find-field-unknown',
            message: `${lookup.message}: it ${advice.what}`,
            hint: advice.hint,
            ...(advice.fixes ? { fixes: advice.fixes } : {}),
          });
          continue;
        }
        const near = nearest(lookup.part, lookup.choices);
        reportAt(facts, checked, keyNode.span, {
          code: 'find-field-unknown',
          message: lookup.message,
          hint: `${near === undefined ? '' : `did you mean ${near}? `}Fields to look up by: ${lookup.choices.join(', ')}`,
          ...(near === undefined
            ? {}
            : replacing(checked.blueprint.file, keyNode, replacePart(key, lookup.part, near))),
        });
      }
    }
  }
}

/**
 * What a release made of the model; nothing where the model of the new name has not the fields to look by:
 * then another model was meant.
 */
function adviceFor(
  facts: Facts,
  checked: CheckedEntry,
  { model = '', modelNode, criteria }: FindReference,
): ReturnType<typeof modelAdvice> {
  const advice = modelAdvice(facts.catalog, checked.blueprint.file, modelNode, model);
  const renamed = advice?.model;
  const fits =
    renamed === undefined ||
    criteria.every(({ key }) => key === undefined || resolveLookup(facts.catalog, renamed, key).ok);
  return fits ? advice : undefined;
}
