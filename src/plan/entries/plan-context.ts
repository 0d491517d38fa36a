import type { Me } from '../../actual/snapshot.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { LiteralPks } from './literal-pks.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';

/** What is planned against: passed through every step of an entry. */
export interface PlanContext {
  readonly overlay: Overlay;
  readonly policy: Policy;
  readonly me: Me | undefined;
  readonly report: Report;
  /** The objects that entries name by literal primary keys. */
  readonly literalPks: LiteralPks;
}
