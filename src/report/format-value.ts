import { isDict, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import { clean } from '../source/clean.ts';
import { wholeCharacter } from './code-frame.ts';

/** Shown for a value that only the server will know. */
const AFTER_APPLY = '(known after apply)';

/** The most characters of a value that are shown. */
const SHORT = 70;

/** Names of objects, for people. */
export interface Names {
  /** The name of an object of the server, by primary key. */
  readonly ofKey: (key: string) => string | undefined;
  /** The name of an object that the plan creates, by row. */
  readonly ofRow: (row: string) => string | undefined;
}

const NO_NAMES: Names = { ofKey: () => undefined, ofRow: () => undefined };

/** A value on one line, shortened if it is long. */
export function formatValue(value: Value | undefined, names: Names = NO_NAMES): string {
  const text = clean(write(value, names));
  return text.length > SHORT ? `${text.slice(0, wholeCharacter(text, SHORT - 1))}…` : text;
}

function write(value: Value | undefined, names: Names): string {
  if (value === undefined) return '(none)';
  if (value instanceof Unknown) return value.reason.startsWith('(secret') ? value.reason : AFTER_APPLY;
  if (value instanceof Ref) return names.ofRow(value.row) ?? AFTER_APPLY;
  if (value instanceof PyFloat) return String(value.float);
  if (value instanceof PyTime) return value.iso;
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${value.map((item) => write(item, names)).join(', ')}]`;
  if (isDict(value)) {
    const parts = Object.entries(value).map(([key, item]) => `${key}: ${write(item, names)}`);
    return parts.length === 0 ? '{}' : `{${parts.join(', ')}}`;
  }
  if (typeof value === 'bigint') return value.toString();
  const name =
    typeof value === 'string' || typeof value === 'number' ? names.ofKey(String(value)) : undefined;
  if (name !== undefined) return name;
  return JSON.stringify(value);
}
