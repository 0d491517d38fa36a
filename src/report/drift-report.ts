import type { RequestCount } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Drift } from '../drift/drift.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';

/** What came of one look at a server. */
export type DriftReport = DriftFound | DriftUnknown;

interface Check {
  /** When the look began, in milliseconds; of a server that was reached, by its clock. */
  readonly checkedAt: number;
  readonly seconds: number;
  /** The name of the project, where there is one. */
  readonly project: string | undefined;
}

/** The look worked, or at least a part of it. */
export interface DriftFound extends Check {
  readonly drift: Drift;
  /** Why not all is known of what differs; undefined where it is. */
  readonly problem: string | undefined;
  readonly head: PlanHead;
  /** Where it was looked at instead of a server. */
  readonly against: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: RequestCount;
}

/** The look failed: what differs is not known. */
interface DriftUnknown extends Check {
  readonly drift: undefined;
  readonly problem: string;
}
