/** Offsets in UTF-16 code units from the start of the file's text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text as it was read: the path as the user gave it, and its content. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Set for a text that stands inside a value of another file: where. Findings about it are shown there. */
  readonly within?: Within;
}

/** A text inside a scalar of a YAML file: a blueprint in a ConfigMap. */
export interface Within {
  readonly file: SourceFile;
  /** How the scalar is written. */
  readonly style: '|' | '>' | '"' | "'";
  /** The text stands there in base64: only the value as a whole has a place. */
  readonly isEncoded?: true | undefined;
  /** Spaces before the lines of a block scalar. */
  readonly indent: number;
  /** The text in order, without gaps: which part of the outer file each part of it is. */
  readonly pieces: readonly Piece[];
}

/**
 * `length` code units of the text from `inner` are `outerLength` of the outer file from `outer`; where the
 * two differ (an escape, a folded line) no offset inside the piece has a place of its own.
 */
export interface Piece {
  readonly inner: number;
  readonly outer: number;
  readonly length: number;
  readonly outerLength: number;
}

/** Where something stands: a span in a file. */
export interface Place {
  readonly file: SourceFile;
  readonly span: Span;
}

/** Line and column, both counted from 1; a column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
