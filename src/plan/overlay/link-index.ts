import type { Value } from '../../blueprint/value.ts';
import { pkText } from '../../semantics/pk-text.ts';

/** Finds rows by a key that one field holds, by itself or in a list. */
export class LinkIndex<Row> {
  readonly #rows = new Map<string, Set<Row>>();
  readonly #keys = new Map<Row, readonly string[]>();

  /** Records the value that the field of a row has from now on. */
  put(row: Row, value: Value | undefined): void {
    for (const key of this.#keys.get(row) ?? []) this.#rows.get(key)?.delete(row);
    const keys = (Array.isArray(value) ? value : [value])
      .map(pkText)
      .filter((text): text is string => text !== undefined);
    this.#keys.set(row, keys);
    for (const key of keys) {
      const rows = this.#rows.get(key);
      if (rows) rows.add(row);
      else this.#rows.set(key, new Set([row]));
    }
  }

  /** The rows that have one of these keys, each once. */
  get(keys: readonly string[]): Row[] {
    const found = new Set<Row>();
    for (const key of keys) for (const row of this.#rows.get(key) ?? []) found.add(row);
    return [...found];
  }
}
