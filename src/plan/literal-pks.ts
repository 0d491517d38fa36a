import { type Blueprint, type Entry, type Node, valueAt } from '../blueprint/blueprint.ts';
import { dict, isDict, type Dict, type Value } from '../blueprint/value.ts';
import { entryParts, walkNodes } from '../blueprint/walk.ts';
import { uuidOf } from '../catalog/formats.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Field, Resource } from '../catalog/model.ts';
import { FAILED, type Known } from './known.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';
import { naturalSets, withValues } from './natural.ts';
import { pkText } from '../semantics/pk-text.ts';

/*
 * Exports name objects by the primary keys that they had on the server where they were made, and refer to
 * them by these. Here a key that an entry is identified by is the name of that entry's object, in every file
 * of the run: what refers to it means the object, whatever key it has here, and wherever the entry stands. A
 * number names an object in its own file only, and only where a field links to objects of that kind: another
 * 5 is a port, an order, or somebody else's 5.
 */

/** An entry that names its object by a literal primary key. */
interface NamedEntry {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
  readonly model: Resource;
  readonly pk: string;
  state: 'waiting' | 'planning' | Known;
  /** Stands for the object while the entry is planned: something that the entry needs refers to it. */
  reserved: OverlayRow | undefined;
}

/**
 * Entries that are planned because others need them, one within the other. A longer chain does not fit on the
 * stack.
 */
const DEEPEST = 100;

/** The literal primary keys by which the entries of a run name their objects. */
export class LiteralPks {
  readonly #overlay: Overlay;
  readonly #plan: (blueprint: Blueprint, entry: Entry) => void;
  readonly #byText = new Map<string, NamedEntry[]>();
  readonly #byEntry = new Map<Entry, NamedEntry>();
  readonly #byRow = new Map<OverlayRow, NamedEntry[]>();
  #depth = 0;

  /** `plan`: plans an entry out of turn, because another one refers to it. */
  constructor(
    overlay: Overlay,
    blueprints: readonly Blueprint[],
    plan: (blueprint: Blueprint, entry: Entry) => void,
  ) {
    this.#overlay = overlay;
    this.#plan = plan;
    for (const blueprint of blueprints) for (const entry of blueprint.entries) this.#add(blueprint, entry);
  }

  /** Whether an entry still has to be planned; from now on it is being planned. */
  start(entry: Entry): boolean {
    const named = this.#byEntry.get(entry);
    if (named && named.state !== 'waiting') return false;
    if (named) named.state = 'planning';
    return true;
  }

  /** Remembers what an entry has become. */
  finish(entry: Entry, known: Known): void {
    const named = this.#byEntry.get(entry);
    if (!named) return;
    named.state = known;
    if (!('row' in known)) return;
    this.#byRow.set(known.row, [...(this.#byRow.get(known.row) ?? []), named]);
    if (named.reserved && known.row !== named.reserved && this.#overlay.isReserved(named.reserved))
      this.#overlay.same(named.reserved, known.row);
  }

  /**
   * Whether an entry is about the object of another one, which is a kind of it and has the same key: an
   * export has a proxy provider as OAuth2 provider, too.
   */
  isShadow(entry: Entry): boolean {
    const named = this.#byEntry.get(entry);
    return (
      named !== undefined &&
      (this.#byText.get(named.pk) ?? []).some(
        ({ blueprint, model }) =>
          blueprint === named.blueprint && named.model.shadowedBy.includes(model.name),
      )
    );
  }

  /**
   * The row that others refer to already while the entry is planned: if it makes an object, it is this one.
   */
  reserved(entry: Entry): OverlayRow | undefined {
    const row = this.#byEntry.get(entry)?.reserved;
    return row && this.#overlay.isReserved(row) ? row : undefined;
  }

  /**
   * The object of an entry of this model that has been planned and is identified by the key, in this file.
   */
  rowNamed(blueprint: Blueprint, model: Resource, pk: Value | undefined): OverlayRow | undefined {
    const named = this.#named(blueprint, pk).find(
      (one) => one.model === model && typeof one.state === 'object' && 'row' in one.state,
    );
    return named && typeof named.state === 'object' && 'row' in named.state ? named.state.row : undefined;
  }

  /** Whether an entry names its object by this key. */
  isName(pk: Value): boolean {
    return this.#byText.has(pkText(pk) ?? '');
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
    if (this.#byText.size === 0) return values;
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
    const fits = this.#named(blueprint, item).find(({ model }) =>
      field?.references ? this.#overlay.isOneOf(field.references, model.name) : !hasNumbers(model),
    );
    if (!fits) return item;
    if (fits.state === 'waiting' && this.#depth < DEEPEST && isPlain(fits.entry)) this.#planNow(fits);
    const { state } = fits;
    if (state === FAILED) return undefined;
    if (typeof state === 'object') return 'row' in state ? this.#overlay.key(state.row) : item;
    fits.reserved ??= this.#here(fits) ?? this.#overlay.reserve(fits.model.name);
    return this.#overlay.key(fits.reserved);
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

  #planNow({ blueprint, entry }: NamedEntry): void {
    this.#depth += 1;
    this.#plan(blueprint, entry);
    this.#depth -= 1;
  }

  /**
   * The entries that a key may name, those of the file itself first, and the ones that have an object before
   * the others.
   */
  #named(blueprint: Blueprint, pk: Value | undefined): readonly NamedEntry[] {
    const all = (this.#byText.get(pkText(pk) ?? '') ?? []).filter(({ entry }) => !this.isShadow(entry));
    const own = all.filter((one) => one.blueprint === blueprint);
    const others = all.filter((one) => one.blueprint !== blueprint && !hasNumbers(one.model));
    const lost = ({ state }: NamedEntry): boolean => typeof state === 'object' && !('row' in state);
    return [...own, ...others].sort((a, b) => Number(lost(a)) - Number(lost(b)));
  }

  #add(blueprint: Blueprint, entry: Entry): void {
    const pk = entry.identifiers && valueAt(entry.identifiers, 'pk');
    if (
      pk?.kind !== 'scalar' ||
      entry.model.kind !== 'scalar' ||
      (entry.ensure?.kind === 'scalar' && entry.ensure.value === 'absent')
    )
      return;
    const resolved = resolveModel(this.#overlay.catalog, entry.model.text);
    if (!resolved.ok || resolved.model.kind !== 'resource') return;
    const textOf = (node: Node | undefined): string | undefined =>
      node?.kind === 'scalar' ? pkText(typeof node.value === 'number' ? node.value : node.text) : undefined;
    const text = textOf(pk);
    if (text === undefined || !canBeKey(resolved.model, text)) return;
    const named: NamedEntry = {
      blueprint,
      entry,
      model: resolved.model,
      pk: text,
      state: 'waiting',
      reserved: undefined,
    };
    this.#byEntry.set(entry, named);
    // A binding may name its target by the key that only targets have.
    const { targetPk } = resolved.model.collection;
    const target = targetPk === undefined || !entry.attrs ? undefined : valueAt(entry.attrs, targetPk);
    for (const key of [text, textOf(target)]) {
      if (key === undefined || !canBeKey(resolved.model, key)) continue;
      const same = this.#byText.get(key);
      if (same) same.push(named);
      else this.#byText.set(key, [named]);
    }
  }
}

/**
 * Whether the objects of a model are numbered: such keys are the same on all servers, and mean other objects.
 */
export function hasNumbers(model: Resource): boolean {
  return model.fields[model.collection.pk]?.type === 'integer';
}

/**
 * Whether a text can be the key of an object of a model at all. A word, or nothing, names no object: it
 * stands in many fields, and means itself.
 */
function canBeKey(model: Resource, text: string): boolean {
  return hasNumbers(model) ? /^\d+$/.test(text) : uuidOf(text) !== undefined;
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
