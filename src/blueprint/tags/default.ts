import type { Node, TagNode } from '../blueprint.ts';
import { plainNode } from '../plain.ts';
import { shape as shapeOf } from '../yaml/core-tag.ts';
import { isList, isLiteral, isScalar, textOf, warnOfMore } from './arguments.ts';
import { FAILED, good, type Evaluation, type Result, type TagCheck } from './tag-rule.ts';

/**
 * Whether a tag is written as `!Tag name` or `!Tag [name, default]`; reports it where not, and warns of a
 * default that the release reads as another value than the one that is written.
 */
export function nameAndDefault(
  tag: TagNode,
  check: Pick<TagCheck, 'features' | 'report'>,
  example: string,
): boolean {
  if (tag.form !== 'seq') return isScalar(tag, check, example);
  if (!isList(tag, check, 2, `${tag.tag} [name, default] or ${example}`)) return false;
  warnOfMore(tag, check, 2);
  const [name, fallback] = tag.args;
  if (!isLiteral(tag, name, 'the name', check)) return false;
  if (fallback && !check.features.typedArguments) warnOfText(tag, fallback, check);
  return true;
}

/**
 * In older releases a default is the text as written: `5` is "5", `!Context x` is "x"; a list cannot be one.
 */
function warnOfText(tag: TagNode, fallback: Node, check: Pick<TagCheck, 'features' | 'report'>): void {
  const release = `authentik ${check.features.release}`;
  if (fallback.kind === 'scalar') {
    if (typeof fallback.value === 'string') return;
    const shown = fallback.text === '' ? 'an empty default' : `the default ${fallback.text}`;
    check.report(
      'tag-default-text',
      `${shown} of ${tag.tag} is the text "${fallback.text}" in ${release}, not ${shapeOf(fallback)}`,
      fallback.span,
      { hint: 'put it in quotes if the text is meant' },
    );
    return;
  }
  const text = textOf(fallback);
  if (text !== undefined)
    check.report(
      'tag-default-text',
      `${shapeOf(fallback)} as the default of ${tag.tag} is not resolved in ${release}: it is the text "${text}"`,
      fallback.span,
    );
  else
    check.report(
      'tag-default-text',
      `${shapeOf(fallback)} as the default of ${tag.tag} cannot be used in ${release}`,
      fallback.span,
    );
}

/** Checks what is inside the default of a tag of this form; in older releases a default is only text. */
export function checkDefault(tag: TagNode, check: TagCheck): void {
  const fallback = tag.args[1];
  if (check.features.typedArguments && fallback) check.argument(fallback);
}

/** The name that a tag of this form asks for. */
export function nameOf(tag: TagNode): string {
  return textOf(tag.args[0]) ?? '';
}

/**
 * The default of a tag of this form; undefined when it has none. A tag as a default is resolved by `!Context`
 * only (seen in the importers of 2023.8 to 2026.5.0-rc1).
 */
export function defaultOf(tag: TagNode, evaluation: Evaluation): Result | undefined {
  const fallback = tag.form === 'seq' ? tag.args[1] : undefined;
  if (!fallback) return undefined;
  if (evaluation.features.typedArguments)
    return isResolved(tag, fallback) ? evaluation.argument(fallback) : good(plainNode(fallback));
  const text = textOf(fallback);
  if (text !== undefined) return good(text);
  evaluation.report(
    'tag-failed',
    `${shapeOf(fallback)} as the default of ${tag.tag} cannot be used in authentik ${evaluation.features.release}`,
    fallback.span,
  );
  return FAILED;
}

/** Whether what a tag has as its default is a tag that newer releases resolve. */
export function isResolved({ tag }: TagNode, fallback: Node): boolean {
  return tag === '!Context' && fallback.kind === 'tag';
}
