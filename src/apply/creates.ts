import type { Dict } from '../blueprint/value.ts';
import type { Json, ModelName, Resource } from '../catalog/model.ts';
import type { Change } from '../plan/value/plan.ts';
import { comparable, looksLike } from './look-up.ts';
import type { Made, MadeKey } from './resolve.ts';
import type { Written } from './written.ts';

/** A create of this run: what is sent for which change. */
export interface Create {
  readonly change: Change;
  readonly model: Resource;
  readonly body: Dict;
}

/** A create of an object that the server would make twice, with the key of what it made. */
export interface DoneCreate extends Create {
  readonly key: MadeKey;
  /** The primary keys of objects that looked like it before it was sent. */
  readonly before: ReadonlySet<Json>;
}

/** The creates of one run: they tell which objects of the server are the run's own. */
export class Creates {
  readonly #made: Made;
  /** Those that have been sent and whose object is not known, or may never be; and what looked like it before. */
  readonly #open = new Map<Create, ReadonlySet<Json>>();
  /** Those that are done and that the server would do twice. */
  readonly done: DoneCreate[] = [];

  /** What somebody else has made since the plan, for people: another run may be at work. */
  others: string | undefined;
  readonly #wait: () => Promise<unknown>;
  #first: Promise<void> | undefined;

  /**
   * `made`: the keys of the objects that the run has written so far; it may grow. `wait`: waits before the first
   * look for what the server would make twice.
   */
  constructor(made: Made, wait: () => Promise<unknown>) {
    this.#made = made;
    this.#wait = wait;
  }

  /**
   * Does a create of what the server would make twice. The first one of a run waits for a moment and is done
   * alone, and `look` sees whether another run makes the same: two runs that begin at the same moment would
   * otherwise look and create in step, and neither would see what the other makes.
   */
  async inTurn(create: () => Promise<Written>, look: (written: Written) => Promise<void>): Promise<Written> {
    if (this.#first) {
      await this.#first.catch(() => undefined);
      return create();
    }
    const first = this.#wait().then(create);
    this.#first = first.then(look);
    await this.#first.catch(() => undefined);
    return first;
  }

  /** Records that a create is about to be sent. `before`: the primary keys of what looks like it already. */
  open(create: Create, before: ReadonlySet<Json>): void {
    this.#open.set(create, before);
  }

  /** The create of a change that was sent and of which it is not known what came of it. */
  openOf(change: Change): (Create & { readonly before: ReadonlySet<Json> }) | undefined {
    for (const [create, before] of this.#open) if (create.change === change) return { ...create, before };
    return undefined;
  }

  /** Records that it is known what came of a create. */
  close(create: Create): void {
    this.#open.delete(create);
  }

  /**
   * Whether a change of this run has written the object with this primary key in the list of a model. Numbers
   * count per model: a user with the key 3 is no provider.
   */
  isOurs({ name, shadowedBy }: Resource, pk: Json): boolean {
    const listed = new Set<ModelName>([name, ...shadowedBy]);
    return [...this.#made.values()].some((one) => one.pk === pk && listed.has(one.model));
  }

  /** Whether an object may be what another create of this run has made, of which nothing is known yet. */
  mayBeAnothers(create: Create, row: Written): boolean {
    return [...this.#open.keys()].some(
      (other) =>
        other.change !== create.change &&
        other.model.name === create.model.name &&
        looksLike(comparable(other.model, other.body), row),
    );
  }
}
