import { replacing } from '../../blueprint/rewrite.ts';
import type { Node } from '../../blueprint/blueprint.ts';
import type { Model, ModelName } from '../../catalog/model.ts';
import { readLookup } from '../../semantics/criterion.ts';
import { lookupChoices } from '../../semantics/lookup-choices.ts';
import { replacePart } from '../../catalog/lookup-path.ts';
import { modelHint, resolveModel } from '../../catalog/resolve-model.ts';
import { listed, nearest } from '../../diagnostics/spelling.ts';
import type { FindReference } from '../../blueprint/references.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { holderHint } from '../refer-to.ts';
import { accepts, slotAt, wantsAnotherKey } from '../../semantics/slot.ts';
import { lookupAdvice, modelAdvice } from '../upgrade/advice.ts';
import { noUuid } from './no-uuid.ts';

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
        reportModel(facts, checked, reference, resolved.ok ? undefined : resolved.nearest);
        continue;
      }
      const { model } = resolved;
      if (model.kind === 'unmanageable') {
        reportAt(facts, checked, reference.modelNode.span, {
          code: 'find-undecidable',
          message: `${model.name} cannot be looked up through the API: ${model.reason}`,
        });
        continue;
      }
      if (model.kind === 'base' && reference.node.tag === '!FindObject') {
        reportAt(facts, checked, reference.modelNode.span, {
          code: 'find-undecidable',
          message: `${model.name} is a base class: what !FindObject gives of one cannot be told`,
          hint: `name the model of the object: ${listed('', model.concrete)}`,
        });
        continue;
      }
      if (reference.node.tag === '!Find') checkTarget(facts, checked, reference, model);
      for (const { key, keyNode } of reference.criteria)
        if (key !== undefined) checkCriterion(facts, checked, model.name, key, keyNode);
    }
  }
}

/** Whether what is looked up is of a model that the field takes the key of. */
function checkTarget(facts: Facts, checked: CheckedEntry, reference: FindReference, model: Model): void {
  const slot = slotAt(checked, reference.path);
  const name = String(reference.path[1]);
  if (slot?.references && !accepts(facts.catalog, slot, model.name))
    reportAt(facts, checked, reference.modelNode.span, {
      code: 'attribute-type',
      message: `${name} must be ${slot.references.join(' or ')}, but this looks for ${model.name}`,
      hint: holderHint(facts, checked, slot, { model: model.name, reference }),
    });
  if (slot && model.kind === 'resource' && wantsAnotherKey(slot, model))
    reportAt(facts, checked, reference.node.span, noUuid(name, model));
}

function reportModel(
  facts: Facts,
  checked: CheckedEntry,
  reference: FindReference,
  near: string | undefined,
): void {
  const { model = '', modelNode } = reference;
  const message = `${model} is no model of authentik ${facts.catalog.release} that can be looked up`;
  const at = { code: 'find-model-unknown' as const };
  const advice = adviceFor(facts, checked, reference);
  if (advice) {
    const { what, hint, fixes } = advice;
    reportAt(facts, checked, modelNode.span, { ...at, message: `${message}: ${what}`, hint, fixes });
    return;
  }
  const fixes = near === undefined ? undefined : replacing(checked.blueprint.file, modelNode, near).fixes;
  reportAt(facts, checked, modelNode.span, {
    ...at,
    message,
    hint: modelHint(facts.catalog, model, near),
    fixes,
  });
}

function checkCriterion(
  facts: Facts,
  checked: CheckedEntry,
  model: ModelName,
  key: string,
  keyNode: Node,
): void {
  const read = readLookup(facts.catalog, model, key);
  if (read.kind === 'readable') return;
  if (read.kind === 'undecidable') {
    const { message } = read;
    return reportAt(facts, checked, keyNode.span, { code: 'find-undecidable', message });
  }
  const { lookup } = read;
  const { file } = checked.blueprint;
  const isFirst = lookup.part === key.split('__')[0];
  const advice = isFirst ? lookupAdvice(facts.catalog, file, model, keyNode, key) : undefined;
  if (advice) {
    const { what, hint, fixes } = advice;
    reportAt(facts, checked, keyNode.span, {
      code: 'find-field-unknown',
      message: `${lookup.message}: it ${what}`,
      hint,
      fixes,
    });
    return;
  }
  const near = nearest(lookup.part, lookup.choices);
  const meant = near === undefined ? undefined : replacePart(key, lookup.part, near);
  reportAt(facts, checked, keyNode.span, {
    code: 'find-field-unknown',
    message: lookup.message,
    hint: `${near === undefined ? '' : `did you mean ${near}? `}Fields to look up by: ${lookupChoices(lookup.part, lookup.choices)}`,
    fixes: meant === undefined ? undefined : replacing(file, keyNode, meant).fixes,
  });
}

/**
 * How a release renamed the model; undefined where the model of the new name lacks a field that is looked up
 * by: then another model was meant.
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
    criteria.every(
      ({ key }) => key === undefined || readLookup(facts.catalog, renamed, key).kind !== 'unknown',
    );
  return fits ? advice : undefined;
}
