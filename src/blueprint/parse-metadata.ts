import { isNull, type MapNode, type Node, pairAt } from './blueprint.ts';
import { QUOTES, type StructureCheck } from './structure.ts';

/**
 * The name and the labels of a blueprint. `labels` has no prototype: its keys are of somebody's choice. What
 * authentik refuses to load is reported, and left out.
 */
export function parseMetadata(
  root: MapNode,
  check: StructureCheck,
): { name: string | undefined; labels: Record<string, string> } {
  const labels = Object.create(null) as Record<string, string>;
  const pair = pairAt(root, 'metadata');
  if (!pair || isNull(pair.value)) return { name: undefined, labels };
  if (pair.value.kind !== 'map') {
    check.wrong('metadata', 'a mapping', pair.value, pair.keyNode);
    return { name: undefined, labels };
  }
  const misspelt = check.keys(pair.value, ['name', 'labels'], 'metadata', { required: ['name'] });
  const written = pairAt(pair.value, 'labels');
  if (written && !isNull(written.value)) readLabels(written.value, written.keyNode, labels, check);
  const name = pairAt(pair.value, 'name');
  if (!name && misspelt.has('name')) return { name: undefined, labels };
  if (!name)
    check.report(
      'structure-missing',
      'metadata needs a "name"',
      pair.keyNode.span,
      'add one: it is how other blueprints and people find this one',
    );
  else if (name.value.kind === 'scalar' && typeof name.value.value === 'string')
    return { name: name.value.value, labels };
  else
    check.wrong(
      'name',
      'text',
      name.value,
      name.keyNode,
      name.value.kind === 'scalar' && !isNull(name.value) ? QUOTES : undefined,
    );
  return { name: undefined, labels };
}

function readLabels(node: Node, keyNode: Node, labels: Record<string, string>, check: StructureCheck): void {
  if (node.kind !== 'map') return check.wrong('labels', 'a mapping', node, keyNode);
  for (const pair of node.pairs) {
    if (pair.keyNode.kind !== 'scalar' || typeof pair.keyNode.value !== 'string')
      check.wrong('the name of a label', 'text', pair.keyNode, undefined, QUOTES);
    else if (pair.value.kind === 'scalar' && typeof pair.value.value === 'string')
      labels[pair.key] = pair.value.value;
    else if (pair.value.kind === 'scalar')
      check.wrong(`the label ${pair.key}`, 'text', pair.value, pair.keyNode, QUOTES);
    else
      check.instead(`the label ${pair.key}`, 'text', pair.value, pair.keyNode, '"true"', {
        words: 'write text, such as "true"',
      });
  }
}
