import type { Code, Severity } from '../../diagnostics/codes.ts';
import type { Span } from '../../source/source-file.ts';
import type { Node, TagNode } from '../blueprint.ts';
import type { Features } from '../features.ts';
import type { Refusal } from '../refusal.ts';
import type { Dict, Value } from '../value.ts';

/** The value of a node; when there is none, why has been reported. */
export type Result = { readonly ok: true; readonly value: Value } | { readonly ok: false };

export const FAILED: Result = { ok: false };

/** A good result. */
export function good(value: Value): Result {
  return { ok: true, value };
}

/**
 * What a value is for. `condition`: to decide something, null means "no". `branch`: it stands in a branch of
 * an `!If`, so it was chosen by hand. `value`: it is written.
 */
export type Position = 'condition' | 'branch' | 'value';

/** A criterion of `!Find`. */
export interface FindCriterion {
  readonly key: string;
  readonly value: Value;
  readonly span: Span;
  /** The names of what field and value are made of that must not be shown. */
  readonly from: readonly string[];
}

/** A question of `!Find`. */
export interface FindRequest {
  readonly model: string;
  /** The names of what the model is made of that must not be shown, see `sensitiveSources`. */
  readonly from: readonly string[];
  readonly criteria: readonly FindCriterion[];
  readonly position: Position;
  readonly span: Span;
  /** `!FindObject`: the whole object is asked for, not its key. */
  readonly whole: boolean;
}

/** A way to mend a part of the text: what is written there, as it should be; undefined where it cannot be told. */
interface Rewrite {
  readonly span: Span;
  readonly write: (source: string) => string | undefined;
}

/** A finding about a tag, at a span of its file. `tag`: the one to write in place of that at the span. */
export type TagFinding = (
  code: Code,
  message: string,
  span: Span,
  more?: {
    readonly hint?: string | undefined;
    readonly severity?: Severity | undefined;
    readonly tag?: string | undefined;
    readonly rewrite?: Rewrite | undefined;
  },
) => void;

/** How a tag sees what surrounds it while it is evaluated. */
export interface Evaluation {
  readonly features: Features;
  readonly context: Dict;
  readonly position: Position;
  /** Null is no mistake where this value goes. */
  readonly nullIsFine: boolean;
  /** The value of a variable for `!Env`; undefined where it is not set. */
  env(name: string): string | Refusal | undefined;
  keyOf(id: string, span: Span): Result;
  find(request: FindRequest): Result;
  /** The text of a file for `!File`; undefined where it cannot be read. */
  readFile(path: string): string | Refusal | undefined;
  report: TagFinding;
  /** The names of what nodes are made of that must not be shown. */
  from(...nodes: readonly Node[]): readonly string[];
  /** A value for a message, as Python writes it; where it must not be shown, what it is made of. */
  readonly shown: (value: Value) => string;
  /** A node with every tag in it resolved. */
  resolve(node: Node, position?: Position): Result;
  /** An argument: resolved when it is itself a tag, else as written, with the tags in it left as they are. */
  argument(node: Node, position?: Position): Result;
  /** The item of the enclosing `!Enumerate` that is `depth` levels out; undefined when there is none. */
  item(depth: number): EnumerateItem | undefined;
  /** How many `!Enumerate` enclose this place. */
  readonly depth: number;
  /** Evaluates with `item` as the current one of the innermost enclosing `!Enumerate` named by `tag`. */
  withItem(tag: TagNode, item: EnumerateItem, evaluate: () => Result): Result;
}

/** The current item of an `!Enumerate`. */
export interface EnumerateItem {
  readonly index: Value;
  readonly value: Value;
}

/** How a tag sees what surrounds it while it is checked without being evaluated. */
export interface TagCheck {
  readonly features: Features;
  readonly depth: number;
  report: TagFinding;
  /** An id that a `!KeyOf` may name: the one that stands at the same key elsewhere, or that none names so far. */
  anId?(tag: TagNode): string | undefined;
  /** Checks a node whose tags will all be resolved. */
  resolve(node: Node): void;
  /**
   * Checks an argument: only a tag that it is itself will be resolved. Tags inside of it do harm, unless it
   * only decides something.
   */
  argument(node: Node, severity?: 'warning'): void;
}

/** What is known of one tag. */
export interface TagRule {
  /**
   * Reports what is wrong with the shape of the tag; true when it can be evaluated. Does not look into the
   * arguments. Evaluation calls it first, so a mistake is the same finding whether it is met while checking
   * or while evaluating.
   */
  shape(tag: TagNode, check: Pick<TagCheck, 'features' | 'depth' | 'report' | 'anId'>): boolean;
  /** Checks the arguments of a tag of the right shape. */
  inside(tag: TagNode, check: TagCheck): void;
  evaluate(tag: TagNode, evaluation: Evaluation): Result;
}
