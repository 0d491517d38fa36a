import type { Value } from '../../blueprint/value.ts';
import { pkText } from '../../semantics/pk-text.ts';

/**
 * Finds rows by their value of one field. A row whose value only the server knows is found by every value.
 */
export class FieldIndex<Row> {
  readonly #rows = new Map<string, Set<Row>>();
  readonly #keys = new Map<Row, string>();

  /** Records the value that the field of a row has from now on. */
  put(row: Row, value: Value | undefined): void {
    const before = this.#keys.get(row);
    if (before !== undefined) this.#rows.get(before)?.delete(row);
    const key = indexKey(value);
    this.#keys.set(row, key);
    const rows = this.#rows.get(key);
    if (rows) rows.add(row);
    else this.#rows.set(key, new Set([row]));
  }

  /** The rows that have this value, and those that may have it. */
  get(value: Value): Row[] {
    return [...(this.#rows.get(indexKey(value)) ?? []), ...(this.#rows.get(OPEN) ?? [])];
  }
}

/** The key of all values that only the server knows, and of those that are no plain text or number. */
const OPEN = '?';

function indexKey(value: Value | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return `=${value ? 'True' : 'False'}`;
  const text = pkText(value);
  return text === undefined ? OPEN : `=${text}`;
}
