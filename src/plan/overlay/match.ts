import { PyFloat, Ref } from '../../blueprint/value.ts';
import type { HiddenObject, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { type Criterion, isExact } from '../../semantics/criterion.ts';
import { hiddenObject } from '../../semantics/hidden-objects.ts';
import { all } from '../../semantics/operators.ts';
import { asStored, keyAsked, meets } from './meets.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * What must have been read to know which objects meet the criteria: only the objects with these values, where
 * every criterion compares a field that the API shows with a plain value; else the whole model.
 */
export function questionOf(overlay: Overlay, model: ModelName, criteria: readonly Criterion[]): Question {
  const where: Record<string, string | number | boolean> = {};
  for (const { path, asked } of criteria) {
    const field = path.target.kind === 'value' ? path.target.field : undefined;
    const known = field === undefined ? undefined : overlay.resource(model).fields[field];
    const value = known && isExact(path) ? asStored(known, asked) : undefined;
    if (
      field === undefined ||
      (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    )
      return { model };
    where[field] = value;
  }
  return criteria.length === 0 ? { model } : { model, where };
}

/** The object that criteria mean and the API hides; undefined where there is none. */
export function hiddenBy(
  { catalog }: Overlay,
  model: ModelName,
  criteria: readonly Criterion[],
): HiddenObject | undefined {
  const asked = criteria.map(({ path, asked: value }) => {
    const isOwn = path.steps.length === 0 && path.json.length === 0 && path.target.kind === 'value';
    const field = isOwn ? path.target.field : undefined;
    return { fields: field === undefined ? [] : [field], operator: path.operator, value };
  });
  return hiddenObject(catalog, model, asked);
}

/** The objects that can meet the criteria, narrowed by the first criterion that asks for an exact value. */
function narrowed(overlay: Overlay, model: ModelName, criteria: readonly Criterion[]): readonly OverlayRow[] {
  for (const { path, asked } of criteria) {
    const { target } = path;
    const plain = typeof asked !== 'object' || asked instanceof Ref || asked instanceof PyFloat;
    if (
      !isExact(path) ||
      !plain ||
      (target.kind !== 'value' && target.kind !== 'relation') ||
      target.field === undefined
    )
      continue;
    if (target.kind === 'relation') {
      if (!target.many) return overlay.candidates(model, target.field, keyAsked(overlay, target.to, asked));
      continue;
    }
    const field = overlay.resource(model).fields[target.field];
    return overlay.candidates(model, target.field, field ? asStored(field, asked) : asked);
  }
  return overlay.rows(model);
}

/**
 * The objects of a model that meet all criteria (`sure`), and those of which this is not known (`open`).
 * Deleted objects are neither.
 */
export function select(
  overlay: Overlay,
  model: ModelName,
  criteria: readonly Criterion[],
): { sure: OverlayRow[]; open: OverlayRow[] } {
  const sure: OverlayRow[] = [];
  const open: OverlayRow[] = [];
  for (const row of narrowed(overlay, model, criteria)) {
    const truth = all(criteria.map((criterion) => meets(overlay, row, criterion)));
    if (truth === true) sure.push(row);
    else if (truth === undefined) open.push(row);
  }
  return { sure, open };
}
