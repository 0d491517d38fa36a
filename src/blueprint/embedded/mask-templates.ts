import { lineStart } from '../../source/line-start.ts';

/*
 * A Helm chart's blueprint is text with `{{ … }}` in it, YAML only once they are filled in; so is one that
 * Jinja fills in (Ansible), with `{% … %}` for what Go writes as `{{ if … }}`. Where each stands for a value or
 * only decides whether lines are there, the rest can be read all the same: the templates are covered up,
 * character by character, so that every offset stays.
 */

const TEMPLATE = /\{\{[^]*?\}\}|\{%[^]*?%\}|\{#[^]*?#\}/g;
/** Templates that put nothing in their place. */
const SILENT =
  /^(?:\{\{-?\s*(?:if|with|end|\/\*|\$\w+\s*:?=)|\{%[-+]?\s*(?:if|endif|with|endwith|set)\b|\{#)/;

/** Who fills templates in. */
export type Engine = 'Helm' | 'Jinja';

/** Where a template stands, and whose it is. */
export interface TemplatePlace {
  readonly start: number;
  readonly end: number;
  readonly engine: Engine;
}

/**
 * The text with its templates covered up; undefined where one stands for lines (`range`, `for`, `include`,
 * `toYaml`, an `else` branch).
 */
export function maskTemplates(text: string): string | undefined {
  const loud = [...text.matchAll(TEMPLATE)].filter(([template]) => !SILENT.test(template));
  if (
    loud.some(
      ({ 0: template, index }) =>
        template.startsWith('{%') ||
        template.includes('\n') ||
        standsAlone(text, index, index + template.length),
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

const GO =
  /\{\{-?\s*(?:[.$"`(]|\/\*|(?:if|else|end|range|with|include|template|tpl|define|block|default|printf|quote|required|lookup|toYaml|index)\b)[^]*?\}\}/;
const JINJA = /\{%[-+]?\s*\w[^]*?%\}/;

/**
 * Where the first template of Helm or of an external secret stands in a text, an expression in Go's notation
 * and not just two braces, or the first statement of Jinja. Undefined where there is none.
 */
export function templateAt(text: string): TemplatePlace | undefined {
  return firstOf(text, 'Helm', GO) ?? firstOf(text, 'Jinja', JINJA);
}

/** Where the first template of a text stands that is no YAML: there, two braces are enough. */
export function anyTemplateAt(text: string): TemplatePlace | undefined {
  return templateAt(text) ?? firstOf(text, 'Jinja', /\{\{[^]*?\}\}/);
}

function firstOf(text: string, engine: Engine, pattern: RegExp): TemplatePlace | undefined {
  const found = pattern.exec(text);
  return found ? { start: found.index, end: found.index + found[0].length, engine } : undefined;
}
