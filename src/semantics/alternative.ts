import type { Node } from '../blueprint/blueprint.ts';
import type { Result } from '../blueprint/evaluate.ts';
import type { Span } from '../source/source-file.ts';
import type { Decision } from './decision.ts';
import type { Known } from './known.ts';

/** One value that a field can have, and when. Plain values, so that it can come from another thread. */
export interface Alternative {
  readonly when: readonly Decision[];
  readonly value: Known;
  /** What gives it: the default, or the branch. */
  readonly span: Span;
}

/** What a node can give before any field takes it. */
export interface Outcome {
  readonly when: readonly Decision[];
  /** The node that gives it: the branch of an `!If` that is taken, in place of the `!If`. */
  readonly node: Node;
  readonly result: Result;
}
