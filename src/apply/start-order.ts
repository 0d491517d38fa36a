import type { Change } from '../plan/value/plan.ts';

/*
 * In which order the changes of a run are begun. What a change depends on comes first (`dependsOn`). Besides, a
 * delete cannot be taken back, so deletes come last, in order that a failure of something else comes before them:
 *
 * | a change                                              | is begun when                                 |
 * |-------------------------------------------------------|-----------------------------------------------|
 * | no delete                                             | what it depends on is done                    |
 * | a delete that some other change waits for             | all that wait for no delete are settled, too  |
 * | a delete that only deletes wait for, or nothing       | all that are no deletes are settled, too      |
 *
 * This is no dependency of the plan: where something else fails, these deletes can be done nevertheless.
 */

/** Which changes wait for others to be settled: `early` and `late` are no deletes; `late` ones wait for one. */
type Part = 'early' | 'freeing' | 'late' | 'free';

/** The changes of a run: those that may be begun, and those that wait. */
export class StartOrder {
  readonly #waiting = new Map<string, Set<string>>();
  readonly #dependants = new Map<string, Change[]>();
  readonly #parts: ReadonlyMap<string, Part>;
  /** Changes whose dependencies are done, in the order in which they were; taken from the front. */
  readonly #ready = { now: [] as Change[], freeing: [] as Change[], free: [] as Change[] };
  /** The number of changes that are not settled. */
  readonly #open = { early: 0, freeing: 0, late: 0, free: 0 };

  /** `changes`: in an order in which they could be done one after the other. */
  constructor(changes: readonly Change[]) {
    const ids = new Set(changes.map((change) => change.id));
    for (const change of changes) {
      const needs = new Set(change.dependsOn.filter((id) => ids.has(id)));
      this.#waiting.set(change.id, needs);
      for (const id of needs) {
        const dependants = this.#dependants.get(id);
        if (dependants) dependants.push(change);
        else this.#dependants.set(id, [change]);
      }
    }
    this.#parts = partsOf(changes, this.#dependants);
    for (const change of changes) {
      this.#open[this.#partOf(change)] += 1;
      if (this.#waiting.get(change.id)?.size === 0) this.#put(change);
    }
  }

  /** The next change that may be begun; undefined when none may be yet. */
  next(): Change | undefined {
    const { early, late } = this.#open;
    const { now, freeing, free } = this.#ready;
    return (
      now.shift() ??
      (early === 0 ? freeing.shift() : undefined) ??
      (early + late === 0 ? free.shift() : undefined)
    );
  }

  /** Says that a change has an outcome. */
  settle(change: Change, isApplied: boolean): void {
    this.#open[this.#partOf(change)] -= 1;
    if (!isApplied) return;
    for (const later of this.dependantsOf(change)) {
      const needs = this.#waiting.get(later.id);
      needs?.delete(change.id);
      if (needs?.size === 0) this.#put(later);
    }
  }

  /** The changes that wait for this one. */
  dependantsOf({ id }: Change): readonly Change[] {
    return this.#dependants.get(id) ?? [];
  }

  /** The id of a change that this one still waits for. */
  firstNeedOf({ id }: Change): string | undefined {
    const [first] = this.#waiting.get(id) ?? [];
    return first;
  }

  #put(change: Change): void {
    const part = this.#partOf(change);
    this.#ready[part === 'early' || part === 'late' ? 'now' : part].push(change);
  }

  #partOf({ id }: Change): Part {
    return this.#parts.get(id) ?? 'early';
  }
}

function partsOf(
  changes: readonly Change[],
  dependants: ReadonlyMap<string, readonly Change[]>,
): ReadonlyMap<string, Part> {
  const afterDelete = new Set<string>();
  for (const { id, action } of changes)
    if (action === 'delete' || afterDelete.has(id))
      for (const later of dependants.get(id) ?? []) afterDelete.add(later.id);
  const beforeOthers = new Set<string>();
  for (const { id } of [...changes].reverse())
    if ((dependants.get(id) ?? []).some((later) => later.action !== 'delete' || beforeOthers.has(later.id)))
      beforeOthers.add(id);
  const partOf = ({ id, action }: Change): Part => {
    if (action === 'delete') return beforeOthers.has(id) ? 'freeing' : 'free';
    return afterDelete.has(id) ? 'late' : 'early';
  };
  return new Map(changes.map((change) => [change.id, partOf(change)]));
}
