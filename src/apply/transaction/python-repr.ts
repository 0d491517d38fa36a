import type { Json } from '../../catalog/model.ts';

/*
 * Python's way to write a value (`repr`), as it stands in what the importer logs of a serializer's errors:
 * {'name': [ErrorDetail(string='This field is required.', code='required')]}
 */

/** What ends the reading of a text that is no such value. */
class NotPythonError extends Error {}

/** Errors are not nested deeper than the values that they are about; a text that is was made to take long. */
const DEEPEST = 100;

const SPACE = /\s*/y;
const NUMBER = /[-+]?(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?/y;
const NAME = /[A-Za-z_][\w.]*/y;
const WORDS: Readonly<Record<string, Json>> = { None: null, True: true, False: false };

/** What a letter after a backslash stands for. */
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};
/** How many hexadecimal digits follow. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The value that a text of Python stands for; undefined where it is none. An `ErrorDetail(string=…, code=…)`
 * is its string, any other call (`OrderedDict([…])`) its first argument, a tuple a list, and a list of pairs
 * in an `OrderedDict` a mapping.
 */
export function parsePythonRepr(text: string): Json | undefined {
  try {
    const reader = new Reader(text);
    const value = reader.value(0);
    return reader.isAtEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NotPythonError) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#take(SPACE);
    return this.#at >= this.#text.length;
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NotPythonError();
    this.#take(SPACE);
    const next = this.#text[this.#at];
    if (next === '{') return this.#mapping(depth);
    if (next === '[') return this.#items('[', ']', depth);
    if (next === '(') return this.#items('(', ')', depth);
    if (next === "'" || next === '"') return this.#string();
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number.replaceAll('_', ''));
    const name = this.#take(NAME);
    if (name === undefined) throw new NotPythonError();
    if (Object.hasOwn(WORDS, name)) return WORDS[name] ?? null;
    return this.#call(name, depth);
  }

  /** `{key: value, …}`, or the items of a set. */
  #mapping(depth: number): Json {
    const found: [string, Json][] = [];
    const items: Json[] = [];
    this.#list('{', '}', () => {
      const key = this.value(depth + 1);
      if (this.#is(':')) found.push([keyOf(key), this.value(depth + 1)]);
      else items.push(key);
    });
    return items.length > 0 ? items : Object.fromEntries(found);
  }

  #items(open: string, close: string, depth: number): Json[] {
    const items: Json[] = [];
    this.#list(open, close, () => items.push(this.value(depth + 1)));
    return items;
  }

  #call(name: string, depth: number): Json {
    const given: Json[] = [];
    this.#list('(', ')', () => {
      // `string=…`: the name of an argument says nothing that its place does not.
      const before = this.#at;
      if (this.#take(NAME) === undefined || !this.#is('=')) this.#at = before;
      given.push(this.value(depth + 1));
    });
    const first = given[0] ?? null;
    return name.endsWith('OrderedDict') && Array.isArray(first) ? fromPairs(first) : first;
  }

  /** Reads what stands between two brackets, with commas between. */
  #list(open: string, close: string, item: () => void): void {
    if (!this.#is(open)) throw new NotPythonError();
    while (!this.#is(close)) {
      item();
      if (this.#is(',')) continue;
      if (!this.#is(close)) throw new NotPythonError();
      return;
    }
  }

  #string(): string {
    const quote = this.#text[this.#at];
    const parts: string[] = [];
    for (let start = (this.#at += 1); ; ) {
      const next = this.#text[this.#at];
      if (next === undefined) throw new NotPythonError();
      if (next !== quote && next !== '\\') {
        this.#at += 1;
        continue;
      }
      parts.push(this.#text.slice(start, this.#at));
      this.#at += 1;
      if (next === quote) return parts.join('');
      parts.push(this.#escape());
      start = this.#at;
    }
  }

  /** What the escape after a backslash stands for. */
  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    this.#at += 1;
    const digits = DIGITS[letter];
    if (digits === undefined) return LETTERS[letter] ?? letter;
    const code = Number.parseInt(this.#text.slice(this.#at, this.#at + digits), 16);
    if (!(code <= 0x10_ff_ff)) throw new NotPythonError();
    this.#at += digits;
    return String.fromCodePoint(code);
  }

  /** Whether a character comes next, which is then read. */
  #is(character: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function keyOf(key: Json): string {
  return typeof key === 'string' ? key : String(key);
}

function fromPairs(pairs: readonly Json[]): Json {
  const found: [string, Json][] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) return [...pairs];
    found.push([keyOf(pair[0] ?? null), pair[1] ?? null]);
  }
  return Object.fromEntries(found);
}
