import type { Catalog } from '../catalog/model.ts';
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
  /** The part of every path before the API's own, e.g. `/api/v3`. */
  readonly root: string;
}

/** Who asks. */
export interface Caller {
  readonly user: Row;
  readonly superuser: boolean;
}
