import { type Entry, type Node, valueAt } from '../blueprint/blueprint.ts';
import { entryParts, type NodePath } from '../blueprint/walk.ts';

/**
 * Whether the value at a path only decides something, so that null means no: in a condition, in the first
 * argument of an `!If`, in a `!Condition`. The criteria of a look-up are values again, wherever it is.
 */
export function decides(entry: Entry, [name, ...path]: NodePath): boolean {
  let decided = name !== 'identifiers' && name !== 'attrs' && name !== 'permissions';
  let node: Node | undefined = entryParts(entry).find(({ part }) => part === name)?.node;
  for (const step of path) {
    if (!node) return decided;
    if (node.kind === 'tag') {
      if (node.tag === '!Condition' || (node.tag === '!If' && step === 0)) decided = true;
      else if (node.tag.startsWith('!Find')) decided = false;
    }
    node = childAt(node, step);
  }
  return decided;
}

function childAt(node: Node, step: string | number): Node | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'map':
      return valueAt(node, String(step));
    case 'seq':
      return node.items[Number(step)];
    case 'tag':
      return node.args[Number(step)];
  }
}
