import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Json } from '../catalog/model.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { isSystemError } from '../diagnostics/system-error.ts';
import { inventoryText } from '../ownership/inventory-document.ts';
import type { ProjectId } from '../ownership/inventory.ts';
import { inventoryFor, type InventoryStore } from '../ownership/inventory-store.ts';
import type { Io } from './io.ts';
import { writeWhole } from './write-file.ts';

/** The name of the file, beside the project file. */
const INVENTORY_FILE = 'ak-blueprint.inventory.json';

/**
 * The store in a file beside the project file (`projectFile`: its path). It is written completely or not at all,
 * and not through a link that leads out of that folder.
 */
export function fileStore(project: ProjectId, projectFile: string, io: Pick<Io, 'cwd'>): InventoryStore {
  const path = join(dirname(projectFile), INVENTORY_FILE);
  const name = `the inventory ${relative(io.cwd, path)}`;
  return {
    name,
    read: () => {
      const text = textOf(path, name);
      if (text === undefined) return { inventory: undefined };
      try {
        return inventoryFor(project, JSON.parse(text) as Json, name);
      } catch (error) {
        if (error instanceof SyntaxError) return { inventory: undefined, damaged: 'it is no JSON' };
        throw error;
      }
    },
    write: (inventory) => writeWhole(path, inventoryText(inventory), [dirname(path)]),
  };
}

function textOf(path: string, name: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw new UsageError(`${name} cannot be read: ${messageOf(error)}`);
  }
}
