/** UTF-16 units, with where in the text that they were read from each begins and ends. */
export interface Characters {
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly length: number;
}

/** Gathers characters one after the other. `room`: the most that there will be. */
export class CharacterList implements Characters {
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  length = 0;

  constructor(room: number) {
    this.codes = new Uint16Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
  }

  /** Adds a unit that stands for `start` to `end` of the text. */
  add(code: number, start: number, end: number): void {
    this.codes[this.length] = code;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length += 1;
  }
}

/** The characters of a text as they are. */
export function charactersOf(text: string): Characters {
  const all = new CharacterList(text.length);
  for (let at = 0; at < text.length; at += 1) all.add(text.charCodeAt(at), at, at + 1);
  return all;
}

/** The characters as a text. */
export function textOf({ codes, length }: Characters): string {
  const parts: string[] = [];
  for (let at = 0; at < length; at += 4096)
    parts.push(String.fromCharCode(...codes.subarray(at, Math.min(at + 4096, length))));
  return parts.join('');
}

const SPACE = 32;

/** The most units that one unit becomes in another case (`ﬃ` is `FFI` as capitals). */
const LONGEST_FOLD = 3;

/**
 * The characters without what two copies of a text often differ in: they are in lower case, and white space
 * of any kind and length is one space.
 */
export function folded({ codes, starts, ends, length }: Characters): Characters {
  const all = new CharacterList(length * (isAscii(codes) ? 1 : LONGEST_FOLD));
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] ?? 0;
    const start = starts[at] ?? 0;
    const end = ends[at] ?? 0;
    if (code < 128) {
      const lower = foldedAscii(code);
      if (lower === SPACE) addSpace(all, start, end);
      else all.add(lower, start, end);
    } else
      for (const unit of foldedUnits(code))
        if (unit === SPACE) addSpace(all, start, end);
        else all.add(unit, start, end);
  }
  return all;
}

/** A unit of ASCII in lower case; a space for white space. */
export function foldedAscii(code: number): number {
  if (code >= 65 && code <= 90) return code + SPACE;
  return code >= 9 && code <= 13 ? SPACE : code;
}

function addSpace(all: CharacterList, start: number, end: number): void {
  if (all.length > 0 && all.codes[all.length - 1] === SPACE) all.ends[all.length - 1] = end;
  else all.add(SPACE, start, end);
}

const units = new Map<number, readonly number[]>();

/** What a unit is in lower case; by way of its capitals, so that `ß` and `SS` are the same. */
function foldedUnits(code: number): readonly number[] {
  const known = units.get(code);
  if (known) return known;
  const text = String.fromCharCode(code);
  const lower = /\s/.test(text) ? ' ' : text.toUpperCase().toLowerCase();
  const made = Array.from({ length: lower.length }, (_, at) => lower.charCodeAt(at));
  units.set(code, made);
  return made;
}

function isAscii(codes: Uint16Array): boolean {
  return codes.every((code) => code < 128);
}
