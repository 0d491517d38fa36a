import type { Node } from '../blueprint/blueprint.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import type { Check, Written } from './project.ts';

/** `app.model`, and after a colon the name of one of its objects. */
const PROTECTED = /^[a-z0-9_]+\.[A-Za-z0-9]+(?::.+)?$/u;

/**
 * Reads what a project protects beyond what always is: `authentik_core.group`, `authentik_core.group:Platform`.
 * Whether the models exist is checked later: the reader of the file knows no release.
 */
export function readProtect(value: Node, check: Check): Written[] {
  const nodes = value.kind === 'seq' ? value.items : [value];
  return nodes.flatMap((node): Written[] => {
    if (node.kind === 'scalar' && typeof node.value === 'string' && PROTECTED.test(node.value))
      return [{ text: node.value, span: node.span }];
    const what = node.kind === 'scalar' && node.text !== '' ? `"${node.text}"` : shape(node);
    check(
      `"protect" names models or objects, but this is ${what}`,
      node.span,
      'write authentik_core.group for all groups, or "authentik_core.group:NAME" for one',
    );
    return [];
  });
}
