import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Sources } from '../plan/value/sources.ts';
import type { Change } from '../plan/value/plan.ts';
import type { Outcome, Progress } from './outcome.ts';
import type { Made } from './resolve.ts';

/**
 * What a run does once a change has failed, or was not made as the server had moved: `continue`, all that does not
 * depend on it is done; `stop`, nothing more is begun; `undo`, nor that, and what was done is taken back.
 */
export type OnError = 'continue' | 'stop' | 'undo';

/** What running a plan needs. */
export interface ApplyOptions {
  readonly client: Client;
  readonly catalog: Catalog;
  /** The secrets that the plan refers to, and the files that its places are in. */
  readonly sources: Sources;
  /** The number of changes to write at a time. */
  readonly parallelism: number;
  /** `continue` when not given. */
  readonly onError?: OnError | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The changes that must not be made, by their ids, and why: the server is not as the plan saw it. */
  readonly moved?: ReadonlyMap<string, readonly Diagnostic[]> | undefined;
  /** What an earlier part of the run has done, in the rows of this plan: it is the run's own. */
  readonly done?: { readonly changes: readonly Change[]; readonly made: Made } | undefined;
  /** Is told when a change is begun, and what came of each, as it happens; for a log. */
  readonly onChange?: ((change: Change, outcome?: Outcome) => void) | undefined;
  /** Once it is aborted, no new change is started; running ones are finished. */
  readonly signal?: AbortSignal | undefined;
  /** The same, once the lock is lost: another run may write now. */
  readonly lost?: AbortSignal | undefined;
  /** Seconds to wait for the server when it applies a blueprint of its own; 300 when not given. */
  readonly waitSeconds?: number | undefined;
  /**
   * At most so many seconds, by chance, before the first create of what the server would make twice; 0 when not
   * given.
   */
  readonly apartSeconds?: number | undefined;
  /** The current time in milliseconds, for the durations in the outcome. */
  readonly now: () => number;
}
