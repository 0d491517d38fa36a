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
    if (!isList(tag, check, 1, '!Format ["%s-suffix", name]') || !template) return false;
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
      hint: formatted.hint ?? (template && argumentsHint(templateText, values.length)),
      rewrite: template && { span: template.span, write: (source) => withArguments(source, values.length) },
    });
    return FAILED;
  },
};

/** The placeholders of a template. */
const PLACEHOLDER = /%(?:%|[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[a-zA-Z])/g;

function placeholdersOf(template: string): readonly RegExpExecArray[] {
  return [...template.matchAll(PLACEHOLDER)].filter(([written]) => written !== '%%');
}

/** What to do where a template has not as many placeholders as there are arguments; undefined where it has. */
function argumentsHint(template: string, count: number): string | undefined {
  const written = withArguments(JSON.stringify(template), count);
  if (written === undefined) return undefined;
  const other = placeholdersOf(template).length > count ? 'add an argument' : 'take an argument out';
  return `write one placeholder for each argument: ${written}, or ${other}`;
}

/** A template in its quotes with as many placeholders as there are arguments; undefined where it has. */
function withArguments(source: string, count: number): string | undefined {
  const found = placeholdersOf(source);
  if (found.length === count) return undefined;
  if (found.length < count) {
    const end = /["']$/.test(source) ? source.length - 1 : source.length;
    return source.slice(0, end) + '%s'.repeat(count - found.length) + source.slice(end);
  }
  return found
    .slice(count)
    .reverse()
    .reduce((text, match) => text.slice(0, match.index) + text.slice(match.index + match[0].length), source);
}

/** The template: the text as written; in newer releases it must be a text. */
function templateOf(tag: TagNode, typed: boolean): string | undefined {
  const [template] = tag.args;
  if (!typed) return textOf(template);
  return template?.kind === 'scalar' && typeof template.value === 'string' ? template.value : undefined;
}
