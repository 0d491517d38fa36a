import type { Node, TagNode } from '../blueprint.ts';
import { shape } from '../yaml/core-tag.ts';
import type { TagCheck } from './tag-rule.ts';

/** What stands in place of the text that a tag takes, by its form. */
const NO_TEXT: Readonly<Record<TagNode['form'], string>> = {
  seq: 'a list',
  map: 'a mapping',
  scalar: 'nothing',
};

/** Whether a tag is written as `!Tag text` with a text that is not empty; reports it where not. */
export function isScalar(tag: TagNode, check: Pick<TagCheck, 'report'>, example: string): boolean {
  if (tag.form === 'scalar' && textOf(tag.args[0]) !== '') return true;
  check.report('tag-arguments', `${tag.tag} takes a single text, but has ${NO_TEXT[tag.form]}`, tag.tagSpan, {
    hint: `write ${example}`,
  });
  return false;
}

/** Whether a tag is written as a list with at least `least` arguments; reports it where not. */
export function isList(
  tag: TagNode,
  check: Pick<TagCheck, 'report'>,
  least: number,
  example: string,
): boolean {
  if (tag.form === 'seq' && tag.args.length >= least) return true;
  const wanted = least === 1 ? 'a list with at least one argument' : `a list with ${least} arguments`;
  check.report('tag-arguments', `${tag.tag} takes ${wanted}, but has ${countShown(tag)}`, tag.tagSpan, {
    hint: `write ${example}`,
  });
  return false;
}

/** How many arguments a tag has, or what it has in place of a list of them. */
function countShown({ form, args }: TagNode): string {
  if (form !== 'seq') return form === 'map' ? 'a mapping' : 'a single text';
  if (args.length === 0) return 'none';
  return args.length === 1 ? 'one' : String(args.length);
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
 * The text of a scalar as written, of a tag that of its argument: what older releases take for a key, a
 * default or a template. Undefined for lists and mappings.
 */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar') return node.text;
  return node?.kind === 'tag' && node.form === 'scalar' ? textOf(node.args[0]) : undefined;
}

/** Whether the argument that names something is a plain text; reports what else it is. */
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
