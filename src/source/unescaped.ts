import { CharacterList, type Characters } from './characters.ts';

const BACKSLASH = 92;
const PERCENT = 37;
const AMPERSAND = 38;
const PLUS = 43;
const APOSTROPHE = 39;
const QUOTE = 34;

/** What a letter behind a backslash stands for in JSON, Python and C. */
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['b', 8],
  ['f', 12],
  ['v', 11],
  ['a', 7],
  ['0', 0],
]);

const ENTITIES: ReadonlyMap<string, number> = new Map([
  ['amp', AMPERSAND],
  ['lt', 60],
  ['gt', 62],
  ['quot', QUOTE],
  ['apos', APOSTROPHE],
  ['nbsp', 32],
]);

/** The longest entity that is read: `&#x10ffff;`. */
const LONGEST_ENTITY = 10;

/** An escape that was read: what it stands for, and how many characters it takes. */
interface Escape {
  readonly code: number;
  readonly length: number;
}

type Read = (written: Characters, at: number) => Escape | undefined;

/** The ways in which characters are escaped, by the character that an escape begins with. */
const LANGUAGES: readonly Readonly<Record<number, Read>>[] = [
  // JSON, Python, C, a shell: `\n`, `\"`, `\u00e9`, `\xe9`.
  { [BACKSLASH]: backslash },
  // HTML and XML: `&amp;`, `&#39;`.
  { [AMPERSAND]: entity },
  // URLs: `%C3%A9`; forms also have a plus sign for a space.
  { [PERCENT]: percent },
  { [PERCENT]: percent, [PLUS]: () => ({ code: 32, length: 1 }) },
  // Quotes that are doubled (YAML, CSV), or written as `'\''` (a shell).
  { [APOSTROPHE]: apostrophe, [QUOTE]: (written, at) => doubled(written, at, QUOTE) },
];

/** Characters with one layer of escapes taken away, once for each way of escaping that is found in them. */
export function* unescaped(written: Characters): Generator<Characters> {
  for (const language of LANGUAGES) {
    const read = withoutEscapes(written, language);
    if (read) yield read;
  }
}

function withoutEscapes(
  written: Characters,
  language: Readonly<Record<number, Read>>,
): Characters | undefined {
  const all = new CharacterList(written.length);
  let hasEscape = false;
  for (let at = 0; at < written.length; ) {
    const code = written.codes[at] ?? 0;
    const escape = language[code]?.(written, at);
    const length = escape?.length ?? 1;
    const start = written.starts[at] ?? 0;
    const end = written.ends[at + length - 1] ?? 0;
    if (escape) {
      hasEscape = true;
      const text = String.fromCodePoint(escape.code);
      for (let unit = 0; unit < text.length; unit += 1) all.add(text.charCodeAt(unit), start, end);
    } else all.add(code, start, end);
    at += length;
  }
  return hasEscape ? all : undefined;
}

function percent(written: Characters, at: number): Escape | undefined {
  return bytes(written, at, '%');
}

function apostrophe(written: Characters, at: number): Escape | undefined {
  if (textAt(written, at, 4) === "'\\''") return { code: APOSTROPHE, length: 4 };
  return doubled(written, at, APOSTROPHE);
}

function doubled(written: Characters, at: number, code: number): Escape | undefined {
  return written.codes[at + 1] === code && at + 1 < written.length ? { code, length: 2 } : undefined;
}

function backslash(written: Characters, at: number): Escape | undefined {
  const letter = textAt(written, at + 1, 1);
  if (letter === '') return undefined;
  const long = letter === 'U' ? hex(textAt(written, at + 2, 8), 8) : undefined;
  if (long !== undefined && long <= 0x10ffff) return { code: long, length: 10 };
  switch (letter.toLowerCase()) {
    case 'x':
      return bytes(written, at, '\\x');
    case 'u':
      return unicode(written, at);
  }
  const control = CONTROLS.get(letter.toLowerCase());
  if (control !== undefined) return { code: control, length: 2 };
  return /[a-z0-9]/i.test(letter) ? undefined : { code: letter.charCodeAt(0), length: 2 };
}

/** `\u00e9` or `\u{e9}`. */
function unicode(written: Characters, at: number): Escape | undefined {
  const code = hex(textAt(written, at + 2, 4), 4);
  if (code !== undefined) return { code, length: 6 };
  const braced = /^\{([0-9a-f]{1,6})\}/i.exec(textAt(written, at + 2, 8))?.[1];
  const value = braced === undefined ? undefined : Number.parseInt(braced, 16);
  return braced !== undefined && value !== undefined && value <= 0x10ffff
    ? { code: value, length: braced.length + 4 }
    : undefined;
}

/** One character of bytes, `%C3%A9` or `\xc3\xa9`: as UTF-8 where they are, else the first by itself. */
function bytes(written: Characters, at: number, prefix: string): Escape | undefined {
  const width = prefix.length + 2;
  const byte = (index: number): number | undefined => {
    const text = textAt(written, at + index * width, width);
    return text.slice(0, prefix.length).toLowerCase() === prefix
      ? hex(text.slice(prefix.length), 2)
      : undefined;
  };
  const first = byte(0);
  if (first === undefined) return undefined;
  const count = bytesOf(first);
  let code = count === 1 ? first : first & (0x7f >> count);
  for (let index = 1; index < count; index += 1) {
    const next = byte(index);
    if (next === undefined || next >> 6 !== 2) return { code: first, length: width };
    code = (code << 6) | (next & 0x3f);
  }
  return code <= 0x10ffff ? { code, length: count * width } : { code: first, length: width };
}

/** How many bytes a character of UTF-8 takes, by its first. */
function bytesOf(first: number): number {
  if (first >= 0xf0 && first <= 0xf4) return 4;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xc2 && first < 0xe0 ? 2 : 1;
}

function entity(written: Characters, at: number): Escape | undefined {
  const [whole, decimal, hexadecimal, name] =
    /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/i.exec(textAt(written, at, LONGEST_ENTITY)) ?? [];
  if (whole === undefined) return undefined;
  const code = codeOf(decimal, hexadecimal, name);
  return code === undefined || code > 0x10ffff ? undefined : { code, length: whole.length };
}

function codeOf(decimal?: string, hexadecimal?: string, name?: string): number | undefined {
  if (decimal !== undefined) return Number(decimal);
  if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
  return ENTITIES.get(name?.toLowerCase() ?? '');
}

function hex(text: string, length: number): number | undefined {
  return text.length === length && /^[0-9a-f]+$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** Up to `length` characters as a text. */
function textAt({ codes, length: all }: Characters, at: number, length: number): string {
  return String.fromCharCode(...codes.subarray(at, Math.min(at + length, all)));
}
