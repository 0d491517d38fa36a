import type { Entry, Node } from '../blueprint/blueprint.ts';
import type { FindReference } from '../blueprint/references.ts';
import type { NodePath } from '../blueprint/walk.ts';
import { resolveLookup } from '../catalog/lookup-path.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { CheckedEntry } from './checked-entry.ts';
import { accepts, slotAt } from './slot.ts';
import { isTemplate } from '../blueprint/placeholder.ts';
import type { Criterion, FindSummary } from './summary.ts';

/** The look-ups of an entry that matter to other files. */
export function summariseFinds(checked: CheckedEntry, catalog: Catalog): FindSummary[] {
  const { entry, ref, skipped, ensure, references } = checked;
  if (skipped || ensure === 'absent') return [];
  return references.flatMap((reference) => {
    if (reference.kind !== 'find' || reference.model === undefined || decides(entry, reference.path))
      return [];
    const resolved = resolveModel(catalog, reference.model);
    if (!resolved.ok || (resolved.model.kind !== 'resource' && resolved.model.kind !== 'base')) return [];
    const { name } = resolved.model;
    // What cannot be written there has been reported: whether it exists does not matter.
    const slot = slotAt(checked, reference.path);
    if (slot?.type === 'array' || (slot?.references && !accepts(catalog, slot, name))) return [];
    return [
      {
        ref,
        model: name,
        span: reference.node.span,
        criteria: reference.criteria.flatMap((criterion) => comparable(criterion, name, catalog)),
      },
    ];
  });
}

/** A criterion that asks for a text in a field of the model itself. */
function comparable(
  { key, valueNode }: FindReference['criteria'][number],
  model: ModelName,
  catalog: Catalog,
): Criterion[] {
  if (
    key === undefined ||
    valueNode.kind !== 'scalar' ||
    typeof valueNode.value !== 'string' ||
    isTemplate(valueNode.value)
  )
    return [];
  const lookup = resolveLookup(catalog, model, key);
  if (!lookup.ok) return [];
  const { steps, json, operator, target } = lookup.path;
  if (steps.length > 0 || json.length > 0 || operator !== '' || target.kind !== 'value') return [];
  return [
    {
      fields: target.field === undefined || target.field === key ? [key] : [key, target.field],
      text: valueNode.value,
      span: valueNode.span,
    },
  ];
}

/**
 * Whether what stands at a path only decides: in a condition, in what an `!If` asks, in a `!Condition`, in
 * what is looked up by.
 */
function decides(entry: Entry, path: NodePath): boolean {
  const [part, ...rest] = path;
  let node: Node | null | undefined =
    part === 'identifiers' ? entry.identifiers : part === 'attrs' ? entry.attrs : undefined;
  if (!node) return true;
  for (const step of rest) {
    if (!node) return false;
    if (node.kind === 'tag') {
      if (node.tag === '!Condition' || (node.tag === '!If' && step === 0) || node.tag.startsWith('!Find'))
        return true;
      node = node.args[Number(step)];
    } else if (node.kind === 'seq') node = node.items[Number(step)];
    else if (node.kind === 'map') node = node.pairs.find(({ key }) => key === String(step))?.value;
    else return false;
  }
  return false;
}
