import type { Json } from '../catalog/model.ts';
import type { Pk, Row } from './row.ts';

interface Entry {
  readonly row: Row;
  /** Its position in the order in which the table's rows were made; a changed row keeps it. */
  readonly order: number;
  readonly values: readonly Json[];
}

/** Which rows of a table hold which value in one column, by itself or in a list. */
export class ColumnIndex {
  readonly #column: string;
  readonly #entries = new Map<string, Entry>();
  readonly #byValue = new Map<Json, Map<string, Entry>>();
  #made = 0;

  constructor(column: string) {
    this.#column = column;
  }

  /** Adds a row, or replaces it. */
  put(row: Row): void {
    const key = String(row.pk);
    const before = this.#entries.get(key);
    for (const value of before?.values ?? []) this.#byValue.get(value)?.delete(key);
    const value = row.values[this.#column] ?? null;
    const entry: Entry = {
      row,
      order: before?.order ?? (this.#made += 1),
      values: Array.isArray(value) ? [...new Set(value)] : [value],
    };
    this.#entries.set(key, entry);
    for (const one of entry.values) {
      const entries = this.#byValue.get(one);
      if (entries) entries.set(key, entry);
      else this.#byValue.set(one, new Map([[key, entry]]));
    }
  }

  remove(pk: Pk): void {
    const key = String(pk);
    for (const value of this.#entries.get(key)?.values ?? []) this.#byValue.get(value)?.delete(key);
    this.#entries.delete(key);
  }

  /** The rows that hold a value, in the order in which they were made. */
  get(value: Json): Row[] {
    const entries = [...(this.#byValue.get(value)?.values() ?? [])];
    return entries.sort((a, b) => a.order - b.order).map(({ row }) => row);
  }
}
