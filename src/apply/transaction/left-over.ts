import type { Catalog, Json, Resource } from '../../catalog/model.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import { identifiersOf } from '../../plan/value/identifiers.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import {
  decodeValue,
  encodeValue,
  isList,
  isMapping,
  type PlanValue,
  tagOf,
} from '../../plan/value/plan-value.ts';
import { canonicalText } from '../../plan/value/written-part.ts';
import { type MadeKey, resolveValue } from '../resolve.ts';

/*
 * What a plan that was made after a transaction shows of the plan before it: which of its changes are done, and which
 * are the ones that were to come afterwards.
 */

/** What a transaction was to make, and what was to come after it. */
export interface Divided {
  readonly together: readonly Change[];
  /** `rest`: of a change whose object is made together with the others. */
  readonly afterwards: readonly { readonly change: Change; readonly part: 'whole' | 'rest' }[];
}

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
  { together, afterwards }: Divided,
  after: Pick<Plan, 'changes'>,
  catalog: Catalog,
): LeftOver {
  const objects = new Objects(approved, after, catalog);
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
    const parts = new Parts(objects, made, later);
    if (made[0] && !objects.isPlanned(made[0])) {
      result.silent.push(...made);
      result.absent.push(...later.map(({ change }) => change));
      continue;
    }
    seen += made.filter((change) => parts.isSeen(change)).length;
    const undone = new Set(made.filter((change) => parts.isUndone(change, now)));
    result.undone.push(...undone);
    const [undoneOne] = undone;
    if (undoneOne) {
      for (const left of now) result.unmade.push({ change: undoneOne, left });
      for (const { change } of later) result.blocked.set(change, undoneOne);
      continue;
    }
    for (const left of now) {
      const kind = parts.kindOf(left);
      const [first] = made;
      if (kind === 'otherwise' && first) result.otherwise.push({ change: first, left });
      if (kind === 'done') continue;
      for (const { change } of later) result[kind === 'next' ? 'next' : 'moved'].push({ change, left });
    }
    if (now.every((left) => parts.kindOf(left) === 'done'))
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

/** The objects of the plan before, as the plan after it has them. */
class Objects {
  readonly catalog: Catalog;
  readonly made = new Map<string, MadeKey>();
  readonly #now = new Map<string, readonly Change[]>();

  constructor(approved: Pick<Plan, 'changes'>, after: Pick<Plan, 'changes'>, catalog: Catalog) {
    this.catalog = catalog;
    const byRow = new Map<string, Change[]>();
    const byPlace = new Map<string, Change[]>();
    for (const change of after.changes) {
      if (change.by === undefined) add(byRow, change.row, change);
      if (change.place) add(byPlace, placeOf(change), change);
    }
    // Ours first: what the server makes of the same object says nothing of what is left.
    const ours = approved.changes.filter(({ by }) => by === undefined);
    const others = approved.changes.filter(({ by }) => by !== undefined);
    for (const change of [...ours, ...others]) {
      if (this.#now.has(change.row)) continue;
      // A new object is told by the entry that makes it.
      const now = change.itemKey === undefined ? byPlace.get(placeOf(change)) : byRow.get(change.row);
      this.#now.set(change.row, now ?? []);
      const keys = now?.[0] && this.#keysOf(now[0]);
      if (keys) this.made.set(change.row, keys);
    }
  }

  /** What is written of the object of a change now. */
  leftOf(change: Change | undefined): readonly Change[] {
    return this.#of(change).filter(isWritten);
  }

  /** Whether the plan says anything of the object of a change now. */
  isPlanned(change: Change): boolean {
    return this.#of(change).length > 0;
  }

  /** Whether the object of a change is there now. */
  isThere(change: Change): boolean {
    return this.#of(change).some(({ itemKey }) => itemKey !== undefined);
  }

  readonly rowNow = (row: string): string => this.#now.get(row)?.[0]?.row ?? row;

  fieldsOf({ model }: Change): Resource['fields'] {
    const resource = this.catalog.models[model];
    return resource?.kind === 'resource' ? resource.fields : {};
  }

  /** A value of the plan before, with the keys that its objects have now. */
  settled(value: PlanValue): PlanValue {
    if (isList(value)) return value.map((item) => this.settled(item));
    if (!isMapping(value)) return value;
    const tag = tagOf(value);
    if (tag === '$ref' || tag === '$format') {
      const now = resolveValue(decodeValue(value), this.made);
      if (now !== undefined) return encodeValue(now);
      const reference = value['$ref'];
      return reference !== undefined && isMapping(reference)
        ? { $ref: { ...reference, row: this.rowNow(String(reference['row'])) } }
        : value;
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.settled(item)]));
  }

  #of(change: Change | undefined): readonly Change[] {
    return (change && this.#now.get(change.row)) ?? [];
  }

  #keysOf({ model, itemKey, before }: Change): MadeKey | undefined {
    const resource = this.catalog.models[model];
    const pk = resource?.kind === 'resource' ? before?.[resource.collection.pk] : undefined;
    if (resource?.kind !== 'resource' || itemKey === undefined || !isPlain(pk)) return undefined;
    const shown = Object.entries(before ?? {}).flatMap(([name, value]): [string, Json][] =>
      isPlain(value) ? [[name, value]] : [],
    );
    return { model, pk, key: itemKey, identifiers: identifiersOf(resource, Object.fromEntries(shown)) };
  }
}

/** The parts that may come after the object itself. */
const REST = /^(setter|grant|applies)\b/;

/** What is planned of one object: together with others, and afterwards. */
class Parts {
  readonly #objects: Objects;
  readonly #made: readonly Change[];
  /** What may be left, with its value; undefined: with any. */
  readonly #later = new Map<string, string | undefined>();
  /** Values that nobody can read, which may be written a second time. */
  readonly #hidden = new Set<string>();

  constructor(objects: Objects, made: readonly Change[], later: Divided['afterwards']) {
    this.#objects = objects;
    this.#made = made;
    const settled = (value: PlanValue): PlanValue => objects.settled(value);
    for (const { change, part } of later)
      for (const [name, value] of partsOf(change, settled))
        if (part === 'whole' || REST.test(name)) this.#later.set(name, value);
    for (const change of made) {
      const fields = objects.fieldsOf(change);
      if (change.markedIn !== undefined) this.#later.set(`body ${change.markedIn}`, undefined);
      for (const name of Object.keys(change.body))
        if (fields[name]?.writeOnly) this.#hidden.add(`body ${name}`);
    }
  }

  /** Whether a plan shows if a change of the transaction is done: not where nobody can read what it writes. */
  isSeen(change: Change): boolean {
    return change.action !== 'update' || this.#seenParts(change).length > 0;
  }

  /** Whether nothing of a change of the transaction is done. */
  isUndone(change: Change, now: readonly Change[]): boolean {
    if (change.action === 'delete') return now.some(({ action }) => action === 'delete');
    if (!this.#objects.isThere(change)) return true;
    if (change.action === 'create') return false;
    const left = new Map(now.flatMap((one) => [...partsOf(one, (value) => value)]));
    const wanted = this.#seenParts(change);
    return wanted.length > 0 && wanted.every(([name, value]) => left.get(name) === value);
  }

  #seenParts(change: Change): (readonly [string, string])[] {
    return [...partsOf(change, (value) => this.#objects.settled(value))].filter(
      ([name, value]) =>
        !this.#hidden.has(name) && !(this.#later.has(name) && this.#later.get(name) === value),
    );
  }

  /** What a change that is left is: what was to come, something that was not, or nothing that counts. */
  kindOf(left: Change): 'next' | 'moved' | 'otherwise' | 'done' {
    const parts = [...partsOf(left, (value) => value)].filter(
      ([name]) => !this.#hidden.has(name) || this.#later.has(name),
    );
    if (parts.length === 0) return 'done';
    const isPlanned = parts.every(([name, value]) => {
      if (!this.#later.has(name)) return false;
      const planned = this.#later.get(name);
      return planned === undefined || planned === value;
    });
    if (isPlanned) return 'next';
    return this.#made.length > 0 ? 'otherwise' : 'moved';
  }
}

/** What a change writes: each part with its value as a text. */
function* partsOf(
  { action, body, setters, grants, applies, cascades }: Change,
  settled: (value: PlanValue) => PlanValue,
): Generator<readonly [string, string]> {
  if (action === 'delete') {
    yield ['delete', ''];
    for (const { model, keys } of cascades) for (const key of keys) yield [`along ${model} ${key}`, ''];
  }
  if (action === 'create') yield ['create', ''];
  for (const [name, value] of Object.entries(body)) yield [`body ${name}`, canonicalText(settled(value))];
  for (const { field, value } of setters) yield [`setter ${field}`, canonicalText(settled(value))];
  for (const grant of grants) {
    const written = writtenGrant(grant);
    const { permission, everywhere, holder, key } = grant;
    if (written !== undefined)
      yield [`grant ${canonicalText({ permission, everywhere, holder, key: settled(key) })}`, written];
  }
  if (applies) yield ['applies', ''];
}

function placeOf({ model, place }: Change): string {
  return place ? `${model}@${place.path}#${place.start}` : '';
}

function isPlain(value: PlanValue | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

function add(groups: Map<string, Change[]>, name: string, change: Change): void {
  const group = groups.get(name);
  if (group) group.push(change);
  else groups.set(name, [change]);
}
