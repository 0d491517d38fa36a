import { HIDDEN } from './known-secrets.ts';

/*
 * What stands in a snapshot in place of a secret: `(secret)`, or with a key `(secret 0f3a…)`, whose digits are the
 * keyed hash of the secret, so that it can be told whether another value is the same one.
 */

const MASK = /\(secret(?: ([0-9a-f]{32}))?\)/;

/** What stands in place of a secret. `hash`: its keyed hash, 32 hexadecimal digits; undefined where there is no key. */
export function maskOf(hash: string | undefined): string {
  return hash === undefined ? HIDDEN : `(secret ${hash})`;
}

/** Whether a text is a mask, or has one in it. */
export function isMasked(text: string): boolean {
  return MASK.test(text);
}

/** The hash of a text that is one mask and nothing else: null where it has none; undefined for any other text. */
export function hashOfMask(text: string): string | null | undefined {
  const found = MASK.exec(text);
  return found?.[0] === text ? (found[1] ?? null) : undefined;
}

/** A text with other words in place of each mask in it. */
export function withoutMasks(text: string, inPlace: (index: number) => string): string {
  let index = 0;
  return text.replace(new RegExp(MASK, 'g'), () => {
    index += 1;
    return inPlace(index - 1);
  });
}

/**
 * What a text has where another, which is the same but for masks, has these: the text and the hash of each.
 * Undefined where the rest differs.
 */
export function behindMasks(
  masked: string,
  text: string,
): { readonly text: string; readonly hash: string | undefined }[] | undefined {
  const masks = [...masked.matchAll(new RegExp(MASK, 'g'))];
  let from = 0;
  let pattern = '';
  for (const { 0: mask, index } of masks) {
    pattern += `${escaped(masked.slice(from, index))}([^]+?)`;
    from = index + mask.length;
  }
  const found = new RegExp(`^${pattern}${escaped(masked.slice(from))}$`).exec(text);
  return found ? masks.map(([, hash], at) => ({ text: found[at + 1] ?? '', hash })) : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
