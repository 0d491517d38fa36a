import type { ModelName } from '../../catalog/model.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import { type Criterion, isExact } from '../../semantics/criterion.ts';
import { equal } from '../../semantics/operators.ts';
import { describeRow } from './describe.ts';
import { asStored } from './meets.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/** The objects that met criteria before entries renamed them, as far as their own values tell. */
export function renamedFrom(
  overlay: Overlay,
  model: ModelName,
  criteria: readonly Criterion[],
): OverlayRow[] {
  return overlay
    .rows(model)
    .filter(({ renamedBy }) => renamedBy !== undefined)
    .filter(
      (row) => criteria.length > 0 && criteria.every((criterion) => metBefore(overlay, row, criterion)),
    );
}

function metBefore(overlay: Overlay, row: OverlayRow, { path, asked }: Criterion): boolean {
  const { target } = path;
  const name = isExact(path) && target.kind === 'value' ? target.field : undefined;
  const field = name === undefined ? undefined : overlay.resource(row.model).fields[name];
  if (name === undefined || !field) return false;
  const before = overlay.valueBefore(row, name);
  return before !== undefined && equal(before, asStored(field, asked)) === true;
}

/** Says that an entry renames an object, and where. `isHidden`: its name must not be shown. */
export function renameNote(overlay: Overlay, row: OverlayRow, isHidden: boolean): Note {
  const name = isHidden ? 'the object' : `${row.model} ${describeRow(overlay, row)}`;
  return { message: `${name} had this name before: a comment renames it`, place: row.renamedBy?.place };
}
