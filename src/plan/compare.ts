import { canonicalJson } from '../blueprint/canonical-json.ts';
import { isDict, type Value } from '../blueprint/value.ts';
import type { ModelName } from '../catalog/model.ts';
import { formsOf, itemOf, type Shape } from '../catalog/normal-forms.ts';

/**
 * The one spelling of the key of an object, in one of these models; undefined when nothing is known of it but
 * how it is written.
 */
export type KeyOf = (models: readonly ModelName[], key: Value) => string | undefined;

/** For who knows no objects: a key is as it is written. */
export const keysAsWritten: KeyOf = () => undefined;

/**
 * Whether the server has what is wanted of a field: both have one normal form, or the stored value is what
 * the server makes of the wanted one. Both are in the form that `coerce` gives. What the server has yet to
 * make is the same as nothing but itself.
 */
export function sameValue(
  field: Shape,
  wanted: Value | undefined,
  stored: Value | undefined,
  keyOf: KeyOf,
): boolean {
  const a = canonical(field, wanted ?? null, keyOf);
  const b = canonical(field, stored ?? null, keyOf);
  if (a === undefined || b === undefined) return wanted === stored;
  return (
    a === b ||
    formsOf(field).some(
      ({ becomes }) =>
        becomes !== undefined &&
        isSpelt(wanted) &&
        isSpelt(stored) &&
        becomes(JSON.parse(a) as string, JSON.parse(b) as string),
    )
  );
}

/** Whether the canonical text of a value is the JSON of a text or of a list of texts. */
function isSpelt(value: Value | undefined): boolean {
  return typeof value === 'string' || Array.isArray(value);
}

/**
 * A text that two values share when they are the same in their normal forms; undefined when the value holds
 * something unknown.
 */
export function canonical(field: Shape, value: Value, keyOf: KeyOf): string | undefined {
  if (Array.isArray(value) && field.type === 'array') {
    const item = itemOf(field);
    const items = value.map((one) => canonical(item, one, keyOf));
    if (items.some((one) => one === undefined)) return undefined;
    return JSON.stringify(
      formsOf(field).reduce<readonly string[]>((list, form) => form.list?.(list) ?? list, items as string[]),
    );
  }
  const key = field.references && value !== null ? keyOf(field.references, value) : undefined;
  if (key !== undefined) return key;
  const text = field.references && typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string')
    return JSON.stringify(formsOf(field).reduce((spelt, form) => form.text?.(spelt) ?? spelt, text));
  return isDict(value) && field.members ? canonicalMembers(field, value, keyOf) : canonicalJson(value);
}

/** A mapping whose keys are known, each of them as a field. */
function canonicalMembers(
  field: Shape,
  value: { readonly [key: string]: Value },
  keyOf: KeyOf,
): string | undefined {
  const forms = formsOf(field);
  const parts: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member = field.members?.[name];
    if (forms.some((form) => form.drops?.(field, name))) continue;
    const part = member ? canonical(member, value[name] ?? null, keyOf) : canonicalJson(value[name] ?? null);
    if (part === undefined) return undefined;
    parts.push(`${JSON.stringify(name)}:${part}`);
  }
  return `{${parts.join(',')}}`;
}
