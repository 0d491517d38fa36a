import type { Node } from '../../blueprint/blueprint.ts';
import { permissionsOf } from '../../blueprint/entry-permissions.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { linkValues } from '../../semantics/link-values.ts';
import { hasNumbers, isNoKey, keyText } from '../../semantics/object-key.ts';

/** A primary key that is written out where an object is meant. */
export interface LiteralKey {
  /** What a reference takes the place of: the key, or a `!Find` by it. */
  readonly node: Node;
  readonly key: string;
  readonly references: readonly ModelName[];
  /** Where in the entry, for people: a field, or `permissions`. */
  readonly field: string;
  /** Whether it is among the attributes, so that a second entry may set it; else it is needed at once. */
  readonly isAttribute: boolean;
}

/** The primary keys that an entry has written out as references, in the order of the file. */
export function literalKeys(checked: CheckedEntry, catalog: Catalog): LiteralKey[] {
  const found: LiteralKey[] = [];
  const add = (
    node: Node,
    written: Node,
    references: readonly ModelName[],
    field: string,
    isAttribute: boolean,
  ) => {
    const key = keyText(written);
    if (key !== undefined && mayBeKey(catalog, references, written))
      found.push({ node, key, references, field, isAttribute });
  };
  for (const { part, field, node, references } of linkValues(checked))
    if (!isPk(checked, part, field)) add(node, node, references, field, part === 'attrs');
  for (const item of permissionsOf(checked.entry) ?? [])
    for (const kind of ['user', 'role'] as const) {
      const node = item[kind];
      const holder = catalog.permissions?.holders[kind];
      if (node && holder) add(node, node, [holder.model], 'permissions', false);
    }
  for (const reference of checked.references) {
    if (reference.kind !== 'find' || reference.node.tag !== '!Find' || reference.model === undefined)
      continue;
    const [criterion, ...others] = reference.criteria;
    const [part, field] = reference.path;
    if (criterion?.key === 'pk' && others.length === 0)
      add(reference.node, criterion.valueNode, [reference.model], String(field ?? part), part === 'attrs');
  }
  return found;
}

/** Whether an identifier is the primary key of the entry's own object. */
function isPk({ resource }: CheckedEntry, part: string, field: string): boolean {
  return part === 'identifiers' && field === resource?.collection.pk;
}

/** Whether a value has the form of a primary key of one of these models; a name that was mistaken for one has not. */
function mayBeKey(catalog: Catalog, references: readonly ModelName[], node: Node): boolean {
  return references
    .flatMap((name) => kindsOf(catalog, name))
    .some((name) => {
      const model = catalog.models[name];
      if (model?.kind !== 'resource' || isNoKey(model, node)) return false;
      const isNumber = /^\d+$/.test(keyText(node) ?? '');
      return hasNumbers(model)
        ? isNumber
        : !isNumber &&
            keyText(node) !== undefined &&
            node.kind === 'scalar' &&
            typeof node.value === 'string';
    });
}
