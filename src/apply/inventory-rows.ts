import type { Json } from '../catalog/model.ts';
import type { Inventory, InventoryRow } from '../ownership/inventory.ts';
import { ownedKey } from '../ownership/owned-key.ts';
import type { Change } from '../plan/value/plan.ts';

/** The rows of an inventory, by the changes that are about their objects. */
export class InventoryRows {
  readonly #rows: (InventoryRow | undefined)[];
  readonly #byKey = new Map<string, number>();
  /** What a run that was cut off meant to make, by model: where these rows are. */
  readonly #toMake = new Map<string, Set<number>>();
  /** Where the row of an object of the plan is: of what is made, the key is not known at first. */
  readonly #byPlanRow = new Map<string, number>();

  constructor({ rows }: Inventory) {
    this.#rows = [...rows];
    for (const [index, row] of rows.entries())
      if (row.key !== '') this.#byKey.set(ownedKey(row.model, row.key), index);
      else this.#toMake.set(row.model, new Set([...(this.#toMake.get(row.model) ?? []), index]));
  }

  /** All rows, but for what an earlier run meant to make where nothing tells any more which object it was. */
  get all(): InventoryRow[] {
    const waiting = new Set([...this.#toMake.values()].flatMap((indexes) => [...indexes]));
    return this.#rows
      .filter(
        (row, index): row is InventoryRow =>
          row !== undefined && !(waiting.has(index) && Object.keys(row.identifiers).length === 0),
      )
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  of(change: Change): InventoryRow | undefined {
    const index = this.#indexOf(change);
    return index === undefined ? undefined : this.#rows[index];
  }

  /** Replaces the row of a change's object, or takes it out. */
  put(change: Change, row: InventoryRow | undefined): void {
    const index = this.#indexOf(change) ?? (row && this.#rows.length);
    if (index === undefined) return;
    this.#rows[index] = row;
    this.#byPlanRow.set(change.row, index);
    this.#toMake.get(change.model)?.delete(index);
    if (row && row.key !== '') this.#byKey.set(ownedKey(row.model, row.key), index);
  }

  /** Takes the row of an object out. `pk`: its primary key, perhaps without the dashes of a UUID. */
  drop(model: string, pk: string): void {
    const index = this.#rows.findIndex(
      (row) => row?.model === model && [row.key, row.key.replaceAll('-', '')].includes(pk),
    );
    if (index >= 0) this.#rows[index] = undefined;
  }

  #indexOf(change: Change): number | undefined {
    const { row, action, model, itemKey, before, body } = change;
    const known = this.#byPlanRow.get(row);
    if (known !== undefined) return known;
    const byKey = itemKey === undefined ? undefined : this.#byKey.get(ownedKey(model, itemKey));
    if (byKey !== undefined) return byKey;
    // A run that was cut off meant to make it: it is told by what identifies it, else by its model; not what is to be
    // deleted, which would take the place of one that was made.
    const meant = [...(this.#toMake.get(model) ?? [])];
    const values = before ?? body;
    const isIt = ([name, value]: [string, Json]): boolean => isSame(values[name], value);
    const identified = (index: number): [string, Json][] =>
      Object.entries(this.#rows[index]?.identifiers ?? {});
    return (
      meant.find((index) => identified(index).length > 0 && identified(index).every(isIt)) ??
      (action === 'delete' ? undefined : meant.find((index) => identified(index).length === 0))
    );
  }
}

/** Rows keep one order, so that a difference between two inventories shows what is different. */
function nameOf({ model, key, identifiers }: InventoryRow): string {
  return JSON.stringify([model, ...Object.values(identifiers), key]);
}

function isSame(one: unknown, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
