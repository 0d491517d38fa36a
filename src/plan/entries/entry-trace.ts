import type { Entry } from '../../blueprint/blueprint.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** What entries do while they are planned: which objects they manage, and what they refer to. */
export class EntryTrace {
  readonly #objects = new Map<Entry, Set<OverlayRow>>();
  readonly #entries = new Map<string, Set<Entry>>();
  readonly #rows = new Map<Entry, Set<OverlayRow>>();
  readonly #needs = new Map<Entry, Set<Entry>>();

  /** Forgets everything: the entries are planned again. */
  clear(): void {
    for (const map of [this.#objects, this.#entries, this.#rows, this.#needs]) map.clear();
  }

  /** An entry manages an object, or deletes it. */
  manages(entry: Entry, row: OverlayRow): void {
    add(this.#objects, entry, row);
    add(this.#entries, row.id, entry);
  }

  /** An entry looks up an object. */
  refers(entry: Entry, row: OverlayRow): void {
    add(this.#rows, entry, row);
  }

  /** An entry names another one, by its id or by its key. */
  names(entry: Entry, other: Entry): void {
    if (entry !== other) add(this.#needs, entry, other);
  }

  /** The objects that an entry manages. */
  objectsOf(entry: Entry): ReadonlySet<OverlayRow> {
    return this.#objects.get(entry) ?? new Set();
  }

  /** The entries that manage the object of a row, by the row's id. */
  entriesOf(row: string): ReadonlySet<Entry> {
    return this.#entries.get(row) ?? new Set();
  }

  /** The entries that one refers to, directly or by what they manage. */
  neededBy(entry: Entry): Entry[] {
    const found = [...(this.#rows.get(entry) ?? [])].flatMap(({ id }) => [...this.entriesOf(id)]);
    return [...found, ...(this.#needs.get(entry) ?? [])];
  }
}

function add<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const all = map.get(key);
  if (all) all.add(value);
  else map.set(key, new Set([value]));
}
