import type { Dict } from '../blueprint/value.ts';
import { isOwnMark } from '../catalog/managed.ts';
import type { Field, Json, ModelName, Resource } from '../catalog/model.ts';
import { naturalSets } from '../semantics/natural-sets.ts';
import { pkText } from '../semantics/pk-text.ts';
import type { Overlay } from '../plan/overlay/overlay.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { NAMES } from '../plan/overlay/natural.ts';

/** What tells an object from all others of its model, on every server. */
export interface Identity {
  readonly parts: readonly IdentityPart[];
  /** The same as a text: stable, and without keys; what is in order by it is so on every server. */
  readonly text: string;
}

/** A field that identifies: `lookup` is its name in identifiers and in `!Find`, `field` the one in the API. */
interface IdentityPart {
  readonly field: string;
  readonly lookup: string;
  readonly value: string | number | boolean | OverlayRow;
}

/**
 * Finds for each object the fewest fields by which the importer and a plan know it on any server. Only what the
 * API shows, what no server makes anew, and what is no secret can identify. Answers are kept.
 */
export class Identities {
  readonly #overlay: Overlay;
  readonly #known = new Map<OverlayRow, Identity | undefined>();
  readonly #beingFound = new Set<OverlayRow>();
  /** How many objects of a model have the same values in some fields, by model and fields. */
  readonly #counts = new Map<string, ReadonlyMap<string, number>>();
  readonly #lookups = new Map<string, ReadonlyMap<string, string>>();

  constructor(overlay: Overlay) {
    this.#overlay = overlay;
  }

  /** The identity of an object; undefined where nothing tells it from another one. */
  of(row: OverlayRow): Identity | undefined {
    if (this.#known.has(row)) return this.#known.get(row);
    // An object that is identified by itself is not identified.
    if (this.#beingFound.has(row)) return undefined;
    this.#beingFound.add(row);
    const found = this.#find(row);
    this.#beingFound.delete(row);
    this.#known.set(row, found);
    return found;
  }

  #find(row: OverlayRow): Identity | undefined {
    const model = this.#overlay.resource(row.model);
    for (const fields of this.#candidates(model, row)) {
      if (this.#count(row, fields) > 1) continue;
      const parts = fields.map((field) => this.#part(model, row, field));
      if (parts.some((part) => part === undefined)) continue;
      const whole = parts.filter((part) => part !== undefined);
      const text = whole.map(({ lookup, value }) => `${lookup}=${this.#textOf(value)}`).join(' ');
      return { parts: whole, text };
    }
    return undefined;
  }

  #textOf(value: IdentityPart['value']): string {
    return typeof value === 'object' ? `(${value.model} ${this.of(value)?.text ?? ''})` : String(value);
  }

  /** Sets of fields that may identify an object, the best first; the later ones are rarely asked for. */
  *#candidates(model: Resource, row: OverlayRow): Generator<readonly string[]> {
    if (this.#overlay.catalog.models[row.model]?.kind !== 'resource') {
      yield* this.#unwritable(model, row);
      return;
    }
    const values: Dict = row.actual ?? {};
    const can = (name: string): boolean => this.#canIdentify(model, row, name);
    // What is authentik's own may have been renamed.
    if (isOwnMark(row.actual?.['managed']) && can('managed')) yield ['managed'];
    const natural = naturalSets(model, values)
      .filter((fields) => fields.every(can))
      .sort((a, b) => rankOf(a) - rankOf(b));
    // A value that the server made up names nothing to people.
    const isMadeUp = (fields: readonly string[]): boolean =>
      fields.some((name) => model.fields[name]?.generated === true);
    yield* natural.filter((fields) => !isMadeUp(fields));
    if (can('name')) yield ['name'];
    yield* natural.filter(isMadeUp);
    yield* growingSets(model, can);
  }

  /** Those of an object that no entry can make: its names, and more and more of what it shows. */
  *#unwritable(model: Resource, row: OverlayRow): Generator<readonly string[]> {
    const all = [...this.#lookupsOf(row.model).keys()].filter(
      (name) => name !== model.collection.pk && isGiven(row.actual?.[name]),
    );
    const names = ['codename', ...NAMES].filter((name) => all.includes(name));
    for (const name of [...names, ...all]) yield [name];
    for (const index of all.keys()) yield all.slice(0, index + 1);
  }

  #canIdentify(model: Resource, row: OverlayRow, name: string): boolean {
    const field = model.fields[name];
    if (!field || !isStable(field) || name === model.collection.pk || name === model.collection.targetPk)
      return false;
    if (field.readOnly && name !== 'managed') return false;
    return this.#lookupsOf(model.name).has(name) && isGiven(row.actual?.[name]);
  }

  #part(model: Resource, row: OverlayRow, field: string): IdentityPart | undefined {
    const lookup = this.#lookupsOf(row.model).get(field);
    const value = row.actual?.[field];
    if (lookup === undefined || value === undefined) return undefined;
    const references = model.fields[field]?.references;
    if (!references)
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? { field, lookup, value }
        : undefined;
    const meant = this.#overlay.rowOf(references, value);
    return meant && this.of(meant) ? { field, lookup, value: meant } : undefined;
  }

  /** How many objects of the model have the values of this one. */
  #count(row: OverlayRow, fields: readonly string[]): number {
    const key = `${row.model} ${fields.join()}`;
    let counts = this.#counts.get(key);
    if (!counts) {
      const made = new Map<string, number>();
      for (const other of this.#overlay.rows(row.model)) {
        const text = valuesText(fields, other);
        made.set(text, (made.get(text) ?? 0) + 1);
      }
      this.#counts.set(key, (counts = made));
    }
    return counts.get(valuesText(fields, row)) ?? 0;
  }

  /** The look-up that asks for a whole field, by the field. */
  #lookupsOf(name: ModelName): ReadonlyMap<string, string> {
    let found = this.#lookups.get(name);
    if (!found) {
      const made = new Map<string, string>();
      const model = this.#overlay.catalog.models[name];
      const lookups = model && 'lookups' in model ? model.lookups : {};
      for (const [lookupName, lookup] of Object.entries(lookups)) {
        const isOwn = lookup.kind === 'value' || (lookup.kind === 'relation' && !lookup.many);
        if (isOwn && lookup.field !== undefined && (lookupName === lookup.field || !made.has(lookup.field)))
          made.set(lookup.field, lookupName);
      }
      this.#lookups.set(name, (found = made));
    }
    return found;
  }
}

/** What an object is called, by its identity: the values of all parts. */
export function objectName(identity: Identity | undefined): string {
  return (identity?.parts ?? [])
    .map(({ value }) => (typeof value === 'object' ? '' : String(value)))
    .filter((part) => part !== '')
    .join(' ');
}

/** How well a set of fields names an object to people. */
function rankOf(fields: readonly string[]): number {
  const at = NAMES.indexOf(fields[0] ?? '');
  return fields.length > 1 || at < 0 ? NAMES.length : at;
}

/** What a create needs, that with one more field, and with more and more, links first. */
function* growingSets(model: Resource, can: (name: string) => boolean): Generator<readonly string[]> {
  const all = Object.keys(model.fields).filter(can);
  const isNeeded = (name: string): boolean => {
    const field = model.fields[name];
    return field?.required === true && !field.enum;
  };
  const first = all.filter(isNeeded);
  const weight = (name: string): number => (model.fields[name]?.references ? 0 : 1);
  const others = all.filter((name) => !isNeeded(name)).sort((a, b) => weight(a) - weight(b));
  if (first.length > 0) {
    yield first;
    for (const name of others) yield [...first, name];
  }
  for (const index of others.keys()) yield [...first, ...others.slice(0, index + 1)];
}

/** Whether a field keeps its value, and may be shown. */
function isStable(field: Field): boolean {
  return !field.secret && !field.writeOnly && !field.volatile && !field.setter && field.type !== 'array';
}

function isGiven(value: Json | undefined): boolean {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'number' || typeof value === 'boolean';
}

function valuesText(fields: readonly string[], { actual }: OverlayRow): string {
  return JSON.stringify(
    fields.map((field) => {
      const value = actual?.[field];
      return typeof value === 'bigint' ? String(value) : (pkText(value) ?? value ?? null);
    }),
  );
}
