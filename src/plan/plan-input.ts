import type { Snapshot } from '../actual/snapshot.ts';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { Features } from '../blueprint/features.ts';
import type { Refusal } from '../blueprint/refusal.ts';
import type { Dict } from '../blueprint/value.ts';
import type { BundledTable } from '../catalog/bundled.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Inventory } from '../ownership/inventory.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';
import type { HashSecret } from './changes/encode-change.ts';
import type { EntryTrace } from './entries/entry-trace.ts';
import type { Policy } from './policy.ts';
import type { UnmanagedInput } from './unmanaged/find-unmanaged.ts';

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly blueprints: readonly Blueprint[];
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly features: Features;
  /** What authentik puts into every context, see `systemContext`. */
  readonly system: Dict;
  /** What the caller adds to each blueprint's own context (`--context`). */
  readonly context: Dict;
  /** The environment that `!Env` sees. */
  readonly env: (name: string) => string | Refusal | undefined;
  /** Gives the text of a file that `!File` names; undefined: no file can be read. */
  readonly readFile?: ((path: string) => string | Refusal | undefined) | undefined;
  /**
   * Whether a variable, a file or a key of `context` may be shown, by its name; without it none may, see
   * `sensitiveSources`.
   */
  readonly isInsensitive?: ((name: string) => boolean) | undefined;
  /** The secrets that the run knows so far; those of the plan are added. */
  readonly secrets?: KnownSecrets | undefined;
  /** What the project owns on the server; undefined: nothing is kept of that. */
  readonly owned?: Inventory | undefined;
  /** The objects that other projects own, as `ownedKey` writes them. */
  readonly ownedByOthers?: ReadonlySet<string> | undefined;
  /** Whether entries were left out: nobody knows what no entry declares then. */
  readonly isPart?: boolean | undefined;
  /** Learns what entries manage and refer to. */
  readonly trace?: EntryTrace | undefined;
  /** The host of the server, with its port, if any: which brand its visitors see; undefined: not known. */
  readonly host?: string | undefined;
  /** Whether it is also judged what would be so if the run failed in the middle. */
  readonly judgesBetween?: boolean | undefined;
  /** Gives the keyed hash of a secret, for the digest; undefined: there is no key, and it says nothing of their values. */
  readonly hash?: HashSecret | undefined;
  /** authentik's own blueprints, read when they are needed; undefined: they are not known. */
  readonly bundled?: (() => BundledTable) | undefined;
  /** How it is looked for what hangs on declared objects and is in no file; undefined: it is not. */
  readonly unmanaged?: UnmanagedInput | undefined;
  /** `AK_BLUEPRINT_KEY`, with which hashes of values are made; undefined: none are. */
  readonly hashKey?: string | undefined;
}
