import type { Division } from '../../plan/transaction/division.ts';
import type { ApplyOptions } from '../apply-options.ts';
import type { Replanned } from './send-once.ts';

/** What running a plan in one transaction needs. */
export interface TogetherOptions extends ApplyOptions {
  /** What is made in the transaction, and what comes afterwards. */
  readonly division: Pick<Division, 'together' | 'afterwards'>;
  /** Makes the plan again, from what the server has by then. */
  readonly planAgain: () => Promise<Replanned>;
  /** Whether all of the plan, and nothing else, was approved: if not, nothing is sent. */
  readonly isApproved: boolean;
}
