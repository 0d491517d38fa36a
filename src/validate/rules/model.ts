import { replacing } from '../../blueprint/rewrite.ts';
import { PROPOSED } from '../../catalog/facts/class-facts.ts';
import { modelHint } from '../../catalog/resolve-model.ts';
import { lostObject } from '../../diagnostics/cause.ts';
import { listed } from '../../diagnostics/spelling.ts';
import { nodeText, ownerOf } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { modelAdvice } from '../upgrade/advice.ts';

/**
 * Codes `model-unknown`, `model-unmanageable`, `model-case`. The importer looks the model up before the
 * conditions, so an entry that never runs is checked, too (probe conditions_false_unknown_model).
 */
export function checkModel(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resolved, entry, ref } = checked;
    if (!resolved) continue;
    if (!resolved.ok) {
      const explains = entry.identifiers
        ? [lostObject(nodeText(entry.identifiers, ownerOf(checked.blueprint)))]
        : [];
      const advice = modelAdvice(facts.catalog, checked.blueprint.file, entry.model, ref.model);
      if (advice) {
        reportAt(facts, checked, entry.model.span, {
          code: 'model-unknown',
          message: `${ref.model} is no model of authentik ${facts.catalog.release}: ${advice.what}`,
          hint: advice.hint,
          explains,
          fixes: advice.fixes,
        });
        continue;
      }
      const proposed = PROPOSED.find(({ model }) => model === ref.model.toLowerCase());
      const near = proposed ? undefined : resolved.nearest;
      const shape =
        ref.model.split('.').length === 2 ? '' : '; a model is an app and a name with one dot between them';
      reportAt(facts, checked, entry.model.span, {
        code: 'model-unknown',
        message: `${ref.model} is no model of authentik ${facts.catalog.release}${shape}`,
        explains,
        hint: proposed?.hint ?? modelHint(facts.catalog, ref.model, near),
        fixes: near === undefined ? undefined : replacing(checked.blueprint.file, entry.model, near).fixes,
      });
      continue;
    }
    const { model } = resolved;
    if (model.kind === 'base') {
      reportAt(facts, checked, entry.model.span, {
        code: 'model-unmanageable',
        message: `${model.name} is a base class: no entry can make one`,
        hint: `use one of ${listed('', model.concrete)}`,
      });
    } else if (model.kind === 'unmanageable' || model.kind === 'listed') {
      reportAt(facts, checked, entry.model.span, {
        code: 'model-unmanageable',
        message: `${model.name} cannot be managed: ${model.reason}`,
      });
    } else if (ref.model !== model.name) {
      reportAt(facts, checked, entry.model.span, {
        code: 'model-case',
        message: `${ref.model} is written ${model.name} everywhere else`,
        hint: 'the server takes both; searching finds only one',
        ...replacing(checked.blueprint.file, entry.model, model.name, 'mechanical'),
      });
    }
  }
}
