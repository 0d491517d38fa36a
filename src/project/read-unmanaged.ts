import type { Node } from '../blueprint/blueprint.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import { nearest } from '../diagnostics/spelling.ts';
import type { Check, Written } from './project.ts';

/** `app.model`, and after a colon names or keys of its objects, with `*` and `?`. */
const PATTERN = /^[a-z0-9_]+\.[A-Za-z0-9]+(?::.+)?$/u;

/** More patterns are not read: each is held against each object of a server. */
const MOST = 1000;

/**
 * Reads what a project does not want to hear of although no file names it: `authentik_core.group`,
 * `authentik_core.group:team-*`. Whether the models exist is checked later: the reader of the file knows no release.
 */
export function readUnmanaged(value: Node, check: Check): Written[] {
  if (value.kind !== 'map') {
    check(
      `"unmanaged" must be a mapping, but is ${shape(value)}`,
      value.span,
      'write "unmanaged:" and below it "ignore: [authentik_core.group:team-*]"',
    );
    return [];
  }
  return value.pairs.flatMap(({ key, keyNode, value: ignore }) => {
    if (key === 'ignore') return readPatterns(ignore, check);
    const near = nearest(key, ['ignore']);
    check(
      `"unmanaged" has no "${key}"`,
      keyNode.span,
      near === undefined ? 'it has the key ignore' : `did you mean "${near}"?`,
    );
    return [];
  });
}

function readPatterns(value: Node, check: Check): Written[] {
  const nodes = value.kind === 'seq' ? value.items : [value];
  const [tooMany] = nodes.slice(MOST);
  if (tooMany) check(`"ignore" has ${nodes.length} patterns; the first ${MOST} are read`, tooMany.span);
  return nodes.slice(0, MOST).flatMap((node): Written[] => {
    if (node.kind === 'scalar' && typeof node.value === 'string' && PATTERN.test(node.value))
      return [{ text: node.value, span: node.span }];
    const what = node.kind === 'scalar' && node.text !== '' ? `"${node.text}"` : shape(node);
    check(
      `"ignore" names models or objects, but this is ${what}`,
      node.span,
      'write authentik_core.group for all groups, or "authentik_core.group:NAME" for some, with * and ? in the name',
    );
    return [];
  });
}
