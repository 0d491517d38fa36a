import type { Blueprint, Entry } from '../../blueprint/blueprint.ts';
import { dict, isDict, type Dict, type Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import type { NamedEntries, NamedEntry } from '../../semantics/named-entries.ts';
import { hasNumbers } from '../../semantics/object-key.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { type Known, rowOf } from './known.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { withValues } from '../overlay/natural.ts';

/**
 * The objects that entries name by literal primary keys (see `NamedEntries`), as far as they have been
 * planned. One that is referred to before it has been planned gets a row of its own until then.
 */
export class LiteralPks {
  readonly #overlay: Overlay;
  readonly #entries: NamedEntries;
  readonly #known = new Map<NamedEntry, Known>();
  readonly #byRow = new Map<OverlayRow, NamedEntry[]>();
  /** Stand for the objects of entries that others refer to and that have not been planned. */
  readonly #reserved = new Map<NamedEntry, OverlayRow>();

  constructor(overlay: Overlay, entries: NamedEntries) {
    this.#overlay = overlay;
    this.#entries = entries;
  }

  /** Remembers what an entry has become. */
  finish(entry: Entry, known: Known): void {
    const named = this.#entries.of(entry);
    if (!named) return;
    this.#known.set(named, known);
    const row = rowOf(known);
    if (!row) return;
    const same = this.#byRow.get(row);
    if (same) same.push(named);
    else this.#byRow.set(row, [named]);
    const reserved = this.reserved(entry);
    if (reserved && row !== reserved) this.#overlay.same(reserved, row);
  }

  /** Whether an entry is about the object of another one; see `NamedEntries`. */
  isShadow(entry: Entry): boolean {
    return this.#entries.isShadow(entry);
  }

  /**
   * The row that others refer to already while the entry is planned: if it makes an object, it is this one.
   */
  reserved(entry: Entry): OverlayRow | undefined {
    const named = this.#entries.of(entry);
    const row = named && this.#reserved.get(named);
    return row && this.#overlay.isReserved(row) ? row : undefined;
  }

  /**
   * The object of an entry of this model that has been planned and is identified by the key, in this file.
   */
  rowNamed(blueprint: Blueprint, model: Resource, pk: Value | undefined): OverlayRow | undefined {
    for (const named of this.#named(blueprint, pk)) {
      const row = rowOf(this.#known.get(named));
      if (named.model === model && row) return row;
    }
    return undefined;
  }

  /** Whether an entry names its object by this key. */
  isName(pk: Value): boolean {
    return this.#entries.isName(pkText(pk));
  }

  /** Another key by which an entry of this file names the same object, if there is one. */
  otherName(blueprint: Blueprint, row: OverlayRow, pk: Value): string | undefined {
    return this.#byRow.get(row)?.find((named) => named.blueprint === blueprint && named.pk !== pkText(pk))
      ?.pk;
  }

  /**
   * Values with the keys of objects in place of the literal ones that name them: values, list items, values
   * of a mapping. Undefined when they refer to an entry that failed: that has been reported, and nothing else
   * can be said.
   */
  inPlace(blueprint: Blueprint, model: Resource, values: Dict): Dict | undefined {
    if (this.#entries.isEmpty) return values;
    const copy = dict();
    for (const [name, value] of Object.entries(values)) {
      const field = Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
      const real = name === 'pk' ? value : this.#replace(blueprint, field, value);
      if (real === undefined) return undefined;
      copy[name] = real;
    }
    return copy;
  }

  #replace(blueprint: Blueprint, field: Field | undefined, value: Value): Value | undefined {
    if (!Array.isArray(value) && !isDict(value)) return this.#meant(blueprint, field, value);
    const items = Object.entries(value).map(
      ([key, item]) => [key, this.#meant(blueprint, field, item)] as const,
    );
    const real = items.filter((item): item is readonly [string, Value] => item[1] !== undefined);
    if (real.length < items.length) return undefined;
    return Array.isArray(value)
      ? real.map(([, item]) => item)
      : Object.assign(dict(), Object.fromEntries(real));
  }

  #meant(blueprint: Blueprint, field: Field | undefined, item: Value): Value | undefined {
    if (typeof item !== 'string' && typeof item !== 'number') return item;
    const named = this.#named(blueprint, item).find((one) => this.#entries.canMean(field, one));
    if (!named) return item;
    const known = this.#known.get(named);
    if (known?.kind === 'failed') return undefined;
    if (known) return known.kind === 'object' ? this.#overlay.key(known.row) : item;
    let row = this.#reserved.get(named);
    if (!row) this.#reserved.set(named, (row = this.#here(named) ?? this.#overlay.reserve(named.model.name)));
    return this.#overlay.key(row);
  }

  /**
   * The object that an entry will surely mean, as far as can be told before its turn: the one with its key,
   * or with what is written out in it.
   */
  #here({ entry, model, pk }: NamedEntry): OverlayRow | undefined {
    if (!this.#overlay.knows({ model: model.name })) return undefined;
    const byPk = hasNumbers(model) ? undefined : this.#overlay.rowOf([model.name], pk);
    if (byPk?.model === model.name) return byPk;
    const values = dict();
    for (const { key, value } of [...(entry.attrs?.pairs ?? []), ...(entry.identifiers?.pairs ?? [])])
      if (value.kind === 'scalar' && !model.fields[key]?.references) values[key] = value.value;
    const found = new Set(
      naturalSets(model, values).flatMap((fields) => withValues(this.#overlay, model, fields, values)),
    );
    return found.size === 1 ? [...found][0] : undefined;
  }

  /** The entries that a key may name, the ones that have an object, or may get one, before the others. */
  #named(blueprint: Blueprint, pk: Value | undefined): readonly NamedEntry[] {
    const all = this.#entries.named(blueprint, pkText(pk));
    const isLost = (named: NamedEntry): boolean => {
      const known = this.#known.get(named);
      return known !== undefined && known.kind !== 'object';
    };
    return [...all.filter((one) => !isLost(one)), ...all.filter(isLost)];
  }
}
