import type { TagNode } from '../blueprint.ts';
import { percentFormat } from '../percent-format.ts';
import { laterText } from '../later.ts';
import { Unknown, type Value } from '../value.ts';
import { shape as shapeOf } from '../yaml/core-tag.ts';
import { isList, textOf } from './arguments.ts';
import { findOpaque } from './find.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!Format ["text with %s", argument, …]`: Python's `%` operator. */
export const format: TagRule = {
  shape(tag, check) {
    const [template] = tag.args;
    if (!isList(tag, check, 1, '!Format ["%s-suffix", !Context name]') || !template) return false;
    if (templateOf(tag, check.features.typedArguments) === undefined) {
      check.report(
        'tag-arguments',
        `the template of !Format must be text, but is ${shapeOf(template)}`,
        template.span,
      );
      return false;
    }
    if (template.kind === 'tag') {
      check.report(
        'tag-misplaced',
        `${template.tag} as the template of !Format is not resolved: ` +
          `the template is the text "${textOf(template) ?? ''}"`,
        template.tagSpan,
        { severity: 'warning' },
      );
    }
    return true;
  },
  inside(tag, check) {
    for (const argument of tag.args.slice(1)) check.argument(argument);
  },
  evaluate(tag, evaluation) {
    const [template, ...nodes] = tag.args;
    const values: Value[] = [];
    let ok = true;
    for (const node of nodes) {
      const result = evaluation.argument(node);
      if (!result.ok) ok = false;
      else {
        const opaque = findOpaque(result.value);
        if (opaque) {
          ok = false;
          evaluation.report(
            'tag-misplaced',
            `${opaque.tag} inside a list or mapping of !Format is not resolved`,
            opaque.span ?? node.span,
          );
        } else values.push(result.value);
      }
    }
    if (!ok) return FAILED;
    const templateText = templateOf(tag, evaluation.features.typedArguments) ?? '';
    const formatted = percentFormat(templateText, values, evaluation.shown);
    if (formatted.ok)
      return good(
        formatted.value instanceof Unknown
          ? laterText(templateText, values, formatted.value)
          : formatted.value,
      );
    const at = formatted.argument === undefined ? template : nodes[formatted.argument];
    evaluation.report('tag-failed', `!Format fails: ${formatted.why}`, (at ?? tag).span, {
      hint: formatted.hint,
    });
    return FAILED;
  },
};

/** The template: the text as written; in newer releases it must be a text. */
function templateOf(tag: TagNode, typed: boolean): string | undefined {
  const [template] = tag.args;
  if (!typed) return textOf(template);
  return template?.kind === 'scalar' && typeof template.value === 'string' ? template.value : undefined;
}
