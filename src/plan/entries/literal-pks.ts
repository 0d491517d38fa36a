import type { Blueprint, Entry } from '../../blueprint/blueprint.ts';
import { dict, isDict, type Dict, type Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import type { NamedEntries, NamedEntry } from '../../semantics/named-entries.ts';
import { hasNumbers } from '../../semantics/object-key.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { type EntryResult, rowOf } from './entry-result.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { withValues } from '../overlay/natural.ts';

/**
 * The objects that entries identify by literal primary keys (see `NamedEntries`), with the results of those
 * that have been planned. An object that is referred to before its entry is planned gets a reserved row.
 */
export class LiteralPks {
  readonly #overlay: Overlay;
  readonly #entries: NamedEntries;
  readonly #results = new Map<NamedEntry, EntryResult>();
  readonly #byRow = new Map<OverlayRow, NamedEntry[]>();
  /** The reserved rows of entries that others refer to and that have not been planned. */
  readonly #reserved = new Map<NamedEntry, OverlayRow>();

  constructor(overlay: Overlay, entries: NamedEntries) {
    this.#overlay = overlay;
    this.#entries = entries;
  }

  /** Records the result of an entry. */
  finish(entry: Entry, result: EntryResult): void {
    const named = this.#entries.of(entry);
    if (!named) return;
    this.#results.set(named, result);
    const row = rowOf(result);
    if (!row) return;
    const same = this.#byRow.get(row);
    if (same) same.push(named);
    else this.#byRow.set(row, [named]);
    const reserved = this.reserved(entry);
    if (reserved && row !== reserved) this.#overlay.resolve(reserved, row);
  }

  /** Whether another entry manages the object of this one; see `NamedEntries`. */
  isShadow(entry: Entry): boolean {
    return this.#entries.isShadow(entry);
  }

  /**
   * The row that was reserved for the object of an entry, if others already refer to it: when the entry
   * creates an object, it must be this row.
   */
  reserved(entry: Entry): OverlayRow | undefined {
    const named = this.#entries.of(entry);
    const row = named && this.#reserved.get(named);
    return row && this.#overlay.isReserved(row) ? row : undefined;
  }

  /** The object of an entry of this file and model that is identified by this key and has been planned. */
  rowNamed(blueprint: Blueprint, model: Resource, pk: Value | undefined): OverlayRow | undefined {
    for (const named of this.#named(blueprint, pk)) {
      const row = rowOf(this.#results.get(named));
      if (named.model === model && row) return row;
    }
    return undefined;
  }

  /** Whether an entry identifies its object by this key. */
  isName(pk: Value): boolean {
    return this.#entries.isName(pkText(pk));
  }

  /** Another key by which an entry of this file identifies the same object, if there is one. */
  otherName(blueprint: Blueprint, row: OverlayRow, pk: Value): string | undefined {
    return this.#byRow.get(row)?.find((named) => named.blueprint === blueprint && named.pk !== pkText(pk))
      ?.pk;
  }

  /**
   * Replaces literal keys by the keys of the objects that they identify: in values, list items and values of
   * mappings. Undefined when they refer to an entry that failed, which has been reported.
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
    const result = this.#results.get(named);
    if (result?.kind === 'failed') return undefined;
    if (result) return result.kind === 'object' ? this.#overlay.key(result.row) : item;
    let row = this.#reserved.get(named);
    if (!row) this.#reserved.set(named, (row = this.#here(named) ?? this.#overlay.reserve(named.model.name)));
    return this.#overlay.key(row);
  }

  /**
   * The object that an entry will certainly match, as far as can be told before it is planned: the one with
   * its key, or with the values that are written out in the entry.
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

  /** The entries that a key may identify; those that have an object, or may get one, come first. */
  #named(blueprint: Blueprint, pk: Value | undefined): readonly NamedEntry[] {
    const all = this.#entries.named(blueprint, pkText(pk));
    const isLost = (named: NamedEntry): boolean => {
      const result = this.#results.get(named);
      return result !== undefined && result.kind !== 'object';
    };
    return [...all.filter((one) => !isLost(one)), ...all.filter(isLost)];
  }
}
