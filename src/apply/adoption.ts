import type { Inventory } from '../ownership/inventory.ts';
import { ownedKey } from '../ownership/owned-key.ts';
import type { Change, Plan } from '../plan/value/plan.ts';
import { inventoryAfter, type RunFacts } from './inventory-of-run.ts';

/**
 * The objects of the server that a plan declares and the project does not own yet, as changes of the plan. What
 * a run that was cut off meant to make is not among them: the next `apply` settles it.
 */
export function adoptable({ rows }: Inventory, { changes }: Plan, others: ReadonlySet<string>): Change[] {
  const owned = new Set(rows.map(({ model, key }) => ownedKey(model, key)));
  const meant = new Set(rows.filter(({ key }) => key === '').map(({ model }) => model));
  const found = new Map<string, Change>();
  for (const change of changes) {
    const { row, model, itemKey, action, by, leftAlone } = change;
    if (itemKey === undefined || action === 'delete' || by !== undefined || leftAlone) continue;
    const key = ownedKey(model, itemKey);
    if (!owned.has(key) && !meant.has(model) && !others.has(key) && !found.has(row)) found.set(row, change);
  }
  return [...found.values()];
}

/** The inventory with these objects, as they are on the server. */
export function withAdopted(
  inventory: Inventory,
  plan: Plan,
  adopted: readonly Change[],
  facts: RunFacts,
): Inventory {
  const changes = adopted.map((change): Change => ({ ...change, action: 'noop' }));
  return inventoryAfter(inventory, { ...plan, changes }, [], facts);
}
