import type { Change, Plan } from './plan.ts';
import type { PlanDict, PlanValue } from './plan-value.ts';
import { canonicalText, inOrder, isDone, type RowName, secretsIn, writtenParts } from './written-part.ts';

/*
 * A plan that was approved, and the plan for the server as it is now: which of the approved changes would still do
 * what was approved.
 */

/** What is different between an approved change and what would be done now. */
export type Difference =
  /** Nothing is to be done any more: the server has it already. */
  | { readonly kind: 'done-already' }
  /** What was planned is not in the new plan: there is no such object any more, or an error stands in its way. */
  | { readonly kind: 'not-planned' }
  /** Another object is in its place, or it is now to be made, changed or deleted where it was not. */
  | { readonly kind: 'other-object'; readonly now: Change }
  | { readonly kind: 'field'; readonly name: string; readonly before: PlanValue; readonly now: PlanValue }
  /** Other objects are deleted along with it, or lose a link to it. */
  | { readonly kind: 'dependants'; readonly models: readonly string[] }
  | { readonly kind: 'permissions' }
  /** The value of a secret that it writes is another. */
  | { readonly kind: 'secret'; readonly from: string }
  /** What the server changes while it applies a blueprint. */
  | { readonly kind: 'by-server' }
  /** It waits for a change that was not approved. */
  | { readonly kind: 'waits'; readonly for: Change }
  /** What it writes is another for another reason: a file or a variable that it reads has changed. */
  | { readonly kind: 'written'; readonly names: readonly string[] };

/** How two plans differ. */
export interface PlanComparison {
  /** The approved changes that would do something else now, by id. */
  readonly moved: ReadonlyMap<string, readonly Difference[]>;
  /** What would be done now and was not approved. */
  readonly unapproved: readonly Change[];
}

/**
 * Compares an approved plan with the one for the server as it is now. Both were made of the same files. New objects
 * are told by the entries that make them. `isSameSecret`: whether what stands behind a reference is what was
 * approved.
 */
export function comparePlans(
  approved: Plan,
  now: Plan,
  isSameSecret: (from: string) => boolean,
): PlanComparison {
  const one = new Named(approved);
  const other = new Named(now);
  const moved = new Map<string, readonly Difference[]>();
  const approvedNames = new Set<string>();
  for (const change of one.done) {
    const name = one.idOf(change);
    approvedNames.add(name);
    const differences = compareChange(one, other, change, isSameSecret);
    if (differences.length > 0)
      moved.set(change.by === undefined ? change.id : applier(approved, change), differences);
  }
  const unapproved = other.done.filter((change) => !approvedNames.has(other.idOf(change)));
  refuseWaiting(one, other, moved, unapproved);
  return { moved, unapproved };
}

/** Adds the changes that would now wait for one that is not made. */
function refuseWaiting(
  one: Named,
  other: Named,
  moved: Map<string, readonly Difference[]>,
  unapproved: readonly Change[],
): void {
  const notMade = new Map(unapproved.map((change) => [change.id, change]));
  const idNow = (change: Change): string => other.find(one.idOf(change))?.id ?? '';
  for (const change of one.done) if (moved.has(change.id)) notMade.set(idNow(change), change);
  for (let found = true; found; ) {
    found = false;
    for (const change of one.done) {
      if (moved.has(change.id)) continue;
      const waitsFor = other
        .find(one.idOf(change))
        ?.dependsOn.map((id) => notMade.get(id))
        .find((earlier) => earlier !== undefined);
      if (!waitsFor) continue;
      moved.set(change.id, [{ kind: 'waits', for: waitsFor }]);
      notMade.set(idNow(change), change);
      found = true;
    }
  }
}

/** The change that has the server do this one. */
function applier({ changes }: Plan, { by, id }: Change): string {
  return changes.find((change) => change.row === by && change.by === undefined)?.id ?? id;
}

/** A plan whose new objects are named by the entries that make them, and not by numbers. */
class Named {
  readonly plan: Plan;
  readonly done: readonly Change[];
  readonly #names = new Map<string, string>();
  readonly #byName = new Map<string, Change>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.done = plan.changes.filter(isDone);
    for (const { row, model, itemKey, before, place, reason } of plan.changes) {
      if (before !== undefined || itemKey !== undefined || !place || reason?.kind === 'along') continue;
      if (!this.#names.has(row)) this.#names.set(row, `${model}@${place.path}#${place.start}`);
    }
    for (const { row, brings = [] } of plan.changes)
      for (const [index, { row: along, model }] of brings.entries())
        this.#names.set(along, `${this.nameOf(row)}/${model}/${index}`);
    for (const change of plan.changes) this.#byName.set(this.idOf(change), change);
  }

  readonly nameOf: RowName = (row) => this.#names.get(row) ?? row;

  /** What a change is called in both plans. */
  idOf({ id, row, by }: Change): string {
    const rest = by === undefined ? id.slice(row.length) : `@${this.nameOf(by)}`;
    return `${this.nameOf(row)}${rest}`;
  }

  find(name: string): Change | undefined {
    return this.#byName.get(name);
  }

  /** The change that the same entry makes of the same kind of object. */
  ofEntry({ model, place, by }: Change): Change | undefined {
    return this.plan.changes.find(
      (change) =>
        place !== undefined &&
        change.model === model &&
        (change.by === undefined) === (by === undefined) &&
        change.place?.path === place.path &&
        change.place.start === place.start,
    );
  }
}

function compareChange(
  one: Named,
  other: Named,
  change: Change,
  isSameSecret: (from: string) => boolean,
): Difference[] {
  const match = other.find(one.idOf(change));
  if (!match) {
    const instead = other.ofEntry(change);
    if (!instead) return [{ kind: 'not-planned' }];
    const isMade = change.action === 'create' && instead.action === 'noop';
    return [isMade ? { kind: 'done-already' } : { kind: 'other-object', now: instead }];
  }
  if (!isDone(match))
    return match.leftAlone ? [{ kind: 'other-object', now: match }] : doneBySomebody(change, match);
  const secrets = [...secretsIn(change)].filter((from) => !isSameSecret(from));
  return [
    ...compareParts(one, other, change, match),
    ...secrets.map((from): Difference => ({ kind: 'secret', from })),
  ];
}

function doneBySomebody(change: Change, match: Change): Difference[] {
  const fields = compareBefore(change, match);
  return [{ kind: 'done-already' }, ...fields];
}

function compareParts(one: Named, other: Named, change: Change, match: Change): Difference[] {
  const approved = writtenParts(change, one.nameOf);
  const now = writtenParts(match, other.nameOf);
  const names = Object.keys({ ...approved, ...now }).filter(
    (name) => canonicalText(approved[name]) !== canonicalText(now[name]),
  );
  if (names.length === 0) return [];
  if (change.by !== undefined) return [{ kind: 'by-server' }];
  const found: Difference[] = compareBefore(change, match);
  if (names.includes('action')) found.push({ kind: 'other-object', now: match });
  if (names.includes('cascades') || names.includes('clears'))
    found.push({ kind: 'dependants', models: dependantModels(change, match) });
  if (names.includes('grants')) found.push({ kind: 'permissions' });
  return found.length > 0 ? found : [{ kind: 'written', names: writtenNames(change, match) }];
}

function beforeOf({ before = {}, unordered }: Change): PlanDict {
  return inOrder(before, unordered);
}

/** The fields of an object that are different. */
function compareBefore(change: Change, match: Change): Difference[] {
  const [before, now] = [beforeOf(change), beforeOf(match)];
  return Object.keys({ ...before, ...now })
    .filter((name) => canonicalText(before[name]) !== canonicalText(now[name]))
    .map((name) => ({ kind: 'field', name, before: before[name] ?? null, now: now[name] ?? null }));
}

function dependantModels(change: Change, match: Change): string[] {
  const textOf = (one: Change): Map<string, string> =>
    new Map([...one.cascades, ...(one.clears ?? [])].map((part) => [canonicalText({ ...part }), part.model]));
  const [before, now] = [textOf(change), textOf(match)];
  const differing = [...before, ...now].filter(([text]) => before.has(text) !== now.has(text));
  return [...new Set(differing.map(([, model]) => model))].sort();
}

function writtenNames(change: Change, match: Change): string[] {
  const valuesOf = ({ body, companions, setters, unordered }: Change): Map<string, string> =>
    new Map([
      ...Object.entries({ ...companions, ...inOrder(body, unordered) }).map(
        ([name, value]) => [name, canonicalText(value)] as const,
      ),
      ...setters.map(({ field, value }) => [field, canonicalText(value)] as const),
    ]);
  const [before, now] = [valuesOf(change), valuesOf(match)];
  return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
}
