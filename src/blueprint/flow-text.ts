import { floatText } from './python-text.ts';
import { isDict, type Later, Opaque, PyFloat, PyTime, Ref, type Unknown, type Value } from './value.ts';

/*
 * Values as YAML 1.1 in flow style, as PyYAML reads them: JSON, but for what its reader refuses or reads as
 * something else. All is ASCII, so that nothing on the way to it can change a character.
 */

/** PyYAML looks for the colon after a key in as many characters; a longer one needs a question mark before it. */
const LONGEST_KEY = 1000;

/**
 * A value as YAML, on one line. `open`: the text of what only the server will know. Throws a TypeError for a tag
 * that was left unresolved.
 */
export function flowText(value: Value, open: (value: Ref | Unknown) => string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : yamlFloat(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return quotedText(value);
  if (value instanceof PyFloat) return yamlFloat(value.float);
  // The API is sent its text, too.
  if (value instanceof PyTime) return quotedText(value.iso);
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, open)).join(', ')}]`;
  if (value instanceof Opaque) throw new TypeError(`${value.tag} was not evaluated`);
  if (!isDict(value)) return open(value);
  return mappingText(Object.entries(value).map(([key, item]) => [key, flowText(item, open)]));
}

/** A mapping of keys to YAML. What is undefined is left out. */
export function mappingText(parts: readonly (readonly [key: string, text: string | undefined])[]): string {
  const items = parts.flatMap(([key, text]) => {
    if (text === undefined) return [];
    const quoted = quotedText(key);
    return quoted.length > LONGEST_KEY ? `? ${quoted} : ${text}` : `${quoted}: ${text}`;
  });
  return `{${items.join(', ')}}`;
}

/** A float that is one in YAML 1.1, where `1e+20` is a text: `1.0e+20`. */
function yamlFloat(float: number): string {
  if (Number.isNaN(float)) return '.nan';
  if (!Number.isFinite(float)) return float < 0 ? '-.inf' : '.inf';
  const text = floatText(float);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text in double quotes, every character beyond printable ASCII as an escape. */
export function quotedText(text: string): string {
  let out = '"';
  // By code points: PyYAML makes one character of each escape, and would leave a pair of surrogates as it is.
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isPlain = code >= 0x20 && code < 0x7f;
    out += NAMED[character] ?? (isPlain ? character : escapeOf(code));
  }
  return `${out}"`;
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Why `!Format` of the importer might not write what we do; undefined where it does. */
export function formatObstacle({ template, values }: Later): string | undefined {
  const isPlain = (value: Value): boolean =>
    value instanceof Ref ? value.aspect !== 'hex' : typeof value === 'string' || typeof value === 'number';
  const withoutPlain = template.replace(/%[%sd]/g, '');
  return withoutPlain.includes('%') || !values.every(isPlain)
    ? 'it holds a text made of the key of a new object, in a way that the importer writes otherwise'
    : undefined;
}
