import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import type { Inventory, InventoryRow, ProjectId } from './inventory.ts';

/*
 * An inventory as JSON: on the server in the `context` of an instance, or in a file. Anybody may have edited it
 * there, so it is read strictly: what is not exactly an inventory is none, and nothing is ever deleted by it.
 */

const FORMAT = 1;
const OPEN = ['create', 'update', 'delete'] as const;

/** What a document is: an inventory, something else (`why`), or one of a later version of this program. */
export type ReadInventory =
  | { readonly kind: 'read'; readonly inventory: Inventory }
  | { readonly kind: 'damaged'; readonly why: string }
  | { readonly kind: 'later' };

type Mapping = { readonly [key: string]: Json };

/** The document of an inventory. */
export function inventoryDocument({ project, rows, run }: Inventory): Mapping {
  return withoutUndefined({
    formatVersion: FORMAT,
    project: { name: project.name, id: project.id },
    run,
    rows: rows.map(rowDocument),
  });
}

function rowDocument({ model, key, identifiers, by, hashes, pending, open }: InventoryRow): Mapping {
  return withoutUndefined({
    model,
    key,
    identifiers,
    by,
    hashes,
    pending: pending && [...pending],
    open,
  });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): Mapping {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

/** The text of a document for a file: a row a line, so that a difference in git shows objects. */
export function inventoryText(inventory: Inventory): string {
  const { rows, ...head } = inventoryDocument(inventory);
  const lines = Array.isArray(rows) ? rows.map((row) => `    ${JSON.stringify(row)}`) : [];
  const begin = JSON.stringify(head, null, 2).slice(0, -2);
  return `${begin},\n  "rows": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}

/** Reads a document; strictly, see above. */
export function readInventory(document: Json): ReadInventory {
  if (!isMapping(document)) return damaged('it is no mapping');
  const { formatVersion, project, rows, run, ...others } = document;
  if (typeof formatVersion === 'number' && formatVersion > FORMAT) return { kind: 'later' };
  if (formatVersion !== FORMAT) return damaged('it has no formatVersion');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return damaged(`nobody knows what its ${JSON.stringify(unknown)} is`);
  if (run !== undefined && typeof run !== 'string') return damaged('its run is no text');
  const owner = readProject(project);
  if (!owner) return damaged('its project has no name and id');
  if (!Array.isArray(rows)) return damaged('its rows are no list');
  const read: InventoryRow[] = [];
  const seen = new Set<string>();
  for (const [index, item] of rows.entries()) {
    const row = readRow(item);
    if (!row) return damaged(`its row ${index + 1} is none`);
    const name = `${row.model} ${row.key}`;
    // What was only meant to be made has no key yet, and perhaps nothing else that tells it from another.
    if (row.key !== '' && seen.has(name)) return damaged(`${name} is there twice`);
    seen.add(name);
    read.push(row);
  }
  return { kind: 'read', inventory: { project: owner, rows: read, run } };
}

function damaged(why: string): ReadInventory {
  return { kind: 'damaged', why };
}

function readProject(value: Json | undefined): ProjectId | undefined {
  if (!isMapping(value)) return undefined;
  const { name, id } = value;
  return isName(name) && isName(id) && Object.keys(value).length === 2 ? { name, id } : undefined;
}

function readRow(value: Json): InventoryRow | undefined {
  if (!isMapping(value)) return undefined;
  const { model, key, identifiers, by, hashes, pending, open, ...others } = value;
  if (Object.keys(others).length > 0 || !isName(model) || typeof key !== 'string') return undefined;
  if (!isMapping(identifiers) || (by !== 'made' && by !== 'adopted')) return undefined;
  const isOpen = open === undefined ? undefined : OPEN.find((one) => one === open);
  if (open !== undefined && isOpen === undefined) return undefined;
  // Only what was to be made has no key yet.
  if (key === '' && isOpen !== 'create') return undefined;
  if (hashes !== undefined && !isHashes(hashes)) return undefined;
  if (pending !== undefined && !isNames(pending)) return undefined;
  return {
    model,
    key,
    identifiers,
    by,
    hashes,
    pending,
    open: isOpen,
  };
}

function isHashes(value: Json): value is { [field: string]: string } {
  return isMapping(value) && Object.values(value).every(isName);
}

function isNames(value: Json): value is string[] {
  return Array.isArray(value) && value.every(isName);
}

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
