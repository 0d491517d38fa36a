import type { Value } from '../blueprint/value.ts';
import type { ModelName, Resource } from '../catalog/model.ts';
import { normal } from '../forms/normal.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

type Rule = Resource['unique'][number];

/** The models that share a rule. */
export function sharing(rule: Rule, model: ModelName): readonly ModelName[] {
  return rule.across ?? [model];
}

/**
 * What a row claims under a rule, as a text that equals another row's when they collide; undefined when a
 * part is null, empty in a way that shares nothing, or not known.
 */
export function claim(
  overlay: Overlay,
  rule: Rule,
  model: ModelName,
  read: (field: string) => Value | undefined,
): string | undefined {
  const parts: string[] = [];
  for (const name of rule.fields) {
    const field = overlay.resource(model).fields[name];
    const value = read(name);
    if (!field || value === null || value === undefined) return undefined;
    const part = normal(field, value, overlay.keyOf);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return `${rule.fields.join(',')}=${parts.join(',')}`;
}

/** The objects that may collide: those with the same value in the first field of the rule. */
function candidates(overlay: Overlay, rule: Rule, model: ModelName, row: OverlayRow): readonly OverlayRow[] {
  const [first] = rule.fields;
  const value = first === undefined ? undefined : overlay.value(row, first);
  return first === undefined || value === undefined ? [] : overlay.candidates(model, first, value);
}

/** A live object other than `row` that already has what the row claims under one of its rules. */
export function takenBy(
  overlay: Overlay,
  row: OverlayRow,
  changed: ReadonlySet<string>,
): { rule: Rule; other: OverlayRow } | undefined {
  for (const rule of overlay.resource(row.model).unique) {
    if (row.actual && !rule.fields.some((field) => changed.has(field))) continue;
    const mine = claim(overlay, rule, row.model, (field) => overlay.value(row, field));
    if (mine === undefined) continue;
    for (const model of sharing(rule, row.model)) {
      for (const other of candidates(overlay, rule, model, row)) {
        if (other === row || (other.model === row.model && overlay.key(other) === overlay.key(row))) continue;
        if (claim(overlay, rule, other.model, (field) => overlay.value(other, field)) === mine)
          return { rule, other };
      }
    }
  }
  return undefined;
}
