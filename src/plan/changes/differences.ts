import { dict, type Dict, Ref, type Value } from '../../blueprint/value.ts';
import type { Field, Json } from '../../catalog/model.ts';
import { sameValue } from '../../forms/normal.ts';
import { describeRow } from '../overlay/describe.ts';
import { asServerShows, rowsMeant } from '../overlay/links.ts';
import { itemsAdded } from '../overlay/merge-lists.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { type OverlayRow, type Provenance, storedOf } from '../overlay/overlay-row.ts';
import type { Draft, DraftField } from './draft.ts';
import { isHidden } from '../value/secret-field.ts';

/* What is different in the fields of one object, by who sets them: we, or the server as it applies a blueprint. */

/** The fields that we write, but those with an endpoint of their own. */
export function writtenFields(overlay: Overlay, row: OverlayRow): string[] {
  const { fields } = overlay.resource(row.model);
  return [...differing(overlay, row, undefined)].flatMap(([name]) => (fields[name]?.setter ? [] : [name]));
}

/** What one writer sets to something else than it is, to be sent and to be shown. */
export function writesOf(
  overlay: Overlay,
  row: OverlayRow,
  by: string | undefined,
): { body: Dict; setters: Draft['setters'][number][]; fields: DraftField[] } {
  const { fields: known } = overlay.resource(row.model);
  const body = dict();
  const setters: Draft['setters'][number][] = [];
  const fields: DraftField[] = [];
  for (const [name, value] of differing(overlay, row, by)) {
    const field = known[name];
    if (!field) continue;
    if (field.setter) setters.push({ field: name, value });
    else body[name] = asServerShows(overlay, field, value);
    fields.push(
      difference(overlay, row, { path: name, field, after: value, provenance: row.provenanceOf.get(name) }),
    );
  }
  return { body, setters, fields };
}

/** What a protection keeps from being written, to be shown. */
export function refusedFields(overlay: Overlay, row: OverlayRow): DraftField[] {
  const { fields: known } = overlay.resource(row.model);
  return [...(row.refused?.fields ?? [])].flatMap(([path, { value: after, provenance }]) => {
    const field = known[path];
    return field
      ? [{ ...difference(overlay, row, { path, field, after, provenance }), leftAlone: true }]
      : [];
  });
}

/** The fields that a writer sets to something other than what the server has, or will have from another. */
function* differing(overlay: Overlay, row: OverlayRow, by: string | undefined): Generator<[string, Value]> {
  const { fields } = overlay.resource(row.model);
  for (const [name, value] of row.set) {
    const field = fields[name];
    if (!field || row.provenanceOf.get(name)?.by !== by) continue;
    const stored = storedOf(row);
    const isNew = !stored || field.writeOnly || row.contested.has(name);
    if (isNew || !sameValue(field, value, overlay.valueBefore(row, name), overlay.keyOf)) yield [name, value];
  }
}

/** The desired value of a field. */
interface Wanted {
  readonly path: string;
  readonly field: Field;
  readonly after: Value;
  readonly provenance: Provenance | undefined;
}

function difference(
  overlay: Overlay,
  row: OverlayRow,
  { path, field, after, provenance }: Wanted,
): DraftField {
  const before: Json | undefined = row.actual?.[path];
  const added = itemsAdded(overlay, row, path, field, after);
  return {
    path,
    before,
    after,
    added,
    beforeNames: field.references && namesIn(overlay, field, added ? [[...added]] : [before, after]),
    secret: isHidden(field) || row.from.has(path),
    leftAlone: false,
    place: provenance?.span && { file: provenance.place.file, span: provenance.span },
  };
}

/**
 * The names of the objects that some values refer to, by primary key, or by row where the plan creates the
 * object.
 */
function namesIn(
  overlay: Overlay,
  field: Field,
  values: readonly (Value | undefined)[],
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const meant of values.flatMap((value) => rowsMeant(overlay, field, value))) {
    const key = overlay.key(meant);
    names[key instanceof Ref ? meant.id : String(key)] = describeRow(overlay, meant);
  }
  return names;
}
