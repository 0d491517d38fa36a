import { kindOf } from '../blueprint/kind-of.ts';
import type { Value } from '../blueprint/value.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Accepted, Within } from './form.ts';

/** Accepts a value. `value`: what the server stores. */
export function stored(value: Value): Accepted {
  return { ok: true, value };
}

/**
 * Refuses a value. `at`: where in its text the fault is; without it, the value as a whole. `instead`: what is
 * probably meant.
 */
export function refused(
  code: Code,
  message: string,
  { path }: Pick<Within, 'path'>,
  at?: number,
  instead?: string,
): Accepted {
  return { ok: false, problems: [{ code, message, path, at, instead }] };
}

/** Refuses a value of the wrong kind: `must be text, not a list`. */
export function wrongKind(must: string, value: Value, within: Within): Accepted {
  return refused('attribute-type', `must be ${must}, not ${kindOf(value)}`, within);
}

/** Refuses a text that cannot be read as required, and shows it: `must be a number, not "ten"`. */
export function wrongText(must: string, value: Value, within: Within): Accepted {
  if (typeof value !== 'string') return wrongKind(must, value, within);
  return refused('attribute-type', `must be ${must}, not ${quoted(value, within)}`, within);
}

/** A text in quotes, for a message; dots for a secret. */
export function quoted(text: string, { isHidden }: Within): string {
  return `"${isHidden ? '••••••••' : text}"`;
}
