import type { Span } from '../source/source-file.ts';
import type { ScalarStyle } from '../blueprint/yaml/token.ts';

/*
 * A text as it is laid out: every value as it is written, with the comments and blank lines that belong to
 * it. Unlike the nodes of a blueprint it keeps what has no meaning, and merges and resolves nothing.
 */

/** Lines before something: comments from their `#`, '' for blank lines. */
export type Lines = readonly string[];

interface Written {
  /** Anchor and tag, in the order in which they are written. */
  readonly properties: readonly string[];
  readonly span: Span;
}

export interface ScalarLayout extends Written {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** What it means. */
  readonly text: string;
  /** What is written, quotes and header included; '' for an empty value. */
  readonly raw: string;
  /** Of a block text: the column that its indentation is counted from. */
  readonly parent: number;
}

interface AliasLayout extends Written {
  readonly kind: 'alias';
  readonly raw: string;
}

export interface FlowLayout extends Written {
  readonly kind: 'flow';
  readonly open: '[' | '{';
  readonly items: readonly FlowItem[];
  readonly raw: string;
  /** Its line breaks are kept, because of a comment or a text over several lines in it. */
  readonly isFixed: boolean;
}

/** An item of a list in brackets, or a pair; `value` is undefined where there is no `:`. */
export interface FlowItem {
  readonly key: Layout;
  readonly value: Layout | undefined;
}

export interface MapLayout extends Written {
  readonly kind: 'map';
  readonly pairs: readonly PairLayout[];
  /** The comment behind its tag or anchor. */
  readonly head: string;
  /** Comments behind the last pair that are indented as the pairs are. */
  readonly tail: Lines;
}

export interface SeqLayout extends Written {
  readonly kind: 'seq';
  readonly items: readonly ItemLayout[];
  readonly head: string;
  readonly tail: Lines;
}

export type Layout = ScalarLayout | AliasLayout | FlowLayout | MapLayout | SeqLayout;

/** A value with what stands around it. */
export interface ItemLayout {
  readonly lead: Lines;
  readonly value: Layout;
  /**
   * The comment at the end of the line, and how far it stands from what is before it: `  # why`. '' for none.
   */
  readonly trail: string;
  /** The value starts on a line of its own, below its key. */
  readonly isBelow: boolean;
}

export interface PairLayout extends ItemLayout {
  readonly key: ScalarLayout | AliasLayout;
}

/** A whole text. */
export interface DocumentLayout {
  /** Comments before `---`. */
  readonly before: Lines;
  /** The `---` with its comment, '' for none. */
  readonly start: string;
  readonly root: Layout;
  readonly tail: Lines;
  /** The `...`, '' for none. */
  readonly end: string;
}

/** A layout that is left as it is, and why. */
export class NotFormatted extends Error {
  override readonly name = 'NotFormatted';
  readonly span: Span;
  constructor(why: string, span: Span) {
    super(why);
    this.span = span;
  }
}
