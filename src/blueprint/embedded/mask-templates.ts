import { lineStart } from '../../source/line-start.ts';

/*
 * A Helm chart's blueprint is text with `{{ … }}` in it, YAML only once they are filled in. Where each stands
 * for a value or only decides whether lines are there, the rest can be read all the same: the templates are
 * covered up, character by character, so that every offset stays.
 */

const TEMPLATE = /\{\{[^]*?\}\}/g;
/** Templates that put nothing in their place. */
const SILENT = /^\{\{-?\s*(?:if|with|end|\/\*|\$\w+\s*:?=)/;

/**
 * The text with its templates covered up; undefined where one stands for lines (`range`, `include`, `toYaml`,
 * an `else` branch).
 */
export function maskTemplates(text: string): string | undefined {
  const loud = [...text.matchAll(TEMPLATE)].filter(([template]) => !SILENT.test(template));
  if (
    loud.some(
      ({ 0: template, index }) =>
        template.includes('\n') || standsAlone(text, index, index + template.length),
    )
  )
    return undefined;
  return text.replace(TEMPLATE, (template) =>
    SILENT.test(template) ? template.replace(/[^\n]/g, ' ') : 'x'.repeat(template.length),
  );
}

/** Whether nothing else stands on the line. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(lineStart(text, start), start);
  const after = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  return before.trim() === '' && after.trim() === '';
}

/**
 * Where the first template of Helm or of an external secret stands in a text: an expression in Go's notation,
 * not just two braces. Undefined where there is none.
 */
export function templateAt(text: string): { readonly start: number; readonly end: number } | undefined {
  const found =
    /\{\{-?\s*(?:[.$"`(]|\/\*|(?:if|else|end|range|with|include|template|tpl|define|block|default|printf|quote|required|lookup|toYaml|index)\b)[^]*?\}\}/.exec(
      text,
    );
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
