import { kindOf } from '../blueprint/kind-of.ts';
import type { Value } from '../blueprint/value.ts';
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
