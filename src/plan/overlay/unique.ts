import type { Value } from '../../blueprint/value.ts';
import type { ModelName } from '../../catalog/model.ts';
import { normal } from '../../forms/normal.ts';
import { claimOf, sharing, type UniqueRule } from '../../semantics/claim.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * The values that a row claims under a unique rule, as one text, see `claimOf`; undefined when it claims
 * none. `read`: the row's value of a field.
 */
export function claim(
  overlay: Overlay,
  rule: UniqueRule,
  model: ModelName,
  read: (field: string) => Value | undefined,
): string | undefined {
  const { fields } = overlay.resource(model);
  return claimOf(rule, model, (name) => {
    const field = fields[name];
    const value = read(name);
    return !field || value === null || value === undefined ? undefined : normal(field, value, overlay.keyOf);
  });
}

/** The objects that may conflict: those with the same value in the first field of the rule. */
function candidates(
  overlay: Overlay,
  rule: UniqueRule,
  model: ModelName,
  row: OverlayRow,
): readonly OverlayRow[] {
  const [first] = rule.fields;
  const value = first === undefined ? undefined : overlay.value(row, first);
  return first === undefined || value === undefined ? [] : overlay.candidates(model, first, value);
}

/**
 * The conflict of a row, if it has one: another object, not deleted, that has the values which the row claims
 * under a unique rule. `changed`: the fields that entries changed; of an existing object, only rules over
 * these are looked at.
 */
export function findConflict(
  overlay: Overlay,
  row: OverlayRow,
  changed: ReadonlySet<string>,
): { readonly rule: UniqueRule; readonly other: OverlayRow } | undefined {
  const claimed = (rule: UniqueRule, one: OverlayRow): string | undefined =>
    claim(overlay, rule, one.model, (field) => overlay.value(one, field));
  for (const rule of overlay.resource(row.model).unique) {
    if (row.actual && !rule.fields.some((field) => changed.has(field))) continue;
    const mine = claimed(rule, row);
    if (mine === undefined) continue;
    for (const model of sharing(rule, row.model)) {
      for (const other of candidates(overlay, rule, model, row)) {
        if (other === row || (other.model === row.model && overlay.key(other) === overlay.key(row))) continue;
        if (claimed(rule, other) === mine) return { rule, other };
      }
    }
  }
  return undefined;
}
