import type { Field, Json, Resource } from '../../catalog/model.ts';
import { saysNothing } from '../../catalog/says-nothing.ts';
import { keepsItsOwn } from '../../catalog/volatile.ts';
import { isMasked } from '../../source/masked.ts';
import { rowsMeant } from '../overlay/links.ts';
import { otherEnds } from '../overlay/other-ends.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { FirstState } from './first-state.ts';

/** What telling changed fields needs. */
export interface Comparing {
  readonly overlay: Overlay;
  readonly first: FirstState;
  /** Whether an object is wanted as a whole, though every server has it by itself. */
  readonly isAsked: (row: OverlayRow) => boolean;
  /** Whether an object is none that every server has by itself, nor left out for another reason. */
  readonly isOurs: (row: OverlayRow) => boolean;
}

/**
 * The fields of an object that its entry must name, so that it is the same on another server: what the server shows
 * and is surely no first value, in the order of the catalog. Of an object that every server has by itself, and of
 * which nobody knows how it was, these are the links to what is exported.
 */
export function changedFields(comparing: Comparing, row: OverlayRow): string[] {
  const { overlay, first } = comparing;
  const model = overlay.resource(row.model);
  const isAsked = comparing.isAsked(row);
  const isUnknown = !isAsked && first.isThere(row) && !first.factsOf(row);
  return Object.entries(model.fields).flatMap(([name, field]) => {
    const value = row.actual?.[name];
    if (!isWritable(model, name, field) || field.writeOnly || value === undefined) return [];
    if (isOtherEnd(overlay, model, name, field)) return [];
    // The server cannot be given null where it shows one.
    if (value === null && !field.nullable) return [];
    if (isUnknown) return rowsMeant(overlay, field, value).some(comparing.isOurs) ? [name] : [];
    // Whether a mapping that a snapshot masks is as authentik made it cannot be told, nor can it be written.
    if (isMaskedWhole(field, value) && first.isThere(row)) return [];
    if (saysNothing(model, name, (other) => row.actual?.[other])) return [];
    if (keepsItsOwn(field, value, (other) => row.actual?.[other] ?? null)) return [];
    const isFirst = isAsked ? first.isFirstOfAll(row, name) : first.isFirstValue(row, name);
    return isFirst ? [] : [name];
  });
}

/** Whether a snapshot shows a mask in place of a value that is no text. */
export function isMaskedWhole({ type }: Field, value: Json): boolean {
  return typeof value === 'string' && type !== 'string' && isMasked(value);
}

/** Whether an entry can give a field a value. */
export function isWritable({ collection }: Resource, name: string, field: Field): boolean {
  if (name === collection.pk || name === collection.targetPk) return false;
  return (
    (!field.readOnly || field.setter !== undefined) &&
    !field.importerOnly &&
    !field.writtenAs &&
    !field.grants
  );
}

/**
 * Whether the links of a list are written at their other end: the members of a group with the users. Of two
 * ends the one with fewer links in an object is written, that of the model whose objects have rights through it.
 */
export function isOtherEnd(overlay: Overlay, model: Resource, name: string, field: Field): boolean {
  if (field.type !== 'array' || !field.references) return false;
  const { catalog } = overlay;
  return otherEnds(catalog, model.name, name, field).some((end) =>
    overlay.resource(end.model).rightsFrom?.includes(end.name),
  );
}
