import { isDict, PyFloat, Ref, Unknown, type Value } from '../blueprint/value.ts';
import type { Field } from '../catalog/model.ts';
import { trimLikePython } from './coerce.ts';
import type { Overlay } from './overlay.ts';
import { pkText } from './pk-text.ts';

/**
 * Whether two values of a field are the same to the server: references by the object they mean, sets without order,
 * time stamps as instants, JSON by content. Both are in the form that `coerce` gives.
 * What the server has yet to make is never the same as anything but itself.
 */
export function sameValue(field: Field, one: Value | undefined, other: Value | undefined, overlay: Overlay): boolean {
  const a = canonical(field, one ?? null, overlay);
  const b = canonical(field, other ?? null, overlay);
  if (a === undefined || b === undefined) return one === other;
  if (a === b) return true;
  return field.setter !== undefined && typeof one === 'string' && typeof other === 'string' && sameMedia(one, other);
}

/** A relative address is kept under `/media/` and reads back with that prefix (rest-api-2023.2, point 17). */
function sameMedia(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short !== '' && !/^(\/|[a-z]+:)/i.test(short) && long.startsWith('/media/') && long.endsWith(`/${short}`);
}

/** A text that two values share when they are the same; undefined when the value holds something unknown. */
export function canonical(field: Omit<Field, 'required'>, value: Value, overlay: Overlay): string | undefined {
  if (field.type === 'array' && Array.isArray(value)) {
    const items = value.map((item) => (field.items ? canonical({ ...field.items, ...referencesOf(field) }, item, overlay) : canonicalJson(item)));
    if (items.some((item) => item === undefined)) return undefined;
    return JSON.stringify(field.set ? [...new Set(items)].sort() : items);
  }
  if (field.trim && typeof value === 'string') return JSON.stringify(trimLikePython(value));
  if (field.references && value !== null) {
    const row = overlay.rowOf(field.references, value);
    return row ? `row ${row.id}` : pkText(value) ?? canonicalJson(value);
  }
  if (field.format === 'date-time' && typeof value === 'string') {
    const instant = Date.parse(value);
    return Number.isNaN(instant) ? value : `time ${instant}`;
  }
  return canonicalJson(value);
}

function referencesOf(field: Omit<Field, 'required'>): Pick<Field, 'references'> {
  return field.references ? { references: field.references } : {};
}

/** JSON with sorted keys; 1 and 1.0 are one number, a Ref is the object that it means. */
export function canonicalJson(value: Value): string | undefined {
  if (value instanceof Unknown) return undefined;
  if (value instanceof Ref) return `→${value.row}`;
  if (value instanceof PyFloat) return JSON.stringify(value.float);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    const items = value.map(canonicalJson);
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
  }
  if (isDict(value)) {
    const parts: string[] = [];
    for (const key of Object.keys(value).sort()) {
      const part = canonicalJson(value[key] ?? null);
      if (part === undefined) return undefined;
      parts.push(`${JSON.stringify(key)}:${part}`);
    }
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}
