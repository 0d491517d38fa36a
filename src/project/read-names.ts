import type { Node } from '../blueprint/blueprint.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import type { Span } from '../source/source-file.ts';
import type { Written } from './project.ts';
import { isNamePattern } from './variables.ts';

/** Reads names of variables, one or a list of them: `DOMAIN`, `SSO_*`. Others are told to `invalid`. */
export function readNames(
  key: string,
  value: Node,
  invalid: (message: string, span: Span) => void,
): Written[] {
  const nodes = value.kind === 'seq' ? value.items : [value];
  return nodes.flatMap((node): Written[] => {
    if (node.kind === 'scalar' && typeof node.value === 'string' && isNamePattern(node.text))
      return [{ text: node.text, span: node.span }];
    invalid(
      `"${key}" names variables, such as DOMAIN or SSO_*, but this is ${node.kind === 'scalar' && node.text !== '' ? `"${node.text}"` : shape(node)}`,
      node.span,
    );
    return [];
  });
}
