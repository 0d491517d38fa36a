import type { ApplyOutcome, RequestCount } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/value/plan.ts';

/** A plan and what became of it, as the formats for other programs get it. */
export interface PlanReport {
  readonly plan: Plan;
  /** The findings to show, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All requests of the run. */
  readonly requests: RequestCount;
  readonly seconds: number;
  /** What became of each change; undefined when nothing was tried. */
  readonly outcome?: ApplyOutcome | undefined;
}
