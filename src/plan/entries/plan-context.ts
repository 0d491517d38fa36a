import type { Me } from '../../actual/snapshot.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Place } from '../../source/source-file.ts';
import type { FailedEntries } from './failed-entries.ts';
import type { LiteralPks } from './literal-pks.ts';
import type { LookedUps } from './looked-up.ts';
import type { EntryTrace } from './entry-trace.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, Provenance, Refusal } from '../overlay/overlay-row.ts';
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
  /** The blueprints that the server stores as texts, and applies. */
  readonly contents: Contents;
  /** What was looked up so far; undefined while the entries of a stored blueprint are planned. */
  readonly lookedUp: LookedUps | undefined;
  /**
   * Has something reported that depends on what later entries say: once all are planned, or at once while those of
   * a stored blueprint are.
   */
  readonly reportLater: (report: () => void) => void;
  /** Learns what entries manage and refer to; undefined where nobody asks. */
  readonly trace: EntryTrace | undefined;
  /** The entries that failed so far. */
  readonly failed: FailedEntries;
  /** The number of the entry that is planned, in the order of planning. */
  readonly clock: { step: number };
  /** Set while the entries of a stored blueprint are planned. */
  readonly importer: ImporterRun | undefined;
}

/** Plans what the server's importer does with a blueprint that is stored in an instance. */
export interface Contents {
  /** Why an instance must not be written or applied; undefined where it may. */
  readonly leftAlone: (row: OverlayRow) => LeftAlone | undefined;
  /** Plans the content of an instance after an entry has changed it, or wants it applied. */
  readonly follow: (context: PlanContext, row: OverlayRow, provenance: Provenance) => void;
  /** Plans the content of an instance that an entry of another content wants applied first. */
  readonly followFirst: (context: PlanContext, row: OverlayRow, provenance: Provenance) => void;
}

/** Why an instance is left alone. */
export type LeftAlone = Pick<Refusal, 'why' | 'allow' | 'notes'>;

/** One application of a stored blueprint by the server, with those that it contains. */
export interface ImporterRun {
  /** The instance that we have the server apply. */
  readonly root: OverlayRow;
  /** The instances whose contents are being planned, the outermost first. */
  readonly within: readonly OverlayRow[];
  /** What the content would do to protected objects. */
  readonly refusals: { readonly row: OverlayRow; readonly refusal: Refusal }[];
  /** Why it cannot be told what the importer does. */
  readonly problems: { readonly message: string; readonly place: Place | undefined }[];
  /** The keys that earlier entries identify their objects by, as `importerKey` spells them. */
  readonly keys: Set<string>;
  /** The names of what the content is made of that must not be shown. */
  readonly from: readonly string[];
}
