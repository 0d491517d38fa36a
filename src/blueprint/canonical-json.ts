import { isDict, PyFloat, Ref, Unknown, type Value } from './value.ts';

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
