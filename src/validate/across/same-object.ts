import { type OwnedEntry, valueOf } from '../../semantics/all-files.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Finds the entries that manage the same object as another, as far as the files tell. All entries are looked
 * through once per field that identifies.
 */
export class SameObject {
  readonly #facts: AcrossFacts;
  readonly #byValue = new Map<string, ReadonlyMap<string, readonly OwnedEntry[]>>();

  constructor(facts: AcrossFacts) {
    this.#facts = facts;
  }

  /**
   * The other entries in which every identifier of this one has the same value, as an identifier or as an
   * attribute.
   */
  of(owned: OwnedEntry): OwnedEntry[] {
    const identifiers = owned.entry.identifiers ?? [];
    const [first] = identifiers;
    if (!first) return [];
    const candidates = this.#entriesBy(owned, first.field).get(first.text) ?? [];
    return candidates.filter(
      (other) =>
        other !== owned && identifiers.every(({ field, text }) => valueOf(other, field)?.text === text),
    );
  }

  /** The entries of the same model, by their value of a field. */
  #entriesBy({ resource }: OwnedEntry, field: string): ReadonlyMap<string, readonly OwnedEntry[]> {
    const name = `${resource.name} ${field}`;
    const known = this.#byValue.get(name);
    if (known) return known;
    const entries = new Map<string, OwnedEntry[]>();
    for (const other of this.#facts.entries) {
      const value = other.resource === resource ? valueOf(other, field) : undefined;
      if (!value) continue;
      const same = entries.get(value.text);
      if (same) same.push(other);
      else entries.set(value.text, [other]);
    }
    this.#byValue.set(name, entries);
    return entries;
  }
}
