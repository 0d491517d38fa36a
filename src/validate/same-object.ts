import { type CheckedEntry, type Facts, nodeText, valueOf } from './facts.ts';

/** Finds the entries that manage the object of another entry, as far as the files tell; one look through all entries for each kind of identifier. */
export class SameObject {
  readonly #facts: Facts;
  readonly #byValue = new Map<string, ReadonlyMap<string, readonly CheckedEntry[]>>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** The other entries in which every identifier of this one has the same value, as an identifier or as an attribute. */
  of(checked: CheckedEntry): CheckedEntry[] {
    const identifiers = checked.entry.identifiers?.pairs ?? [];
    const [first] = identifiers;
    if (!first) return [];
    const candidates = this.#entriesBy(checked, first.key).get(nodeText(first.value, checked.blueprint.file.path)) ?? [];
    return candidates.filter((other) => other !== checked && identifiers.every(({ key, value }) => {
      const theirs = valueOf(other, key);
      return theirs !== undefined && nodeText(theirs, other.blueprint.file.path) === nodeText(value, checked.blueprint.file.path);
    }));
  }

  /** The entries of the same model by what they give a field. */
  #entriesBy({ resource }: CheckedEntry, field: string): ReadonlyMap<string, readonly CheckedEntry[]> {
    const name = `${resource?.name ?? ''} ${field}`;
    const known = this.#byValue.get(name);
    if (known) return known;
    const entries = new Map<string, CheckedEntry[]>();
    for (const other of this.#facts.entries) {
      const value = other.resource === resource ? valueOf(other, field) : undefined;
      if (!value) continue;
      const text = nodeText(value, other.blueprint.file.path);
      const same = entries.get(text);
      if (same) same.push(other);
      else entries.set(text, [other]);
    }
    this.#byValue.set(name, entries);
    return entries;
  }
}
