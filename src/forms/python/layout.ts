import { Broken } from './fault.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** Python refuses more blocks in each other than this. */
const MOST_BLOCKS = 100;

/** How far a line is indented, with a tab that reaches to the next multiple of eight, and with one of one. */
interface Indent {
  readonly wide: number;
  readonly narrow: number;
}

/**
 * All tokens of a text, with `indent` and `dedent` where a block begins and ends. The text ends with a line
 * that is not indented.
 */
export function tokensOf(text: string, minor: number): readonly Token[] {
  const scanner = new Scanner(text, minor);
  const tokens: Token[] = [];
  const blocks: Indent[] = [{ wide: 0, narrow: 0 }];
  for (;;) {
    const indent = readIndent(scanner);
    if (indent) compare(indent, blocks, scanner.at, tokens);
    let token = scanner.next();
    while (token.kind !== 'newline' && token.kind !== 'end') {
      tokens.push(token);
      token = scanner.next();
    }
    if (indent) tokens.push({ ...token, kind: 'newline' });
    if (token.kind === 'end') {
      const open = blocks.slice(1).map((): Token => ({ ...token, kind: 'dedent' }));
      return [...tokens, ...open, token];
    }
  }
}

/** The indent of the next line; undefined for a line without code, which is left at its end. */
function readIndent(scanner: Scanner): Indent | undefined {
  let wide = 0;
  let narrow = 0;
  let joined: Indent | undefined;
  for (;;) {
    const character = scanner.text[scanner.at];
    if (character === '\\') {
      joined ??= { wide, narrow };
      scanner.skipContinuation();
      continue;
    }
    if (character === ' ') wide += 1;
    else if (character === '\t') wide = (Math.floor(wide / 8) + 1) * 8;
    else if (character === '\f') wide = -1;
    else break;
    narrow = character === '\f' ? 0 : narrow + 1;
    wide = Math.max(wide, 0);
    scanner.at += 1;
  }
  const next = scanner.text[scanner.at];
  if (next === '#') scanner.skipComment();
  return next === '#' || next === '\n' || next === undefined ? undefined : (joined ?? { wide, narrow });
}

function compare(indent: Indent, blocks: Indent[], at: number, tokens: Token[]): void {
  const tabs = (): Broken => new Broken('tabs and blanks are mixed so that the indent is ambiguous', at);
  let block = blocks.at(-1) ?? indent;
  if (indent.wide > block.wide) {
    if (indent.narrow <= block.narrow) throw tabs();
    if (blocks.length >= MOST_BLOCKS) throw new Broken('too many blocks are in each other', at);
    blocks.push(indent);
    tokens.push({ kind: 'indent', text: '', at, end: at });
    return;
  }
  while (indent.wide < block.wide) {
    blocks.pop();
    tokens.push({ kind: 'dedent', text: '', at, end: at });
    block = blocks.at(-1) ?? indent;
  }
  if (indent.wide !== block.wide) throw new Broken('this line is indented like no line before it', at);
  if (indent.narrow !== block.narrow) throw tabs();
}
