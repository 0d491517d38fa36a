import { floatText } from '../blueprint/python-text.ts';
import { isDict, Later, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import { clean } from '../source/clean.ts';
import { quoted } from '../source/visible.ts';

/** Shown for a value that only the server will know. */
const AFTER_APPLY = '(known after apply)';
const NONE = '(none)';

/** Names of objects, for people. */
export interface Names {
  /** The name of an object of the server, by primary key. */
  readonly ofKey: (key: string) => string | undefined;
  /** The name of an object that the plan creates, by row. */
  readonly ofRow: (row: string) => string | undefined;
  /** Whether objects of the same name must be told apart here. */
  readonly isShared?: ((name: string) => boolean) | undefined;
}

const NO_NAMES: Names = { ofKey: () => undefined, ofRow: () => undefined };

/** What a name may be to stand without quotes: nobody takes it for a text, a number, or words of ours. */
const BARE = /^(?! )[\p{L}\p{N}(@_.][\p{L}\p{M}\p{N}()@_.:;/'&+*#$%!?=~ -]*$/u;
const NOT_BARE =
  /^(null|true|false|inf|nan|-?[\d.:TZ+-]+|\(none\)|\(known after.*|.*\((new|key ).*)$|  | $|##/i;

/** A key that stands without quotes. */
const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/**
 * A value on one line, whole: two values that differ are never written alike. Texts are in quotes, objects are
 * called by their names.
 */
export function formatValue(value: Value | undefined, names: Names = NO_NAMES): string {
  if (value === undefined) return NONE;
  if (value instanceof Later)
    return `!Format [${[quoted(value.template), ...value.values.map((item) => formatValue(item, names))].join(', ')}]`;
  if (value instanceof Unknown) return value.reason.startsWith('(secret') ? clean(value.reason) : AFTER_APPLY;
  if (value instanceof Ref) {
    const name = names.ofRow(value.row);
    return name === undefined ? AFTER_APPLY : `${nameText(name)}${names.isShared?.(name) ? ' (new)' : ''}`;
  }
  if (value instanceof PyFloat) return floatText(value.float);
  if (value instanceof PyTime) return value.iso;
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item, names)).join(', ')}]`;
  if (isDict(value)) {
    const parts = Object.entries(value).map(([key, item]) => `${keyText(key)}: ${formatValue(item, names)}`);
    return `{${parts.join(', ')}}`;
  }
  const text = typeof value === 'string' ? quoted(value) : String(value);
  const name =
    typeof value === 'string' || typeof value === 'number' ? names.ofKey(String(value)) : undefined;
  if (name === undefined) return text;
  return names.isShared?.(name) ? `${nameText(name)} (key ${text})` : nameText(name);
}

/** The name of an object; in quotes where it would be taken for something else. */
function nameText(name: string): string {
  return BARE.test(name) && !NOT_BARE.test(name) ? name : `named ${quoted(name)}`;
}

/** The key of a mapping; in quotes where it is more than a word. */
export function keyText(key: string): string {
  return PLAIN_KEY.test(key) ? key : quoted(key);
}
