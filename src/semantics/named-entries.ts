import type { Blueprint, Entry, Node } from '../blueprint/blueprint.ts';
import { entryParts, walkNodes } from '../blueprint/walk.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, Field, Resource } from '../catalog/model.ts';
import { isOneOf } from './kinds.ts';
import { hasNumbers, keyText, objectKey } from './object-key.ts';

/*
 * Exports name objects by the primary keys that they had on the server where they were made, and refer to
 * them by these. Here a key that an entry is identified by is the name of that entry's object, in every file
 * of the run: what refers to it means the object, whatever key it has here, and wherever the entry stands. A
 * number names an object in its own file only, and only where a field links to objects of that kind: another
 * 5 is a port, an order, or somebody else's 5.
 */

/** An entry that names its object by a literal primary key. */
export interface NamedEntry {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
  readonly model: Resource;
  readonly pk: string;
}

/** An entry and the file that it is in. */
export interface EntryOf {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
}

/** The entries of some files that name their objects by literal primary keys, as their text tells. */
export class NamedEntries {
  readonly #catalog: Catalog;
  readonly #all: readonly EntryOf[];
  readonly #byKey = new Map<string, NamedEntry[]>();
  readonly #byEntry = new Map<Entry, NamedEntry>();

  /** `blueprints`: in the order in which they are planned. */
  constructor(blueprints: readonly Blueprint[], catalog: Catalog) {
    this.#catalog = catalog;
    this.#all = blueprints.flatMap((blueprint) => blueprint.entries.map((entry) => ({ blueprint, entry })));
    for (const { blueprint, entry } of this.#all) this.#add(blueprint, entry);
  }

  /** An entry as one that names its object; undefined: it does not. */
  of(entry: Entry): NamedEntry | undefined {
    return this.#byEntry.get(entry);
  }

  /** Whether an entry names its object by this key, as `pkText` spells it. */
  isName(key: string | undefined): boolean {
    return this.#byKey.has(key ?? '');
  }

  /** Whether there is any. */
  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /**
   * Whether an entry is about the object of another one, which is a kind of it and has the same key: an
   * export has a proxy provider as OAuth2 provider, too.
   */
  isShadow(entry: Entry): boolean {
    const named = this.#byEntry.get(entry);
    return (
      named !== undefined &&
      (this.#byKey.get(named.pk) ?? []).some(
        ({ blueprint, model }) =>
          blueprint === named.blueprint && named.model.shadowedBy.includes(model.name),
      )
    );
  }

  /** The entries that a key may name in a file, those of the file itself first. */
  named(blueprint: Blueprint, key: string | undefined): readonly NamedEntry[] {
    const all = (this.#byKey.get(key ?? '') ?? []).filter(({ entry }) => !this.isShadow(entry));
    const own = all.filter((one) => one.blueprint === blueprint);
    const others = all.filter((one) => one.blueprint !== blueprint && !hasNumbers(one.model));
    return [...own, ...others];
  }

  /** Whether a field can mean the object of an entry by its key; a number only where it links to such objects. */
  canMean(field: Field | undefined, { model }: NamedEntry): boolean {
    return field?.references ? isOneOf(this.#catalog, field.references, model.name) : !hasNumbers(model);
  }

  /**
   * All entries in the order in which they are planned: as they stand, but one that is referred to by its key
   * comes before what refers to it, if it means the same wherever it stands (it has no tags). Where entries
   * refer to each other in a circle, the first one that is met comes last.
   */
  *inOrder(): Generator<EntryOf> {
    const entered = new Set<Entry>();
    for (const start of this.#all) {
      if (entered.has(start.entry)) continue;
      entered.add(start.entry);
      const path = [{ here: start, needs: this.#referredTo(start) }];
      for (let last = path.at(-1); last; last = path.at(-1)) {
        const need = last.needs.next().value;
        if (!need) {
          path.pop();
          yield last.here;
        } else if (!entered.has(need.entry) && isPlain(need.entry)) {
          entered.add(need.entry);
          path.push({ here: need, needs: this.#referredTo(need) });
        }
      }
    }
  }

  /** The entries that an entry refers to by their keys: in values, in lists and mappings of values. */
  *#referredTo({ blueprint, entry }: EntryOf): Generator<NamedEntry, undefined> {
    if (this.isEmpty) return undefined;
    const model = resourceOf(this.#catalog, entry);
    for (const map of [entry.identifiers, entry.attrs]) {
      for (const { key, value } of map?.pairs ?? []) {
        if (map === entry.identifiers && key === 'pk') continue;
        const field = model && Object.hasOwn(model.fields, key) ? model.fields[key] : undefined;
        for (const node of scalarsIn(value)) {
          const meant = this.named(blueprint, keyText(node)).find((named) => this.canMean(field, named));
          if (meant) yield meant;
        }
      }
    }
    return undefined;
  }

  #add(blueprint: Blueprint, entry: Entry): void {
    const model = resourceOf(this.#catalog, entry);
    const key = model && objectKey(entry, model);
    if (!key) return;
    const named: NamedEntry = { blueprint, entry, model, pk: key.pk };
    this.#byEntry.set(entry, named);
    for (const one of key.all) {
      const same = this.#byKey.get(one);
      if (same) same.push(named);
      else this.#byKey.set(one, [named]);
    }
  }
}

function resourceOf(catalog: Catalog, { model }: Entry): Resource | undefined {
  const resolved = model.kind === 'scalar' ? resolveModel(catalog, model.text) : undefined;
  return resolved?.ok && resolved.model.kind === 'resource' ? resolved.model : undefined;
}

/** What is written out in a value; of tags also what they may give. */
function scalarsIn(value: Node): Node[] {
  const found: Node[] = [];
  walkNodes(value, (node) => {
    if (node.kind === 'scalar') found.push(node);
    return undefined;
  });
  return found;
}

/** An entry without tags means the same wherever it stands, so it can be planned before its turn. */
function isPlain(entry: Entry): boolean {
  let plain = true;
  for (const { node } of entryParts(entry)) {
    walkNodes(node, (one) => {
      if (one.kind === 'tag') plain = false;
      return plain;
    });
  }
  return plain;
}
