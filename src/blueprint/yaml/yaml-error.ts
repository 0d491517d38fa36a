import type { Code } from '../../diagnostics/codes.ts';
import type { Span } from '../../source/source-file.ts';

/** Something else that belongs to a YAML error: what it is and where it stands. */
export interface YamlNote {
  readonly message: string;
  readonly span: Span;
}

/** Something that can be done about a mistake: in words, and as edits that do not overlap. */
export interface Way {
  readonly hint: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/**
 * The first thing in a text that is not YAML as PyYAML reads it. Thrown inside `yaml/` only: reading stops
 * there, so one mistake gives one finding; `readYaml` turns it into a value.
 */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  readonly span: Span;
  readonly hint: string | undefined;
  readonly notes: readonly YamlNote[] | undefined;
  readonly code: Code;
  /** What may be done about it, the likeliest first; see `readYaml`. */
  readonly ways: readonly Way[];

  constructor(
    message: string,
    span: Span,
    more: {
      hint?: string | undefined;
      notes?: readonly YamlNote[] | undefined;
      code?: Code | undefined;
      ways?: readonly Way[] | undefined;
    } = {},
  ) {
    super(message);
    this.span = span;
    this.hint = more.hint;
    this.notes = more.notes;
    this.code = more.code ?? 'yaml-syntax';
    this.ways = more.ways ?? [];
  }
}
