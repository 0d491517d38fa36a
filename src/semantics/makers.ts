import type { Catalog, ModelName } from '../catalog/model.ts';
import { type AllFiles, type OwnedEntry, certainly } from './all-files.ts';
import { kindsOf } from './kinds.ts';
import { all, holds, type Truth } from './operators.ts';
import type { Criterion, FindSummary, OtherCriterion, ValueSummary } from './summary.ts';

/** An entry that may create the object that a look-up asks for. */
export interface Maker {
  readonly owned: OwnedEntry;
  /** Whether it certainly does: all that the look-up asks for is written out in the entry. */
  readonly sure: boolean;
}

/**
 * Finds the entries that may create the object that a look-up asks for. All entries are looked through once,
 * to index them.
 */
export class Makers {
  /** Entries by model, field and text; those whose text is not known by model and field alone. */
  readonly #index = new Map<string, OwnedEntry[]>();
  /** Entries that give a field any value, by model and field. */
  readonly #giving = new Map<string, OwnedEntry[]>();
  readonly #catalog: Catalog;

  constructor({ catalog, entries, files }: AllFiles) {
    this.#catalog = catalog;
    const finds = files.flatMap((file) => [...file.finds, ...file.deciding]);
    const texts = new Set(finds.flatMap(({ criteria }) => criteria.flatMap(({ fields }) => fields)));
    const others = new Set(finds.flatMap((find) => find.others.flatMap(({ fields }) => fields)));
    if (texts.size === 0 && others.size === 0) return;
    for (const owned of entries) {
      const { entry } = owned;
      if (entry.skipped || entry.ensure === 'absent') continue;
      for (const value of [...(entry.identifiers ?? []), ...(entry.attrs ?? [])]) {
        if (texts.has(value.field)) put(this.#index, keyOf(entry.model, value.field, textOf(value)), owned);
        if (others.has(value.field)) put(this.#giving, keyOf(entry.model, value.field, undefined), owned);
      }
    }
  }

  /** The entries that match all criteria that can be compared; undefined where none can be. */
  of({ model, criteria, others, isWhole }: FindSummary): readonly Maker[] | undefined {
    if (criteria.length === 0 && others.length === 0) return undefined;
    const found = new Map<OwnedEntry, Maker>();
    for (const owned of this.#candidates(model, criteria, others)) {
      if (found.has(owned)) continue;
      const truth = all([
        ...criteria.map((one) => isText(owned, one)),
        ...others.map((one) => isSo(owned, one)),
      ]);
      if (truth !== false)
        found.set(owned, {
          owned,
          sure: truth === true && isWhole && certainly(owned, 'present', 'created'),
        });
    }
    return [...found.values()];
  }

  /**
   * The entries that may match: by texts, where the look-up asks for any, else by the fields alone. An entry
   * may come more than once.
   */
  *#candidates(
    model: ModelName,
    criteria: readonly Criterion[],
    others: readonly OtherCriterion[],
  ): Generator<OwnedEntry> {
    for (const kind of kindsOf(this.#catalog, model)) {
      for (const { fields, text } of criteria) {
        for (const field of fields) {
          yield* this.#index.get(keyOf(kind, field, text)) ?? [];
          yield* this.#index.get(keyOf(kind, field, undefined)) ?? [];
        }
      }
      if (criteria.length > 0) continue;
      for (const { fields } of others)
        for (const field of fields) yield* this.#giving.get(keyOf(kind, field, undefined)) ?? [];
    }
  }
}

function put(index: Map<string, OwnedEntry[]>, key: string, owned: OwnedEntry): void {
  const same = index.get(key);
  if (same) same.push(owned);
  else index.set(key, [owned]);
}

function keyOf(model: ModelName, field: string, text: string | undefined): string {
  return text === undefined ? `${model} ${field}` : `${model} ${field}=${text.trim()}`;
}

/** The text that a text field stores of a value; undefined where the value is not written out. */
function textOf({ literal, stored }: ValueSummary): string | undefined {
  return literal === undefined ? undefined : (stored ?? String(literal));
}

/**
 * Whether an entry gives a field this text; undefined where a tag decides it, or the entry does not set the
 * field.
 */
function isText(owned: OwnedEntry, { fields, text }: Criterion): Truth {
  const value = given(owned, fields);
  const own = value && textOf(value);
  return own === undefined ? undefined : own.trim() === text.trim();
}

/**
 * Whether an entry meets another criterion; undefined where a tag decides it, or the entry does not set the
 * field.
 */
function isSo(owned: OwnedEntry, { fields, operator, asked }: OtherCriterion): Truth {
  const value = given(owned, fields);
  return value?.literal === undefined ? undefined : holds(operator, value.literal, asked);
}

function given({ entry }: OwnedEntry, fields: readonly string[]): ValueSummary | undefined {
  const isMeant = (value: ValueSummary): boolean => fields.includes(value.field);
  return entry.identifiers?.find(isMeant) ?? entry.attrs?.find(isMeant);
}
