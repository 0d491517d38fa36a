import type { Catalog, Json } from '../catalog/model.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { ModelTable } from './model-table.ts';
import type { Random } from './random.ts';
import type { SandboxRules } from './rules.ts';
import type { Row, Store } from './store.ts';

/** Everything that the sandbox is made of. */
export interface World {
  readonly catalog: Catalog;
  readonly rules: SandboxRules;
  readonly behaviour: Behaviour;
  readonly models: ModelTable;
  readonly store: Store;
  readonly clock: () => Date;
  readonly random: Random;
  /** Answers that the server keeps for a while, by user. */
  readonly cache: Map<string, readonly Row[]>;
  /** What the last task about each blueprint instance said, by the instance's key. */
  readonly tasks: Map<string, TaskResult>;
  /** Whether a document outside can be fetched. */
  readonly reaches: (url: string) => boolean;
  /** Runs a blueprint; `dry`: only finds out whether it would work. */
  readonly runBlueprint: (world: World, text: string, caller: Caller, dry: boolean) => BlueprintRun;
  /** The part of every path before the API's own, e.g. `/api/v3`. */
  readonly root: string;
}

/**
 * What became of a blueprint: not YAML or no entries; of another version; an entry that cannot be written;
 * one that makes the importer fail; or done.
 */
export interface BlueprintRun {
  readonly result: 'unreadable' | 'refused' | 'failed' | 'crashed' | 'applied';
  readonly metadata: Readonly<Record<string, Json>>;
  /** What the importer logs, when it does not do it. */
  readonly messages: readonly LogMessage[];
}

/** A line of the importer's log, with the entry that it is about. */
export interface LogMessage {
  readonly event: string;
  readonly entry?: Json;
}

/** The end of a task that applied a blueprint instance. */
export interface TaskResult {
  readonly instance: string;
  /** The instance's name as a slug: what the task is called. */
  readonly slug: string;
  readonly failed: boolean;
  readonly messages: readonly LogMessage[];
  readonly time: string;
}

/** Who asks. */
export interface Caller {
  readonly user: Row;
  readonly superuser: boolean;
}
