import type { Characters } from './characters.ts';

/** A prime; the hash of a run is a polynomial of its characters in it. */
const BASE = 0x01000193;

/**
 * All runs of one length in some texts, to be found in other texts: exact, in time that grows with the text
 * alone, and with 10 bytes for each character, so that files of a megabyte can be held.
 */
export class RunIndex {
  readonly length: number;
  /** `BASE` to the power of `length`: the weight of the character that leaves the run. */
  readonly #leaving: number;
  /** The texts one after the other. */
  #codes = new Uint16Array(64);
  #used = 0;
  /** By hash: where in `#codes` a run starts, from 1; 0: free. */
  #table = new Int32Array(128);
  #count = 0;

  constructor(length: number) {
    this.length = length;
    let leaving = 1;
    for (let power = 0; power < length; power += 1) leaving = Math.imul(leaving, BASE);
    this.#leaving = leaving;
  }

  /** Whether it has no run. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Adds the runs of a text, but those that `isKept` refuses; it is asked with where each starts. */
  add(codes: Uint16Array, length: number, isKept: (at: number) => boolean = () => true): void {
    const offset = this.#used;
    this.#store(codes, length);
    let hash = 0;
    for (let at = 0; at < length; at += 1) {
      hash = this.#next(hash, this.#codes, offset + at, at);
      const start = at - this.length + 1;
      if (start >= 0 && isKept(start)) this.#insert(hash, offset + start);
    }
  }

  /** Calls back with where in a text each run starts that the index has. */
  find({ codes, length }: Pick<Characters, 'codes' | 'length'>, found: (at: number) => void): void {
    let hash = 0;
    for (let at = 0; at < length; at += 1) {
      hash = this.#next(hash, codes, at, at);
      const start = at - this.length + 1;
      if (start >= 0 && this.#slot(hash, codes, start) !== undefined) found(start);
    }
  }

  /** Whether the index has the run that starts here in a text. */
  has(codes: Uint16Array, start: number): boolean {
    let hash = 0;
    for (let at = 0; at < this.length; at += 1) hash = this.#next(hash, codes, start + at, at);
    return this.#slot(hash, codes, start) !== undefined;
  }

  /** The hash of the run that ends at `at`, from that of the run before. `count`: how many came before. */
  #next(hash: number, codes: Uint16Array, at: number, count: number): number {
    const grown = Math.imul(hash, BASE) + (codes[at] ?? 0) + 1;
    if (count < this.length) return grown | 0;
    return (grown - Math.imul((codes[at - this.length] ?? 0) + 1, this.#leaving)) | 0;
  }

  /** Where in the table a run is; undefined when it is not there. */
  #slot(hash: number, codes: Uint16Array, start: number): number | undefined {
    const mask = this.#table.length - 1;
    for (let slot = place(hash) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot] ?? 0;
      if (entry === 0) return undefined;
      if (this.#isSame(entry - 1, codes, start)) return slot;
    }
  }

  #isSame(own: number, codes: Uint16Array, start: number): boolean {
    for (let at = 0; at < this.length; at += 1) if (this.#codes[own + at] !== codes[start + at]) return false;
    return true;
  }

  #insert(hash: number, start: number): void {
    if (this.#slot(hash, this.#codes, start) !== undefined) return;
    if (2 * (this.#count + 1) > this.#table.length) this.#grow();
    this.#count += 1;
    this.#put(hash, start + 1);
  }

  #put(hash: number, entry: number): void {
    const mask = this.#table.length - 1;
    let slot = place(hash) & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = entry;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(2 * before.length);
    for (const entry of before) if (entry !== 0) this.#put(this.#hashAt(entry - 1), entry);
  }

  #hashAt(start: number): number {
    let hash = 0;
    for (let at = 0; at < this.length; at += 1) hash = this.#next(hash, this.#codes, start + at, at);
    return hash;
  }

  #store(codes: Uint16Array, length: number): void {
    if (this.#used + length > this.#codes.length) {
      const larger = new Uint16Array(Math.max(2 * this.#codes.length, this.#used + length));
      larger.set(this.#codes.subarray(0, this.#used));
      this.#codes = larger;
    }
    this.#codes.set(codes.subarray(0, length), this.#used);
    this.#used += length;
  }
}

/** Spreads a hash over the table: its low bits alone depend on few characters. */
function place(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}
