/*
 * A Helm chart's blueprint is text with `{{ … }}` in it, YAML only once they are filled in. Where each stands for a value or only
 * decides whether lines are there, the rest can be read all the same: the templates are covered up, character by character, so that
 * every offset stays.
 */

const TEMPLATE = /\{\{[^]*?\}\}/g;
/** Templates that put nothing in their place. */
const SILENT = /^\{\{-?\s*(?:if|with|end|\/\*|\$\w+\s*:?=)/;

/** The text with its templates covered up; undefined where one stands for lines (`range`, `include`, `toYaml`, an `else` branch). */
export function maskTemplates(text: string): string | undefined {
  let possible = true;
  const masked = text.replace(TEMPLATE, (template, at: number) => {
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const after = /^[^\n]*/.exec(text.slice(at + template.length))?.[0] ?? '';
    const alone = before.trim() === '' && after.trim() === '';
    if (SILENT.test(template)) return template.replace(/[^\n]/g, ' ');
    if (alone || template.includes('\n')) possible = false;
    return 'x'.repeat(template.length);
  });
  return possible ? masked : undefined;
}

/** Whether a text has templates of Helm or of an external secret in it: an expression in Go's notation, not just two braces. */
export function templateAt(text: string): { readonly start: number; readonly end: number } | undefined {
  const found = /\{\{-?\s*(?:[.$"`(]|\/\*|(?:if|else|end|range|with|include|template|tpl|define|block|default|printf|quote|required|lookup|toYaml|index)\b)[^]*?\}\}/.exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
