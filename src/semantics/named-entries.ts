import type { Blueprint, Entry, Node } from '../blueprint/blueprint.ts';
import { entryParts, walkNodes } from '../blueprint/walk.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, Field, Resource } from '../catalog/model.ts';
import { isOneOf } from './kinds.ts';
import { hasNumbers, keyText, objectKey } from './object-key.ts';

/*
 * Exports identify objects by the primary keys that they had on the server where the export was made, and
 * refer to them by these. Here the key that identifies an entry is a name of its object, in every file of the
 * run: a reference to the key refers to the object, whatever key it has on this server, and wherever the
 * entry is. A number is such a name in its own file only, and only in a field that links to objects of that
 * model: any other 5 is a port, an order, or another object.
 */

/** An entry that identifies its object by a literal primary key. */
export interface NamedEntry {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
  readonly model: Resource;
  readonly pk: string;
}

/** An entry and its blueprint. */
export interface EntryOf {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
}

/**
 * The entries of some files that identify their objects by literal primary keys, as far as their text tells.
 */
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

  /** The literal key of an entry; undefined when it has none. */
  of(entry: Entry): NamedEntry | undefined {
    return this.#byEntry.get(entry);
  }

  /** Whether an entry identifies its object by this key, as `pkText` spells it. */
  isName(key: string | undefined): boolean {
    return this.#byKey.has(key ?? '');
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /**
   * Whether another entry of the file manages the object of this one: it has the same key, and its model is a
   * special case of this one's. An export has a proxy provider also as OAuth2 provider.
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

  /** The entries whose objects a key may refer to in a file, those of the file itself first. */
  named(blueprint: Blueprint, key: string | undefined): readonly NamedEntry[] {
    const all = (this.#byKey.get(key ?? '') ?? []).filter(({ entry }) => !this.isShadow(entry));
    const own = all.filter((one) => one.blueprint === blueprint);
    const others = all.filter((one) => one.blueprint !== blueprint && !hasNumbers(one.model));
    return [...own, ...others];
  }

  /**
   * Whether the value of a field can refer to the object of an entry by its key; a number only where the
   * field links to such objects.
   */
  canMean(field: Field | undefined, { model }: NamedEntry): boolean {
    return field?.references ? isOneOf(this.#catalog, field.references, model.name) : !hasNumbers(model);
  }

  /**
   * All entries in the order in which they are planned: that of the files, but an entry that is referred to
   * by its key comes before those that refer to it, provided that it has no tags and so means the same at any
   * position. Where entries refer to each other in a circle, the one that is reached first comes last.
   */
  *inOrder(): Generator<EntryOf> {
    const entered = new Set<Entry>();
    for (const start of this.#all) {
      if (entered.has(start.entry)) continue;
      entered.add(start.entry);
      const path = [{ here: start, needs: this.referredTo(start) }];
      for (let last = path.at(-1); last; last = path.at(-1)) {
        const need = last.needs.next().value;
        if (!need) {
          path.pop();
          yield last.here;
        } else if (!entered.has(need.entry) && isPlain(need.entry)) {
          entered.add(need.entry);
          path.push({ here: need, needs: this.referredTo(need) });
        }
      }
    }
  }

  /** The entries that an entry refers to by their keys, at any depth of its values. */
  *referredTo({ blueprint, entry }: EntryOf): Generator<NamedEntry, undefined> {
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

/** The scalars in a value, in the arguments of tags as well. */
function scalarsIn(value: Node): Node[] {
  const found: Node[] = [];
  walkNodes(value, (node) => {
    if (node.kind === 'scalar') found.push(node);
    return undefined;
  });
  return found;
}

/** Whether an entry has no tags: then it means the same at any position and can be planned earlier. */
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
