import type { Catalog } from '../../catalog/model.ts';
import type { Division } from '../../plan/transaction/division.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import type { MadeKey } from '../resolve.ts';
import { ObjectsNow } from './objects-now.ts';
import { PlannedWrites } from './planned-writes.ts';

/*
 * What a plan that was made after a transaction shows of the plan before it: which of its changes are done, and which
 * are the ones that were to come afterwards.
 */

/** A change of the plan before, and what is left of it. */
interface Left {
  readonly change: Change;
  readonly left: Change;
}

/** What is left of a plan after its transaction. */
export interface LeftOver {
  /** How many of the transaction's changes can be seen in a plan. */
  readonly seen: number;
  /** Changes of the transaction of which nothing is done. */
  readonly undone: readonly Change[];
  /** What would be done now of the objects of `undone`. */
  readonly unmade: readonly Left[];
  /**
   * Changes of the transaction whose entries say nothing of their objects any more: a condition of theirs asks for
   * what they were to make, and no longer holds. The plan does not tell whether they are done.
   */
  readonly silent: readonly Change[];
  /** Changes of the transaction that were made otherwise than the plan says. */
  readonly otherwise: readonly Left[];
  /** What is to be done now, as it was planned; several may be of one change, or one of several. */
  readonly next: readonly Left[];
  /** What was to come afterwards and would do something else now. */
  readonly moved: readonly Left[];
  /** What was to come afterwards and is not in the plan any more: it is done, or an error stands in its way. */
  readonly absent: readonly Change[];
  /** What was to come afterwards, of an object that the transaction has not made: with that change. */
  readonly blocked: ReadonlyMap<Change, Change>;
  /** What would be done now and was not planned. */
  readonly unplanned: readonly Change[];
  /** The keys of the objects of the plan before that are there now, by its rows. */
  readonly made: ReadonlyMap<string, MadeKey>;
  /** What rows of the plan before are called now. */
  readonly rowNow: (row: string) => string;
}

/** Compares a plan, divided for a transaction, with the one that was made after it. */
export function leftOver(
  approved: Pick<Plan, 'changes'>,
  { together, afterwards }: Pick<Division, 'together' | 'afterwards'>,
  after: Pick<Plan, 'changes'>,
  catalog: Catalog,
): LeftOver {
  const objects = new ObjectsNow(approved, after, catalog);
  let seen = 0;
  const result = {
    undone: [] as Change[],
    unmade: [] as Left[],
    silent: [] as Change[],
    otherwise: [] as Left[],
    next: [] as Left[],
    moved: [] as Left[],
    absent: [] as Change[],
    blocked: new Map<Change, Change>(),
  };
  const ours = new Set<Change>();
  const rows = new Set([...together, ...afterwards.map(({ change }) => change)].map(({ row }) => row));
  for (const row of rows) {
    const made = together.filter((change) => change.row === row);
    const later = afterwards.filter(({ change }) => change.row === row);
    const now = objects.leftOf(made[0] ?? later[0]?.change);
    for (const left of now) ours.add(left);
    const writes = new PlannedWrites(objects, made, later);
    if (made[0] && !objects.isPlanned(made[0])) {
      result.silent.push(...made);
      result.absent.push(...later.map(({ change }) => change));
      continue;
    }
    seen += made.filter((change) => writes.isSeen(change)).length;
    const undone = new Set(made.filter((change) => writes.isUndone(change, now)));
    result.undone.push(...undone);
    const [undoneOne] = undone;
    if (undoneOne) {
      for (const left of now) result.unmade.push({ change: undoneOne, left });
      for (const { change } of later) result.blocked.set(change, undoneOne);
      continue;
    }
    for (const left of now) {
      const kind = writes.kindOf(left);
      const [first] = made;
      if (kind === 'otherwise' && first) result.otherwise.push({ change: first, left });
      if (kind === 'done') continue;
      for (const { change } of later) result[kind === 'next' ? 'next' : 'moved'].push({ change, left });
    }
    if (now.every((left) => writes.kindOf(left) === 'done'))
      result.absent.push(...later.map(({ change }) => change));
  }
  return {
    ...result,
    seen,
    unplanned: after.changes.filter((change) => isWritten(change) && !ours.has(change)),
    made: objects.made,
    rowNow: objects.rowNow,
  };
}
