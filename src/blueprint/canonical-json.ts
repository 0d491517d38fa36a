import { isDict, PyFloat, Ref, Unknown, type Value } from './value.ts';

/** JSON with sorted keys; 1 and 1.0 are one number, a Ref is the object that it means. */
export function canonicalJson(value: Value): string | undefined {
  if (value instanceof Unknown) return undefined;
  if (value instanceof Ref) return `→${value.row}`;
  if (value instanceof PyFloat) return numberText(value.float);
  if (typeof value === 'number') return numberText(value);
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

/**
 * A number as the server's database gives it back: a large one without a fraction comes as a whole number, with its
 * shortest digits and zeros (measured on 2023.2.3 and 2025.12.4: 1.0e+23 is 1 and 23 zeros, which no float is).
 */
function numberText(number: number): string {
  const text = JSON.stringify(number);
  const [digits = '', power] = text.split('e+');
  if (power === undefined) return text;
  const [whole = '', fraction = ''] = digits.split('.');
  return whole + fraction.padEnd(Number(power), '0');
}
