import type { Me } from '../../actual/snapshot.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { LiteralPks } from './literal-pks.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';

/** What every step of planning an entry needs. */
export interface PlanContext {
  readonly overlay: Overlay;
  readonly policy: Policy;
  /** The user of the token; undefined where it is not known. */
  readonly me: Me | undefined;
  readonly report: Report;
  /** The objects that entries name by literal primary keys. */
  readonly literalPks: LiteralPks;
}
