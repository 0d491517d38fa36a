import { type Node, valueAt } from '../../blueprint/blueprint.ts';
import { walkNodes } from '../../blueprint/walk.ts';
import { lookupsOf } from '../../catalog/lookup-path.ts';
import type { ModelName } from '../../catalog/model.ts';
import { type CheckedEntry, type Facts, fieldNamed, reportAt } from '../facts.ts';
import { slotAt } from '../field-at.ts';

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/**
 * Code `reference-literal`: a primary key written out where an object is meant. It is a random one, and another on every server. A
 * key that an earlier entry names as its `pk` is one that the server exchanges (facts, blueprint-language.md).
 */
export function checkReferenceLiteral(facts: Facts): void {
  const own = new Set<string>();
  for (const checked of facts.entries) {
    const { entry, resource, skipped, ensure, references } = checked;
    if (resource && !skipped && ensure !== 'absent') {
      for (const part of ['identifiers', 'attrs'] as const) {
        for (const { key, value } of entry[part]?.pairs ?? []) {
          const field = fieldNamed(resource, key);
          if (!field || field.readOnly || (!field.references && !field.items?.references)) continue;
          walkNodes(value, (node, path) => {
            if (isUuid(node) && !own.has(node.text)) reportOne(facts, checked, node, key, slotAt(checked, [part, key, ...path])?.references);
            return undefined;
          });
        }
      }
      for (const reference of references) {
        if (reference.kind !== 'find') continue;
        for (const { key, valueNode } of reference.criteria) if (key === 'pk' && isUuid(valueNode) && !own.has(valueNode.text)) reportOne(facts, checked, valueNode, 'pk', reference.model === undefined ? undefined : [reference.model]);
      }
    }
    const pk = entry.identifiers && valueAt(entry.identifiers, 'pk');
    if (pk?.kind === 'scalar') own.add(pk.text);
  }
}

function isUuid(node: Node): node is Node & { readonly kind: 'scalar' } {
  return node.kind === 'scalar' && UUID.test(node.text);
}

/** `to`: the models that the field may hold; undefined where the value only decides. */
function reportOne(facts: Facts, checked: CheckedEntry, node: Node, key: string, to: readonly ModelName[] | undefined): void {
  const [model] = to ?? [];
  if (model === undefined) return;
  reportAt(facts, checked, node.span, {
    code: 'reference-literal', message: `${key} is the primary key of an object on one server; on any other it is another`,
    hint: `write !Find [${model}, [${nameOf(facts, model)}, …]], or !KeyOf the id of the entry that makes it`,
  });
}

/** The field that people know an object by. */
function nameOf({ catalog }: Facts, name: ModelName): string {
  const names = Object.keys(lookupsOf(catalog, name)?.lookups ?? {});
  return ['slug', 'username', 'name'].find((one) => names.includes(one)) ?? 'name';
}
