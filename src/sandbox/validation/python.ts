import { parser } from '@lezer/python';

/** A syntax error as Python reports it. Lines count from 1; the first one is that of the function around. */
interface SyntaxProblem {
  readonly what: string;
  readonly line: number;
}

/**
 * What the grammar, which is made for editors, does not know although Python has it: patterns of `match`,
 * starred targets, targets of `with`, several exceptions without brackets, doubled braces.
 */
const BEYOND = /\b(?:match|case|with|except)\b|\*\w|\{\{|\}\}/;

/** What the grammar takes for an error, as something of the same length that it knows. */
function known(source: string): string {
  return source
    .replace(/\byield(?=[ \t]*(?:[)\]#;]|$))/gm, 'None ')
    .replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$10');
}

/** The first syntax error of an expression, which authentik wraps into a function: `return` is allowed. */
export function findSyntaxError(expression: string): SyntaxProblem | undefined {
  const lines = expression.split('\n').map((line) => (line.trim() === '' ? line : `    ${line}`));
  const source = known(`def handler(request):\n${lines.join('\n')}\n`);
  if (lines.every((line) => line.trim() === '' || line.trim().startsWith('#')))
    return { what: 'expected an indented block after function definition on line 1', line: lines.length + 1 };
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const skipped: [from: number, to: number][] = [];
  const open: { readonly bracket: string; readonly at: number }[] = [];
  let first: number | undefined;
  let cut: number | undefined;
  parser.parse(source).iterate({
    enter({ name, type, from, to }) {
      if (['(', '[', '{'].includes(name)) open.push({ bracket: name, at: from });
      else if ([')', ']', '}'].includes(name)) open.pop();
      if (type.isError || (name === 'Number' && /__|_$/.test(source.slice(from, to)))) first ??= from;
      if (['String', 'FormatString', 'Comment'].includes(name)) skipped.push([from, to]);
      // The grammar accepts a string that ends with its line; Python does not.
      if ((name === 'String' || name === 'FormatString') && !isClosed(source.slice(from, to))) cut ??= from;
    },
  });
  const strange = findStrange(source, skipped);
  if (strange && strange.at <= Math.min(first ?? Infinity, cut ?? Infinity))
    return { what: strange.what, line: lineAt(strange.at) };
  if (cut !== undefined)
    return { what: `unterminated string literal (detected at line ${lineAt(cut)})`, line: lineAt(cut) };
  if (first === undefined) return undefined;
  const last = open.at(-1);
  if (!last && BEYOND.test(expression)) return undefined;
  return last
    ? { what: `'${last.bracket}' was never closed`, line: lineAt(last.at) }
    : { what: 'invalid syntax', line: lineAt(first) };
}

/**
 * The first character outside of texts and comments that Python takes for no part of a name or an operator: a
 * digit of another script may stand in a name and not begin one.
 */
function findStrange(
  source: string,
  skipped: readonly (readonly [from: number, to: number])[],
): { readonly what: string; readonly at: number } | undefined {
  for (const { 0: character, index } of source.matchAll(STRANGE)) {
    if (skipped.some(([from, to]) => index >= from && index < to)) continue;
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return {
      what: /[\p{C}\p{Z}]/u.test(character)
        ? `invalid non-printable character ${code}`
        : `invalid character '${character}' (${code})`,
      at: index,
    };
  }
  return undefined;
}

const STRANGE = /[^\p{XIDC}\p{ASCII}]|(?<!\p{XIDC})[^\p{XIDS}\p{ASCII}]/gu;

function isClosed(literal: string): boolean {
  const text = literal.replace(/^[a-z]+/i, '');
  const quote = /^(\"{3}|'{3}|"|')/.exec(text)?.[0] ?? '"';
  return text.length >= 2 * quote.length && text.endsWith(quote);
}
