import type { Value } from '../../blueprint/value.ts';
import { fieldHash } from '../../ownership/field-hash.ts';
import type { Inventory, InventoryRow } from '../../ownership/inventory.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * What the inventory of the project says of objects of the server. A row counts only for the object that has its
 * key and all values that identify it; what a run meant to make and did not confirm, by the latter alone.
 */
export class OwnedObjects {
  readonly #inventory: Inventory;
  /** The key of the hashes; undefined: they cannot be compared. */
  readonly #hashKey: string | undefined;
  readonly #byKey: ReadonlyMap<string, InventoryRow>;
  readonly #toMake: readonly InventoryRow[];

  constructor(inventory: Inventory, hashKey: string | undefined) {
    this.#inventory = inventory;
    this.#hashKey = hashKey;
    this.#byKey = new Map(
      inventory.rows.filter(({ key }) => key !== '').map((row) => [`${row.model} ${row.key}`, row]),
    );
    this.#toMake = inventory.rows.filter(({ key }) => key === '');
  }

  /** The row about an object of the server. `key`: the value of the field that is its key in API paths. */
  rowOf({ model, actual }: Pick<OverlayRow, 'model' | 'actual'>, key: unknown): InventoryRow | undefined {
    if (!actual) return undefined;
    const row = this.#byKey.get(`${model} ${String(key)}`);
    if (row) return fits(row, actual) ? row : undefined;
    return this.#toMake.find(
      (one) => one.model === model && Object.keys(one.identifiers).length > 0 && fits(one, actual),
    );
  }

  /** Whether a hidden value is the one that was applied last; `unknown`: nobody can tell. */
  compare(row: InventoryRow, field: string, value: Value): 'same' | 'other' | 'unknown' {
    const before = row.hashes?.[field];
    if (before === undefined || this.#hashKey === undefined) return 'unknown';
    const hashed = { project: this.#inventory.project.id, model: row.model, object: row.key, field, value };
    const now = fieldHash(this.#hashKey, hashed);
    if (now === undefined) return 'unknown';
    return now === before ? 'same' : 'other';
  }
}

function fits({ identifiers }: InventoryRow, actual: NonNullable<OverlayRow['actual']>): boolean {
  return Object.entries(identifiers).every(
    ([name, value]) => JSON.stringify(actual[name]) === JSON.stringify(value),
  );
}
