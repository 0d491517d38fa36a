import type { ApplyOutcome, RequestCount } from '../apply/outcome.ts';
import type { Verified } from '../apply/transaction/verified.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/value/plan.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';
import type { Unmanaged } from '../plan/unmanaged/list-unmanaged.ts';
import type { Steps } from './steps.ts';

/** A plan and its outcome, for the formats for programs. */
export interface PlanReport {
  readonly head: PlanHead;
  readonly plan: Plan;
  /** The findings to show, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All requests of the run. */
  readonly requests: RequestCount;
  readonly seconds: number;
  /** The outcome; undefined when the plan was not run. */
  readonly outcome?: ApplyOutcome | undefined;
  /** All objects that are in no file; undefined where they were not to be listed. */
  readonly unmanaged?: Unmanaged | undefined;
  /** What the server says of the plan; undefined when it was not asked. */
  readonly verified?: Verified | undefined;
  /** Where each change is made; undefined where each is made by itself. */
  readonly steps?: Steps | undefined;
}
