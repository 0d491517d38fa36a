import type { Cursor } from './cursor.ts';
import { missingColon } from './scan-errors.ts';

/** A place where a `:` may later turn what stands there into a key. */
export interface PossibleKey {
  /** The number of the token that the key would start with. */
  readonly tokenNumber: number;
  /** Nothing but a key can stand there. */
  readonly required: boolean;
  readonly pos: number;
  readonly lineStart: number;
}

/** A key and its `:` must stand on one line, at most this far apart. */
const KEY_LENGTH = 1024;

/**
 * The places where a key may have started: at most one for each level of flow collections, outermost first.
 */
export class PossibleKeys {
  readonly #cursor: Cursor;
  readonly #levels: (PossibleKey | undefined)[] = [];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** The token that waits longest for its `:`. */
  get firstToken(): number | undefined {
    for (const key of this.#levels) if (key) return key.tokenNumber;
    return undefined;
  }

  set(level: number, key: PossibleKey): void {
    this.drop(level);
    this.#levels[level] = key;
  }

  /** Takes the key of a level, to become one. */
  take(level: number): PossibleKey | undefined {
    const key = this.#levels[level];
    this.#levels[level] = undefined;
    return key;
  }

  /** No `:` has come; an error where nothing but a key can stand. */
  drop(level: number): void {
    const key = this.#levels[level];
    if (key?.required) throw missingColon(this.#cursor, key.pos);
    this.#levels[level] = undefined;
  }

  /** Drops the keys whose `:` can come no more. */
  dropStale(): void {
    const { pos, lineStart } = this.#cursor;
    for (let level = 0; level < this.#levels.length; level++) {
      const key = this.#levels[level];
      if (key && (key.lineStart !== lineStart || pos - key.pos > KEY_LENGTH)) this.drop(level);
    }
  }

  /** Forgets the levels from `level` on: their collections are closed. */
  cut(level: number): void {
    this.#levels.length = Math.min(this.#levels.length, level);
  }
}
