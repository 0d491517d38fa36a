/** A source of numbers in [0, 1). */
export type Random = () => number;

/** Numbers that are the same at every run with the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PRINTABLE = `${LETTERS}!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`;

/** A text of so many letters and digits, or of all that can be printed. */
export function makeText(random: Random, alphabet: 'letters' | 'printable', length: number): string {
  const from = alphabet === 'letters' ? LETTERS : PRINTABLE;
  return Array.from({ length }, () => from.charAt(Math.floor(random() * from.length))).join('');
}

/** A UUID of version 4. */
export function makeUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = '4';
  hex[16] = (8 + Math.floor(random() * 4)).toString(16);
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
