import type { Json, ModelName, Resource } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { sameValue } from '../../forms/normal.ts';
import type { Inventory, InventoryRow } from '../../ownership/inventory.ts';
import { ownedKey } from '../../ownership/owned-key.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { isDeclared, type OverlayRow } from '../overlay/overlay-row.ts';

/** What is known of who owns what. */
export interface Owners {
  readonly owned?: Inventory | undefined;
  readonly ownedByOthers?: ReadonlySet<string> | undefined;
}

/**
 * The objects that the project owns and no entry declares any more. An object counts only while its key and
 * what identifies it are those of the inventory: another one with one of them is somebody else's. What must be
 * read to know is remembered as a question.
 */
export function findOrphans(overlay: Overlay, { owned, ownedByOthers }: Owners): OverlayRow[] {
  if (!owned) return [];
  const declared = new Set(
    overlay
      .allRows()
      .filter(isDeclared)
      .map((row) => keyOf(overlay, row)),
  );
  const byKey = new Map<ModelName, ReadonlyMap<string, OverlayRow>>();
  const orphans: OverlayRow[] = [];
  for (const one of owned.rows) {
    const model = overlay.catalog.models[one.model];
    const key = ownedKey(one.model, one.key);
    if (model?.kind !== 'resource' || one.open === 'create' || declared.has(key)) continue;
    if (ownedByOthers?.has(key) || !overlay.knows(questionAbout(model, one))) continue;
    let rows = byKey.get(one.model);
    if (!rows) byKey.set(one.model, (rows = rowsByKey(overlay, one.model)));
    const row = rows.get(key);
    if (row && !isDeclared(row) && isSame(overlay, model, row, one)) orphans.push(row);
  }
  return orphans;
}

function keyOf(overlay: Overlay, { model, actual }: OverlayRow): string {
  return ownedKey(model, actual?.[overlay.resource(model).collection.key] ?? '');
}

function rowsByKey(overlay: Overlay, model: ModelName): ReadonlyMap<string, OverlayRow> {
  return new Map(overlay.rows(model).map((row) => [keyOf(overlay, row), row]));
}

function isSame(overlay: Overlay, model: Resource, { actual }: OverlayRow, owned: InventoryRow): boolean {
  return Object.entries(owned.identifiers).every(([name, value]) => {
    const field = model.fields[name];
    const now = actual?.[name];
    return field
      ? sameValue(field, value, now, overlay.keyOf)
      : JSON.stringify(now) === JSON.stringify(value);
  });
}

/** What asks for the one object, where its identifiers are plain values; else for the whole model. */
function questionAbout(model: Resource, { identifiers }: InventoryRow): Question {
  const { key, pk } = model.collection;
  const where = Object.entries(identifiers).filter(
    (pair): pair is [string, string | number | boolean] => isPlain(pair[1]) && (pair[0] !== pk || pk === key),
  );
  return where.length > 0 && where.every(([name]) => model.fields[name] !== undefined)
    ? { model: model.name, where: Object.fromEntries(where) }
    : { model: model.name };
}

function isPlain(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
