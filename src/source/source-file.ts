/** Offsets in UTF-16 code units from the start of the file's text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text as it was read: the path as the user gave it, and its content. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
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
