import { isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Accepted, Within } from './form.ts';

/** A value as it is stored. */
export function stored(value: Value): Accepted {
  return { ok: true, value };
}

/** A value that is refused as a whole. */
export function refused(code: Code, message: string, { path }: Pick<Within, 'path'>): Accepted {
  return { ok: false, problems: [{ code, message, path }] };
}

/** A value that is of another kind than it must be: `must be text, not a list`. */
export function wrongKind(must: string, value: Value, within: Within): Accepted {
  return refused('attribute-type', `must be ${must}, not ${kindOf(value)}`, within);
}

/** A text that is none of the kind that it must be, shown as it is: `must be a number, not "ten"`. */
export function wrongText(must: string, value: Value, within: Within): Accepted {
  if (typeof value !== 'string') return wrongKind(must, value, within);
  return refused('attribute-type', `must be ${must}, not ${quoted(value, within)}`, within);
}

/** A text in a message, in quotes; a secret is not shown. */
export function quoted(text: string, { isHidden }: Within): string {
  return `"${isHidden ? '••••••••' : text}"`;
}

/** What kind of thing a value is, in the words of a message. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return 'text';
  if (value instanceof PyFloat) return 'a number with a point';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (value instanceof PyTime) return 'a date';
  if (value instanceof Opaque) return value.tag;
  if (isOpen(value)) return 'a value that is known after apply';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}
