import { type Characters, charactersOf, folded, foldedAscii, textOf } from './characters.ts';
import { RunIndex } from './run-index.ts';
import { unescaped } from './unescaped.ts';

/** What is shown in place of a secret. */
export const HIDDEN = '(secret)';

/** Of a secret of this length or longer, every run of so many characters is hidden. */
const RUN = 8;

/** A shorter secret than this is hidden only where it is the whole text, or stands there in quotes. */
const SHORTEST = 6;

/**
 * In how many ways a text is read, each with one escaping more taken away. Few texts have more than two;
 * this is for one that was made to take long.
 */
const MOST_READINGS = 64;

/** The longest text that is looked at as a whole, white space around the secret included. */
const LONGEST_SHORT = 32;

/** What may be an escape, or is beyond ASCII. */
const NOT_PLAIN = /[\\%&+\u0080-\uffff]|''|""/;

/** What every certificate and every key in PEM has, and what therefore tells nothing. */
const PEM_LABELS = ['CERTIFICATE', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'].flatMap((label) => [
  `-----BEGIN ${label}-----`,
  `-----END ${label}-----`,
]);

/** A part of a text, by offsets. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The secrets of a run, as far as they have been read: values of variables and of files, the API token, the
 * secrets of the blueprints. Every text that is written passes `mask`.
 */
export class KnownSecrets {
  readonly #added = new Set<string>();
  /** By the length of the runs in them: that of a whole secret of 6 or 7 characters, else 8. */
  readonly #secret = indexes();
  readonly #public = indexes();
  /** What is public and not yet in `#public`. */
  readonly #allowed = new Set<string>(PEM_LABELS);
  /** The secrets that are too short for these. */
  readonly #short = new Set<string>();
  /** For the texts that are looked at, one after the other. */
  #room = new Uint16Array(256);

  /**
   * Adds a secret. White space around it does not count; one that is then shorter than 6 characters is in too
   * many texts to be looked for but as a whole.
   */
  add(secret: string): void {
    if (this.#added.has(secret)) return;
    this.#added.add(secret);
    const { codes, length } = withoutSpaceAround(folded(charactersOf(secret)));
    if (length > 0 && length < SHORTEST) this.#short.add(String.fromCharCode(...codes));
    this.#secret
      .get(Math.min(length, RUN))
      ?.add(codes, length, (at) => length === RUN || tells(codes.subarray(at, at + RUN)));
  }

  /**
   * Says that a text is no secret, such as the name of a model: a part of a secret that is also in it tells
   * nothing (`authentik` in an address) and is not looked for.
   */
  allow(text: string): void {
    this.#allowed.add(text);
  }

  /** The runs of what is public; they are gathered when they are needed, which is seldom. */
  #publicRuns(length: number): RunIndex | undefined {
    for (const text of this.#allowed) {
      const { codes, length: end } = folded(charactersOf(text));
      for (const index of this.#public.values()) index.add(codes, end);
    }
    this.#allowed.clear();
    return this.#public.get(length);
  }

  /**
   * A text with `(secret)` in place of what is of a secret: whole, where it has 6 or 7 characters, else every
   * run of 8 characters of it; in any case, with any white space, and as it is when it is escaped for JSON,
   * Python, HTML, XML, a URL or a shell, also several times. Of shorter secrets, where one is the whole text or
   * in quotes.
   */
  readonly mask = (text: string): string => {
    let shown = this.#withoutShort(text);
    for (;;) {
      // What stands at both sides of a secret may be a part of another one.
      const next = this.#masked(shown);
      if (next === shown) return shown;
      shown = next;
    }
  };

  #withoutShort(text: string): string {
    if (this.#short.size === 0) return text;
    if (text.length <= LONGEST_SHORT && this.#isShort(text)) return HIDDEN;
    let shown = '';
    let done = 0;
    for (const { 0: quote, index } of text.matchAll(/["'`]/g)) {
      const end = text.indexOf(quote, index + 1);
      const isNear = index >= done && end !== -1 && end - index <= LONGEST_SHORT;
      if (!isNear || !this.#isShort(text.slice(index + 1, end))) continue;
      shown += text.slice(done, index) + HIDDEN;
      done = end + 1;
    }
    return shown + text.slice(done);
  }

  #isShort(text: string): boolean {
    const { codes, length } = withoutSpaceAround(folded(charactersOf(text)));
    return this.#short.has(String.fromCharCode(...codes.subarray(0, length)));
  }

  #masked(text: string): string {
    const parts = this.#partsIn(text);
    if (parts.length === 0) return text;
    const hidden = joined([...parts, ...placeholders(text)]);
    let shown = '';
    let done = 0;
    for (const { start, end } of hidden) {
      shown += text.slice(done, start) + HIDDEN;
      done = end;
    }
    return (shown + text.slice(done)).replaceAll(`"${HIDDEN}"`, HIDDEN);
  }

  /** What of a text is of a secret; nothing of a `(secret)` that stands there already. */
  #partsIn(text: string): Part[] {
    const parts: Part[] = [];
    const used = [...this.#secret.values()].filter((index) => !index.isEmpty);
    if (used.length === 0 || !this.#mayHold(text, used)) return parts;
    for (const reading of readings(text))
      for (const index of used) for (const part of this.#found(index, reading)) parts.push(part);
    if (parts.length === 0) return parts;
    const shown = placeholders(text);
    return parts.filter((part) => !shown.some(({ start, end }) => start <= part.start && part.end <= end));
  }

  /** A quick answer for most texts: false where nothing is escaped, and no run of a secret is in it. */
  #mayHold(text: string, used: readonly RunIndex[]): boolean {
    if (NOT_PLAIN.test(text)) return true;
    if (this.#room.length < text.length) this.#room = new Uint16Array(2 * text.length);
    const plain = { codes: this.#room, length: 0 };
    for (let at = 0; at < text.length; at += 1) {
      const code = foldedAscii(text.charCodeAt(at));
      if (code === SPACE && plain.length > 0 && plain.codes[plain.length - 1] === SPACE) continue;
      plain.codes[plain.length] = code;
      plain.length += 1;
    }
    let holds = false;
    for (const index of used) index.find(plain, () => (holds = true));
    return holds;
  }

  /** What of a text has runs of an index one after the other, but where all of them are public. */
  #found(index: RunIndex, reading: Characters): Part[] {
    const parts: Part[] = [];
    let [first, last, isSecret] = [0, -1, false];
    const end = (): void => {
      if (isSecret) parts.push(partOf(reading, first, last + index.length - 1));
    };
    index.find(reading, (at) => {
      if (at !== last + 1) {
        end();
        [first, isSecret] = [at, false];
      }
      last = at;
      isSecret ||= this.#publicRuns(index.length)?.has(reading.codes, at) !== true;
    });
    end();
    return parts;
  }
}

function indexes(): ReadonlyMap<number, RunIndex> {
  const lengths = Array.from({ length: RUN - SHORTEST + 1 }, (_, more) => SHORTEST + more);
  return new Map(lengths.map((length) => [length, new RunIndex(length)]));
}

/** A text as it is written, and in all ways in which escapes of several layers can be taken away. */
function* readings(text: string): Generator<Characters> {
  const seen = new Set<string>([text]);
  const waiting = [charactersOf(text)];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    yield folded(next);
    for (const inner of unescaped(next)) {
      const read = textOf(inner);
      if (seen.has(read) || seen.size >= MOST_READINGS) continue;
      seen.add(read);
      waiting.push(inner);
    }
  }
}

const SPACE = 32;

function withoutSpaceAround({ codes, length }: Characters): Pick<Characters, 'codes' | 'length'> {
  const start = codes[0] === SPACE ? 1 : 0;
  const end = codes[length - 1] === SPACE ? length - 1 : length;
  return { codes: codes.subarray(start, Math.max(start, end)), length: Math.max(0, end - start) };
}

/**
 * Whether a run of a longer secret tells something of it: a rule or a margin (`--------`) is in many texts.
 */
function tells(run: Uint16Array): boolean {
  return run.some(isWordCharacter) || new Set(run).size > 2;
}

function isWordCharacter(code: number): boolean {
  return code > 127 || (code >= 48 && code <= 57) || (code >= 97 && code <= 122);
}

/** A part of the text, of its first and last character; white space around it keeps lines apart and stays. */
function partOf({ codes, starts, ends }: Characters, first: number, last: number): Part {
  const start = codes[first] === SPACE ? first + 1 : first;
  const end = codes[last] === SPACE ? last - 1 : last;
  return { start: starts[start] ?? 0, end: ends[end] ?? 0 };
}

function placeholders(text: string): Part[] {
  return [...text.matchAll(/\(secret\)/g)].map(({ index }) => ({ start: index, end: index + HIDDEN.length }));
}

/** The parts in order, those that overlap or touch as one. */
function joined(parts: readonly Part[]): Part[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...parts].sort((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
