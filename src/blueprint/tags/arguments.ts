import type { Node, TagNode } from '../blueprint.ts';
import { shape } from '../yaml/core-tag.ts';
import type { TagCheck } from './tag-rule.ts';

/** Whether a tag is written as `!Tag text`; reports it when not. */
export function isScalar(tag: TagNode, check: Pick<TagCheck, 'report'>, example: string): boolean {
  if (tag.form === 'scalar' && textOf(tag.args[0]) !== '') return true;
  const found = tag.form === 'seq' ? 'a list' : tag.form === 'map' ? 'a mapping' : 'nothing';
  check.report('tag-arguments', `${tag.tag} takes a single text, but has ${found}`, tag.tagSpan, {
    hint: `write ${example}`,
  });
  return false;
}

/** Whether a tag is written as a list with at least `least` arguments; reports it when not. */
export function isList(
  tag: TagNode,
  check: Pick<TagCheck, 'report'>,
  least: number,
  example: string,
): boolean {
  if (tag.form === 'seq' && tag.args.length >= least) return true;
  const found =
    tag.form === 'seq'
      ? tag.args.length === 1
        ? 'one'
        : tag.args.length === 0
          ? 'none'
          : String(tag.args.length)
      : tag.form === 'map'
        ? 'a mapping'
        : 'a single text';
  const wanted = least === 1 ? 'a list with at least one argument' : `a list with ${least} arguments`;
  check.report('tag-arguments', `${tag.tag} takes ${wanted}, but has ${found}`, tag.tagSpan, {
    hint: `write ${example}`,
  });
  return false;
}

/** Warns of arguments that authentik does not look at. */
export function warnOfMore(tag: TagNode, check: Pick<TagCheck, 'report'>, most: number): void {
  const extra = tag.args[most];
  if (tag.form === 'seq' && extra)
    check.report('tag-arguments', `${tag.tag} reads ${most} arguments; this one does not count`, extra.span, {
      severity: 'warning',
    });
}

/**
 * The text of a node as written, of a tag that of its argument: what older releases take for a key, a default
 * or a template.
 */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar') return node.text;
  return node?.kind === 'tag' && node.form === 'scalar' ? textOf(node.args[0]) : undefined;
}

/** Whether the argument that names something is a literal; reports a tag there, which is not resolved. */
export function isLiteral(
  tag: TagNode,
  node: Node | undefined,
  what: string,
  check: Pick<TagCheck, 'report'>,
): boolean {
  if (node?.kind === 'scalar') return true;
  if (node?.kind === 'tag')
    check.report('tag-misplaced', `${node.tag} as ${what} of ${tag.tag} is not resolved`, node.tagSpan);
  else
    check.report(
      'tag-arguments',
      `${what} of ${tag.tag} must be text, but is ${node ? shape(node) : 'missing'}`,
      node?.span ?? tag.tagSpan,
    );
  return false;
}
