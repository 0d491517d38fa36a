import { readInventory } from '../../src/ownership/inventory-document.ts';
import type { InventoryRow } from '../../src/ownership/inventory.ts';
import { inventoryName } from '../../src/ownership/own-instances.ts';
import type { StoreFile } from '../../src/sandbox/store.ts';

/*
 * Holds the inventory of a project against what the server has, once a run has done everything.
 */

/** A key that each server makes anew. */
const KEY = /^([0-9a-f]{8}-[0-9a-f]{4}-.*|[0-9]+)$/;

/** The rows of the inventory on a server. Throws where there is none, or it cannot be read. */
export function inventoryOf({ rows }: StoreFile): readonly InventoryRow[] {
  const instance = rows.find(({ values }) => values['name'] === inventoryName('faults'));
  const read = readInventory(instance?.values['context'] ?? null);
  if (read.kind !== 'read') throw new Error(`the inventory is ${JSON.stringify(read)}`);
  return read.inventory.rows;
}

/** What objects there are in an inventory, in words that are the same on every server. */
export function ownedThings(rows: readonly InventoryRow[]): string[] {
  return rows
    .map(({ model, identifiers, by }) => {
      const words = Object.entries(identifiers).map(
        ([name, value]) => `${name}=${KEY.test(String(value)) ? '…' : JSON.stringify(value)}`,
      );
      return [by, model, ...words.sort()].join(' ');
    })
    .sort();
}

/** What is wrong with the inventory on a server where everything is done. `wanted`: what it must have. */
export function inventoryFaults(file: StoreFile, wanted: readonly string[]): string[] {
  const rows = inventoryOf(file);
  const here = ownedThings(rows);
  const open = rows.filter(({ open: meant, pending, key }) => meant ?? pending ?? (key === '' || undefined));
  const keys = new Set(file.rows.map(({ pk }) => String(pk)));
  const texts = new Set(file.rows.flatMap(({ values }) => [values['slug'], values['identifier']]));
  const gone = rows.filter(({ key }) => !keys.has(key) && !texts.has(key));
  return [
    ...open.map((row) => `is still open: ${JSON.stringify(row)}`),
    ...gone.map((row) => `is not on the server: ${JSON.stringify(row)}`),
    ...without(wanted, here).map((thing) => `is not owned: ${thing}`),
    ...without(here, wanted).map((thing) => `is owned, and should not be: ${thing}`),
  ];
}

/** What one list has more often than another. */
function without(one: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return one.filter((thing) => {
    const at = left.indexOf(thing);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
