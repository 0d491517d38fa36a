import { isDict, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import { clean } from './code-frame.ts';

/** What is shown for what only the server will know. */
const AFTER_APPLY = '(known after apply)';

/** Characters of a value that are shown on one line. */
const SHORT = 70;

/** A value on one line. `names`: what a key (or the row of a Ref) is called. */
export function formatValue(value: Value | undefined, names: Readonly<Record<string, string>> = {}): string {
  const text = write(value, names);
  return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text;
}

function write(value: Value | undefined, names: Readonly<Record<string, string>>): string {
  if (value === undefined) return '(none)';
  if (value instanceof Unknown) return AFTER_APPLY;
  if (value instanceof Ref) return names[value.row] ?? AFTER_APPLY;
  if (value instanceof PyFloat) return String(value.float);
  if (value instanceof PyTime) return value.iso;
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${value.map((item) => write(item, names)).join(', ')}]`;
  if (isDict(value)) {
    const parts = Object.entries(value).map(([key, item]) => `${clean(key)}: ${write(item, names)}`);
    return parts.length === 0 ? '{}' : `{${parts.join(', ')}}`;
  }
  if (typeof value === 'bigint') return value.toString();
  if ((typeof value === 'string' || typeof value === 'number') && Object.hasOwn(names, String(value)))
    return names[String(value)] ?? '';
  return typeof value === 'string' ? clean(JSON.stringify(value)) : JSON.stringify(value);
}
