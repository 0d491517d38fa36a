export type TokenKind =
  | 'name'
  | 'keyword'
  | 'number'
  | 'string'
  | 'operator'
  | 'newline'
  | 'indent'
  | 'dedent'
  | 'end';

/** A token of Python. `at` and `end` are offsets in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
  readonly end: number;
  /** Of a string: its kind. A template (`t"…"`) exists since Python 3.14. */
  readonly literal?: 'text' | 'bytes' | 'template' | undefined;
  /** Of a formatted string: the tokens of each expression in it. */
  readonly fields?: readonly (readonly Token[])[] | undefined;
}

/** Words that no name can be. `match`, `case`, `type` and `_` can. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for ' +
    'from global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** A token as a message names it. */
export function wordsOf(token: Token): string {
  if (token.kind === 'newline' || token.kind === 'end') return 'the end of the line';
  if (token.kind === 'indent') return 'a line that is indented further';
  if (token.kind === 'dedent') return 'the end of the block';
  if (token.kind === 'string') return 'a string';
  return token.text;
}
