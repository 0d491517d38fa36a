import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Inventory, ProjectId } from './inventory.ts';
import { inventoryDocument, readInventory } from './inventory-document.ts';
import { inventoryName } from './own-instances.ts';
import { type InstancesApi, instanceNamed, makeInstance, type Traces, writeInstance } from './traces.ts';

/** Where the inventory of a project is kept. */
export interface InventoryStore {
  /** What it is, for people: `the inventory "ak-blueprint: shop" on the server`. */
  readonly name: string;
  /** Reads it. `traces`: what the server has of ours. Throws a UsageError for one that is another project's. */
  readonly read: (traces: Traces) => StoredInventory;
  /** Replaces it. Throws an ApiError or a UsageError when it cannot be written. */
  readonly write: (inventory: Inventory) => Promise<void>;
}

/** What a store holds. */
export interface StoredInventory {
  /** Undefined where there is none, and where what is there is none. */
  readonly inventory: Inventory | undefined;
  /** Why what is there is no inventory; it is treated as if it were not there. */
  readonly damaged?: string | undefined;
}

/**
 * What a document is for a project. `name`: that of the store, for people. Throws a UsageError for the inventory
 * of another project, and for one of a later version of this program.
 */
export function inventoryFor(project: ProjectId, document: Json, name: string): StoredInventory {
  const read = readInventory(document);
  if (read.kind === 'damaged') return { inventory: undefined, damaged: read.why };
  if (read.kind === 'later')
    throw new UsageError(
      `${name} was written by a later version of ak-blueprint`,
      'update ak-blueprint, or set "inventory: off" in the project file',
    );
  const { id } = read.inventory.project;
  if (id !== project.id)
    throw new UsageError(
      `${name} belongs to another project of this name: its id is ${id}, and that of the project file ${project.id}`,
      'give this project another name; or if it is the same one, give it back its id',
    );
  return { inventory: read.inventory };
}

/** The store on the server: an instance that is switched off and empty, with the inventory in its `context`. */
export function serverStore(api: InstancesApi, project: ProjectId): InventoryStore {
  const instance = inventoryName(project.name);
  const name = `the inventory "${instance}" on the server`;
  let known: string | undefined;
  const make = async (context: Json): Promise<void> => {
    known = (await makeInstance(api, instance, context))?.key;
  };
  return {
    name,
    read: (traces) => {
      const found = instanceNamed(traces, instance);
      known = found?.key;
      return found ? inventoryFor(project, found.context, name) : { inventory: undefined };
    },
    write: async (inventory) => {
      const context = inventoryDocument(inventory);
      if (known === undefined) return make(context);
      try {
        await writeInstance(api, { key: known, name: instance }, context);
      } catch (error) {
        // Somebody has deleted it since it was read.
        if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
        await make(context);
      }
    },
  };
}
