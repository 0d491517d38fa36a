import type { Division } from '../../plan/transaction/division.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import type { Change } from '../../plan/value/plan.ts';
import type { PlanValue } from '../../plan/value/plan-value.ts';
import { canonicalText } from '../../plan/value/written-part.ts';
import type { ObjectsNow } from './objects-now.ts';

/** The writes that may come after the object itself. */
const REST = /^(setter|grant|applies)\b/;

/** What is planned of one object: together with others, and afterwards. */
export class PlannedWrites {
  readonly #objects: ObjectsNow;
  readonly #made: readonly Change[];
  /** What may be left, with its value; undefined: with any. */
  readonly #later = new Map<string, string | undefined>();
  /** Values that nobody can read, which may be written a second time. */
  readonly #hidden = new Set<string>();
  /** What marks stand for, by the write that takes them away. */
  readonly #marks = new Map<string, readonly string[]>();

  constructor(objects: ObjectsNow, made: readonly Change[], later: Division['afterwards']) {
    this.#objects = objects;
    this.#made = made;
    const settled = (value: PlanValue): PlanValue => objects.settled(value);
    for (const { change, part } of later)
      for (const [name, value] of writesOf(change, settled))
        if (part === 'whole' || REST.test(name)) this.#later.set(name, value);
    for (const change of made) {
      const fields = objects.fieldsOf(change);
      if (change.markedIn !== undefined) {
        const names = change.setters.map(({ field }) => field);
        const marked = names.filter((name) => fields[name]?.setter?.mark === change.markedIn);
        this.#later.set(`body ${change.markedIn}`, undefined);
        this.#marks.set(
          `body ${change.markedIn}`,
          marked.map((name) => `setter ${name}`),
        );
      }
      for (const name of Object.keys(change.body))
        if (fields[name]?.writeOnly) this.#hidden.add(`body ${name}`);
    }
  }

  /** Whether a plan shows if a change of the transaction is done: not where nobody can read what it writes. */
  isSeen(change: Change): boolean {
    return change.action !== 'update' || this.#seenWrites(change).length > 0;
  }

  /** Whether nothing of a change of the transaction is done. */
  isUndone(change: Change, now: readonly Change[]): boolean {
    if (change.action === 'delete') return now.some(({ action }) => action === 'delete');
    if (!this.#objects.isThere(change)) return true;
    if (change.action === 'create') return false;
    const left = new Map(now.flatMap((one) => [...writesOf(one, (value) => value)]));
    const wanted = this.#seenWrites(change);
    return wanted.length > 0 && wanted.every(([name, value]) => left.get(name) === value);
  }

  #seenWrites(change: Change): (readonly [string, string])[] {
    return [...writesOf(change, (value) => this.#objects.settled(value))].filter(
      ([name, value]) =>
        !this.#hidden.has(name) && !(this.#later.has(name) && this.#later.get(name) === value),
    );
  }

  /** What a change that is left is: what was to come, something that was not, or nothing that counts. */
  kindOf(left: Change): 'next' | 'moved' | 'otherwise' | 'done' {
    const writes = [...writesOf(left, (value) => value)].filter(
      ([name]) => !this.#hidden.has(name) || this.#later.has(name),
    );
    if (writes.length === 0) return 'done';
    const isPlanned = writes.every(([name, value]) => {
      if (!this.#later.has(name)) return false;
      const planned = this.#later.get(name);
      return planned === undefined || planned === value;
    });
    const names = new Set(writes.map(([name]) => name));
    // A mark that goes alone takes with it that what it stands for is missing.
    const losesMark = [...this.#marks].some(
      ([mark, missing]) => names.has(mark) && !missing.every((name) => names.has(name)),
    );
    if (isPlanned && !losesMark) return 'next';
    return this.#made.length > 0 ? 'otherwise' : 'moved';
  }
}

/** What a change writes: each field, setter, permission or other thing with its value as a text. */
function* writesOf(
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
