import type { ScalarLayout } from './layout.ts';

/*
 * Quotes that are not needed are left out, and those that are needed are double ones. A text keeps its quotes
 * where YAML 1.1 (authentik) or 1.2 (most editors) would read it as something else without them, and where it
 * looks like a number, a date or an indicator.
 */

/**
 * Letters of any language, digits, and signs that mean nothing in YAML, on one line and starting with a
 * letter. A colon only within a word.
 */
const PLAIN = /^[\p{L}_](?:[\p{L}\p{M}\p{N}_\-./@+()=; ]|:(?=[^\s:]))*$/u;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** Whether a quoted text can be written without quotes. `inFlow`: between brackets. */
export function needsNoQuotes({ text }: Pick<ScalarLayout, 'text'>, inFlow: boolean): boolean {
  return PLAIN.test(text) && !text.endsWith(' ') && !WORDS.test(text) && !(inFlow && text.includes(':'));
}

/** A scalar on one line as it is to be written. `keepQuotes`: its neighbours need theirs. */
export function formatScalar(scalar: ScalarLayout, inFlow: boolean, keepQuotes: boolean): string {
  const { style, raw, text } = scalar;
  if ((style !== '"' && style !== "'") || raw.includes('\n')) return raw;
  if (!keepQuotes && needsNoQuotes(scalar, inFlow)) return text;
  return style === "'" && !/["\\]|[^\P{C}]/u.test(text) ? `"${text}"` : raw;
}
