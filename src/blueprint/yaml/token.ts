/** What the scanner can see. Block collections start and end by indentation, so those tokens have no text. */
export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-seq-start'
  | 'block-map-start'
  | 'block-end'
  | '['
  | '{'
  | ']'
  | '}'
  | ','
  | '-'
  | '?'
  | ':'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** How a scalar is written; '' is plain. */
export type ScalarStyle = '' | "'" | '"' | '|' | '>';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The text of a scalar, the name of an anchor or alias, the suffix of a tag, the name of a directive. */
  readonly text: string;
  readonly style: ScalarStyle;
  /**
   * The handle of a tag (`!`, `!!`, `!x!`), undefined when it is written in full; the arguments of a
   * directive.
   */
  readonly handle: string | undefined;
}

/** A token without a text of its own. */
export function mark(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end, text: '', style: '', handle: undefined };
}
