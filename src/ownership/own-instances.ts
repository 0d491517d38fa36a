import type { Catalog, ModelName } from '../catalog/model.ts';

/*
 * The lock and the inventories are blueprint instances of the server: switched off, and with an empty blueprint,
 * so that nothing ever comes of them. Their `context` says what they hold. People see them in the web interface;
 * in what we read, plan and show they are never among the objects.
 */

/** The words that the names of all our instances contain, to search for. */
export const OWN_SEARCH = 'ak-blueprint';
/** The instance that is there while somebody holds the lock. */
export const LOCK = 'ak-blueprint lock';
/** The instance that every run without a project writes to, so that other runs see that there was one. */
export const RUNS = 'ak-blueprint runs';

const INVENTORY = 'ak-blueprint: ';

/** The name of the instance that holds the inventory of the project with this name. */
export function inventoryName(project: string): string {
  return `${INVENTORY}${project}`;
}

/** Whether an instance with this name is one of ours. */
export function isOwnInstance(name: unknown): boolean {
  return name === LOCK || name === RUNS || isInventory(name);
}

/** Whether an instance with this name holds the inventory of a project. */
export function isInventory(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith(INVENTORY);
}

/** The model whose objects are blueprint instances; undefined where the release has none. */
export function instancesOf({ models }: Catalog): ModelName | undefined {
  const meta = Object.values(models).find((model) => model.kind === 'meta' && model.applying);
  return meta?.kind === 'meta' ? meta.instances : undefined;
}
