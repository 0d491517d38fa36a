import type { Node } from '../blueprint/blueprint.ts';
import type { FindReference } from '../blueprint/references.ts';
import { type LookupPath, resolveLookup } from '../catalog/lookup-path.ts';
import type { Catalog, Field, ModelName } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { isShown } from '../catalog/shown-model.ts';
import type { CheckedEntry } from './checked-entry.ts';
import { isExact } from './criterion.ts';
import { decides } from './decides.ts';
import { OPERATORS } from './operators.ts';
import { accepts, slotAt } from './slot.ts';
import type { Criterion, FindSummary, OtherCriterion } from './summary.ts';
import { literalOf, storedText } from './written-value.ts';

/**
 * The look-ups of an entry that other files matter to: those whose result is used as a value, and those that
 * only decide something.
 */
export function summariseFinds(
  checked: CheckedEntry,
  catalog: Catalog,
): { readonly finds: readonly FindSummary[]; readonly deciding: readonly FindSummary[] } {
  const { entry, ref, skipped, ensure, references } = checked;
  const finds: FindSummary[] = [];
  const deciding: FindSummary[] = [];
  if (skipped || ensure === 'absent') return { finds, deciding };
  for (const reference of references) {
    if (reference.kind !== 'find' || reference.model === undefined) continue;
    const resolved = resolveModel(catalog, reference.model);
    if (!resolved.ok || (!isShown(resolved.model) && resolved.model.kind !== 'base')) continue;
    const { name } = resolved.model;
    // A result that cannot be written there has been reported: whether the object exists does not matter.
    const slot = slotAt(checked, reference.path);
    if (slot?.type === 'array' || (slot?.references && !accepts(catalog, slot, name))) continue;
    const find = {
      ref,
      model: name,
      span: reference.node.span,
      nullIsFine: !slot || slot.nullable === true,
      ...readCriteria(reference, name, catalog),
    };
    (decides(entry, reference.path) ? deciding : finds).push(find);
  }
  return { finds, deciding };
}

function readCriteria(
  reference: FindReference,
  model: ModelName,
  catalog: Catalog,
): Pick<FindSummary, 'criteria' | 'others' | 'isWhole'> {
  const criteria: Criterion[] = [];
  const others: OtherCriterion[] = [];
  let isWhole = true;
  for (const { key, valueNode } of reference.criteria) {
    const lookup = key === undefined ? undefined : resolveLookup(catalog, model, key);
    const path = lookup?.ok ? lookup.path : undefined;
    const value = asked(valueNode);
    if (key === undefined || !path || !isOwnValue(path) || value === undefined) {
      isWhole = false;
      continue;
    }
    const fields = fieldsOf(key, path);
    const text = textAsked(catalog, model, path, valueNode);
    if (text === undefined) others.push({ fields, operator: path.operator, asked: value });
    else criteria.push({ fields, text, span: valueNode.span });
  }
  return { criteria, others, isWhole };
}

/** Whether a look-up compares a value of the model itself, with an operator that can be decided here. */
function isOwnValue({ steps, json, operator, target }: LookupPath): boolean {
  return steps.length === 0 && json.length === 0 && target.kind === 'value' && OPERATORS.has(operator);
}

/** The names of a field: that of the look-up, and that of the API if it differs. */
function fieldsOf(key: string, { target, operator }: LookupPath): readonly string[] {
  const called = operator === '' ? key : key.slice(0, -`__${operator}`.length);
  const field = 'field' in target ? target.field : undefined;
  return field === undefined || field === called ? [called] : [called, field];
}

/**
 * The text that a criterion asks for; undefined where it asks for part of one, or for a number or another
 * value.
 */
function textAsked(catalog: Catalog, model: ModelName, path: LookupPath, node: Node): string | undefined {
  if (!isExact(path)) return undefined;
  const isText = node.kind === 'scalar' && typeof node.value === 'string';
  return isText || fieldOf(catalog, model, path)?.type === 'string' ? storedText(node) : undefined;
}

function fieldOf(catalog: Catalog, name: ModelName, { target }: LookupPath): Field | undefined {
  const model = catalog.models[name];
  const kind = model?.kind === 'base' ? catalog.models[model.concrete[0] ?? ''] : model;
  if (!isShown(kind) || target.kind !== 'value' || target.field === undefined) return undefined;
  return kind.fields[target.field];
}

/** The value, or list of values, that a criterion asks for; undefined where it is not written out. */
function asked(node: Node): OtherCriterion['asked'] | undefined {
  if (node.kind !== 'seq') return literalOf(node);
  const items = node.items.map(literalOf);
  const known = items.filter((item) => item !== undefined);
  return known.length < items.length ? undefined : known;
}
