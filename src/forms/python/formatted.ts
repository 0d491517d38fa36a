import { Broken, Unsure } from './fault.ts';
import { checkEscapes } from './string-literal.ts';
import type { Token } from './token.ts';

/** A string with expressions in braces, as it is read. */
export interface Formatted {
  readonly text: string;
  /** Nothing of the string comes after this offset. */
  readonly limit: number;
  readonly quotes: string;
  /** Its expressions may hold its own quotes, and backslashes (since Python 3.12). */
  readonly isNested: boolean;
  readonly isRaw: boolean;
  /** The offset of its opening quotes. */
  readonly opened: number;
  /** Reads the tokens of the expression at an offset. */
  readonly scanner: (at: number) => { readonly at: number; readonly isInside: boolean; next(): Token };
}

/** Reads a string from after its opening quotes. `end`: the offset of the closing ones. */
export function readFormatted(
  string: Formatted,
  start: number,
): { readonly end: number; readonly fields: readonly (readonly Token[])[] } {
  const { text, limit, quotes, isNested } = string;
  const fields: (readonly Token[])[] = [];
  let from = start;
  for (let at = start; at < limit; ) {
    if (isNested && text.startsWith(quotes, at)) {
      check(string, from, at);
      return { end: at, fields };
    }
    const character = text[at];
    if (character === '\n' && quotes.length === 1) break;
    if (character === '\\') at = afterBackslash(string, at);
    else if (character === '{' && text[at + 1] !== '{') {
      check(string, from, at);
      at = readField(string, at, fields);
      from = at;
    } else at += isDoubled(text, at) ? 2 : 1;
  }
  if (isNested) throw new Broken('this string is never closed', string.opened);
  check(string, from, limit);
  return { end: limit, fields };
}

function check({ text, isRaw }: Formatted, from: number, to: number): void {
  if (!isRaw) checkEscapes(text, from, to, false);
}

/** Where the text goes on after a backslash: a brace after it is still one. */
function afterBackslash({ text, isRaw }: Formatted, at: number): number {
  if (!isRaw && text.startsWith('\\N{', at)) return text.indexOf('}', at) + 1 || text.length;
  return '{}'.includes(text[at + 1] ?? ' ') ? at + 1 : at + 2;
}

/** Whether two braces stand for one; a closing one alone is refused. */
function isDoubled(text: string, at: number): boolean {
  const character = text[at];
  if (character === '}' && text[at + 1] !== '}')
    throw new Broken('a single } in a formatted string must be written }}', at);
  return character === '{' || character === '}';
}

/** Reads the expression after an opening brace, and gives the offset after its closing one. */
function readField(string: Formatted, brace: number, fields: (readonly Token[])[], level = 1): number {
  if (level > (string.isNested ? 3 : 2)) throw new Broken('too many braces are in each other', brace);
  const scanner = string.scanner(brace + 1);
  const tokens: Token[] = [];
  let token = scanner.next();
  let isOuter = true;
  while (token.kind !== 'end' && !(isOuter && token.kind === 'operator' && '}!:='.includes(token.text))) {
    tokens.push(token);
    isOuter = !scanner.isInside;
    token = scanner.next();
  }
  if (tokens.length === 0) throw new Broken('there is no expression in the braces', brace);
  if (!string.isNested && string.text.slice(brace, token.at).includes('\\'))
    throw new Broken('before Python 3.12 an expression in a string cannot hold a backslash', brace);
  fields.push([...tokens, { kind: 'end', text: '', at: token.at, end: token.at }]);
  if (token.text === '=') token = scanner.next();
  if (token.text === '!') {
    const conversion = scanner.next();
    if (!/^[sra]$/.test(conversion.text)) throw new Broken('only !s, !r and !a can be written', token.at);
    token = scanner.next();
  }
  if (token.text === ':') return readLayout(string, scanner.at, fields, level);
  if (token.text !== '}') throw new Broken('{ is never closed', brace);
  return scanner.at;
}

/** Reads how an expression is to be shown, and gives the offset after the closing brace. */
function readLayout(string: Formatted, start: number, fields: (readonly Token[])[], level: number): number {
  const { text, limit, quotes, isNested } = string;
  for (let at = start; at < limit; ) {
    const character = text[at];
    if (character === '}') return at + 1;
    // Versions of Python differ about line breaks here.
    if (character === '\n' && quotes.length === 1) throw new Unsure();
    if (isNested && text.startsWith(quotes, at)) break;
    at = character === '{' ? readField(string, at, fields, level + 1) : at + 1;
  }
  throw new Broken('the { of this part is never closed', start - 1);
}
