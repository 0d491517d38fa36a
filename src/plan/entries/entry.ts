import { type Entry, valueAt } from '../../blueprint/blueprint.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import { isTruthy } from '../../blueprint/truth.ts';
import { Unknown, type Dict } from '../../blueprint/value.ts';
import type { MetaModel, Resource } from '../../catalog/model.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import type { Place } from '../../source/source-file.ts';
import { EntryScope, type FileState } from './entry-scope.ts';
import type { Declared } from './declared.ts';
import type { PlanContext } from './plan-context.ts';
import { FAILED, type EntryResult, rowOf } from './entry-result.ts';
import { explaining } from './failed-entries.ts';
import { ownerOf } from '../../semantics/checked-entry.ts';
import { manageObject } from './manage-object.ts';

/*
 * One entry, in the order of authentik's importer (facts: blueprint-language, "Evaluation"): the model, then
 * the conditions, then the identifiers and the object that they match, then the attributes, with the
 * identifiers merged over them. Only the overlay is changed.
 */

/**
 * Plans an entry that requires another blueprint to be applied first; called with the entry's attributes.
 * `from`: what must not be shown of them.
 */
export type ApplyFirst = (
  model: MetaModel,
  attrs: Dict,
  at: { readonly place: Place; readonly from: readonly string[] | undefined },
) => void;

/**
 * Plans one entry: changes the overlay, and reports what cannot be done. A failed entry changes nothing.
 * `declared`: learns what it means where its conditions are not met.
 */
export function planEntry(
  outer: PlanContext,
  file: FileState,
  entry: Entry,
  applyFirst: ApplyFirst,
  declared?: Declared,
): void {
  const owner = ownerOf(file.blueprint);
  const context = { ...outer, report: explaining(outer.report, owner, entry) };
  const scope = new EntryScope(context, file, entry);
  const result = decide(scope, applyFirst, declared);
  scope.remember(result);
  const row = rowOf(result);
  if (row) context.trace?.manages(entry, row);
  if (result.kind === 'failed') context.failed.add(owner, entry);
  context.literalPks.finish(entry, result);
}

/** Plans an entry and gives its result, which `!KeyOf` refers to from then on. */
function decide(scope: EntryScope, applyFirst: ApplyFirst, declared: Declared | undefined): EntryResult {
  const { entry } = scope;
  // The model is checked before the conditions (probe conditions_false_unknown_model).
  const model = modelOf(scope);
  if (!model) return FAILED;
  const met = conditionsHold(scope);
  if (met === false) {
    if (model.kind === 'resource') declared?.add(scope, model);
    return { kind: 'none', why: 'its conditions are not met' };
  }
  const ensure = met ? ensureOf(scope) : undefined;
  if (ensure === undefined) return FAILED;
  if (scope.context.literalPks.isShadow(entry))
    return { kind: 'none', why: 'another entry makes its object' };
  if (model.kind === 'resource') return manageObject(scope, model, ensure);
  const attrs = scope.map(entry.attrs ?? undefined, 'value');
  const told = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
  if (attrs) {
    const place = scope.place(told?.span ?? entry.model.span);
    applyFirst(model, attrs, { place, from: scope.from(entry.attrs) });
  }
  return { kind: 'none', why: 'it makes no object' };
}

function modelOf(scope: EntryScope): Resource | MetaModel | undefined {
  const { entry, context } = scope;
  const value = scope.evaluate(entry.model, 'condition');
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    scope.report('structure-type', 'the model must be a text such as authentik_core.group', entry.model.span);
    return undefined;
  }
  const resolved = resolveModel(context.overlay.catalog, value);
  const from = scope.from(entry.model);
  scope.ref = { ...scope.ref, model: from && !resolved.ok ? fromWords(from) : value };
  if (!resolved.ok) {
    scope.report(
      'model-unknown',
      `${scope.ref.model} is no model of authentik ${context.overlay.catalog.release}`,
      entry.model.span,
      resolved.nearest === undefined || from ? undefined : `did you mean ${resolved.nearest}?`,
    );
    return undefined;
  }
  const { model } = resolved;
  if (model.kind === 'resource' || model.kind === 'meta') return model;
  const reason =
    model.kind === 'base' ? `it is the base of ${model.concrete.join(', ')}: use one of these` : model.reason;
  scope.report('model-unmanageable', `${model.name} cannot be an entry: ${reason}`, entry.model.span);
  return undefined;
}

/** Whether all conditions are met; undefined when one cannot be decided, which has been reported. */
function conditionsHold(scope: EntryScope): boolean | undefined {
  for (const node of scope.entry.conditions) {
    const value = scope.evaluate(node, 'condition');
    if (value === undefined) return undefined;
    const truth = isTruthy(value);
    if (truth === false) return false;
    if (truth instanceof Unknown) {
      scope.report('value-unknown', 'this condition depends on what only the server will know', node.span);
      return undefined;
    }
  }
  return true;
}

function ensureOf(scope: EntryScope): string | undefined {
  const node = scope.entry.ensure;
  if (!node) return 'present';
  const value = scope.evaluate(node, 'condition');
  const words = scope.file.features.ensure;
  if (typeof value === 'string' && words.includes(value)) return value;
  if (value !== undefined)
    scope.report('ensure-invalid', `the state must be one of ${words.join(', ')}`, node.span);
  return undefined;
}
