/** A seeded source of choices: the same seed gives the same mutants on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  /** One of several. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** At most `count` of several, in a random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) {
      const at = this.below(left.length);
      taken.push(left[at]!);
      left[at] = left.at(-1)!;
      left.pop();
    }
    return taken;
  }
}

/**
 * A word with one slip of the fingers in it: a letter left out, doubled, changed, or two swapped; undefined
 * when none gives a new word.
 */
export function misspell(word: string, random: Random, taken: Iterable<string> = []): string | undefined {
  const known = new Set([...taken].map((one) => one.toLowerCase()).concat(word.toLowerCase()));
  for (let attempt = 0; attempt < 20; attempt++) {
    const letters = [...word.matchAll(/[a-z]/gi)].map(({ index }) => index);
    if (letters.length < 2) return undefined;
    const at = random.pick(letters);
    const before = word.slice(0, at);
    const after = word.slice(at + 1);
    const letter = word[at]!;
    const slip = random.pick([
      before + after,
      before + letter + letter + after,
      before + random.pick([...'abcdefghijklmnopqrstuvwxyz']) + after,
      before + after.slice(0, 1) + letter + after.slice(1),
    ]);
    // Nothing that YAML would read as something else than a text, and no shorter than two letters.
    if (
      !known.has(slip.toLowerCase()) &&
      slip.length > 1 &&
      !/^(y|n|yes|no|on|off|true|false|null)$/i.test(slip)
    )
      return slip;
  }
  return undefined;
}
