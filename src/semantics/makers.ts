import type { Catalog, ModelName } from '../catalog/model.ts';
import type { AllFiles, OwnedEntry } from './all-files.ts';
import type { FindSummary, ValueSummary } from './summary.ts';

/**
 * Finds the entries that may make what a look-up asks for; one look through all entries, whatever is asked.
 */
export class Makers {
  /** By model, field and text; the entries whose text is not known under the model and the field alone. */
  readonly #index = new Map<string, OwnedEntry[]>();
  readonly #catalog: Catalog;

  constructor({ catalog, entries, files }: AllFiles) {
    this.#catalog = catalog;
    const asked = new Set(
      files.flatMap(({ finds }) => finds.flatMap(({ criteria }) => criteria.flatMap(({ fields }) => fields))),
    );
    for (const owned of entries) {
      const { entry } = owned;
      if (entry.skipped || entry.ensure === 'absent') continue;
      for (const value of [...(entry.identifiers ?? []), ...(entry.attrs ?? [])]) {
        if (!asked.has(value.field)) continue;
        const key = keyOf(
          entry.model,
          value.field,
          value.literal === undefined ? undefined : String(value.literal),
        );
        const same = this.#index.get(key);
        if (same) same.push(owned);
        else this.#index.set(key, [owned]);
      }
    }
  }

  /** The entries that match all that can be compared; undefined where nothing can be. */
  of({ model, criteria }: FindSummary): readonly OwnedEntry[] | undefined {
    if (criteria.length === 0) return undefined;
    const found = new Set<OwnedEntry>();
    for (const kind of kindsOf(this.#catalog, model)) {
      for (const { fields, text } of criteria) {
        for (const field of fields) {
          for (const owned of [
            ...(this.#index.get(keyOf(kind, field, text)) ?? []),
            ...(this.#index.get(keyOf(kind, field, undefined)) ?? []),
          ]) {
            if (criteria.every((criterion) => mayBe(owned, criterion.fields, criterion.text)))
              found.add(owned);
          }
        }
      }
    }
    return [...found];
  }
}

/** The models whose objects a look-up in this one finds. */
export function kindsOf(catalog: Catalog, model: ModelName): readonly ModelName[] {
  const found = catalog.models[model];
  return found?.kind === 'base' ? [...found.concrete, model] : [model];
}

function keyOf(model: ModelName, field: string, text: string | undefined): string {
  return text === undefined ? `${model} ${field}` : `${model} ${field}=${text.trim()}`;
}

/** Whether an object may have a text in a field: the entry says so, leaves it to a tag, or says nothing. */
function mayBe({ entry }: OwnedEntry, fields: readonly string[], text: string): boolean {
  const given = (value: ValueSummary): boolean => fields.includes(value.field);
  const value = entry.identifiers?.find(given) ?? entry.attrs?.find(given);
  return value?.literal === undefined || String(value.literal).trim() === text.trim();
}
