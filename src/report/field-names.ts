import type { FieldChange } from '../plan/value/plan.ts';
import type { PlanValue } from '../plan/value/plan-value.ts';
import type { Names } from './format-value.ts';

/** The names in a field and those of the plan. They are looked up and not merged, as plans are large. */
export function namesOf(
  { beforeNames = {}, before, after }: FieldChange,
  made: ReadonlyMap<string, string>,
): Names {
  const own = (name: string): string | undefined =>
    Object.hasOwn(beforeNames, name) ? beforeNames[name] : undefined;
  const ofRow = (row: string): string | undefined => own(row) ?? made.get(row);
  const used = new Map<string, Set<string>>();
  const add = (name: string | undefined, key: string): void => {
    if (name !== undefined) used.set(name, (used.get(name) ?? new Set()).add(key));
  };
  for (const [key, name] of Object.entries(beforeNames)) add(name, key);
  for (const row of rowsIn([before ?? null, after ?? null])) add(ofRow(row), row);
  return { ofKey: own, ofRow, isShared: (name) => (used.get(name)?.size ?? 0) > 1 };
}

/** The rows that the items of a value, or the value itself, refer to. */
function rowsIn(value: PlanValue): string[] {
  if (Array.isArray(value)) return (value as readonly PlanValue[]).flatMap(rowsIn);
  const reference = (value as { readonly $ref?: { readonly row: string } } | null)?.$ref;
  return reference ? [reference.row] : [];
}
