import type { Json } from '../../catalog/model.ts';
import { keysByModel } from '../overlay/keys-by-model.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { identifiersOf } from '../value/identifiers.ts';
import type { Action, Cleared } from '../value/plan.ts';

/*
 * What a plan remembers of the server besides what it writes, so that it can be told later whether somebody has
 * changed there what a change would overwrite or delete.
 */

/**
 * What a plan keeps of an object: its keys, what identifies it and what was compared; of one that is deleted, all
 * that somebody could have written. What the server changes by itself tells nothing. Undefined where there is no
 * object.
 */
export function beforeOf(
  overlay: Overlay,
  row: OverlayRow,
  action: Action,
): Record<string, Json> | undefined {
  if (!row.actual) return undefined;
  const model = overlay.resource(row.model);
  const { collection, unique, fields } = model;
  const identifying = new Set([
    collection.pk,
    collection.key,
    ...unique.flatMap((rule) => rule.fields),
    ...Object.keys(identifiersOf(model, row.actual)),
  ]);
  const compared = new Set([...row.set.keys(), ...(row.refused?.fields.keys() ?? [])]);
  const isKept = (name: string): boolean => {
    if (identifying.has(name)) return true;
    const field = fields[name];
    if (!field || field.volatile) return false;
    return action === 'delete' ? !field.readOnly : compared.has(name);
  };
  return Object.fromEntries(Object.entries(row.actual).filter(([name]) => isKept(name)));
}

/** The links that the delete of an object clears; undefined where it clears none. */
export function clearsOf(overlay: Overlay, { clears }: OverlayRow): Cleared[] | undefined {
  const all: Cleared[] = [];
  for (const field of [...new Set(clears.map((one) => one.field))].sort()) {
    const rows = clears.filter((one) => one.field === field).map(({ row }) => row);
    for (const [model, keys] of keysByModel(overlay, rows)) all.push({ model, field, keys });
  }
  return all.length > 0 ? all : undefined;
}
