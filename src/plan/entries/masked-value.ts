import { dict, isDict, type Value } from '../../blueprint/value.ts';
import type { Json } from '../../catalog/model.ts';
import { behindMasks, hashOfMask, isMasked } from '../../source/masked.ts';

/** The keyed hash of a value that may be behind a mask, at a path in the field; undefined where there is no key. */
export type HashAt = (path: readonly string[], value: Value) => string | undefined;

/** A masked value of a server, as far as a desired value tells what it is. */
export interface Revealed {
  /** With the desired parts behind the masks that they fit; a mask that hides something else stays. */
  readonly value: Value;
  /** Whether some mask was taken for what is desired though nobody can tell. */
  readonly isGuess: boolean;
}

/** Compares a masked value of a server with a desired one, mask by mask. */
export function reveal(
  shown: Json,
  desired: Value | undefined,
  hashAt: HashAt,
  path: readonly string[] = [],
): Revealed {
  if (typeof shown === 'string' && isMasked(shown)) return revealText(shown, desired, hashAt, path);
  if (typeof shown !== 'object' || shown === null) return { value: shown, isGuess: false };
  let isGuess = false;
  const part = (step: string, item: Json, wanted: Value | undefined): Value => {
    const inside = reveal(item, wanted, hashAt, [...path, step]);
    isGuess ||= inside.isGuess;
    return inside.value;
  };
  if (Array.isArray(shown)) {
    const wanted = Array.isArray(desired) ? desired : [];
    const items = shown.map((item, index) => part(String(index), item, wanted[index]));
    return { value: items, isGuess };
  }
  const parts = dict();
  for (const [name, item] of Object.entries(shown))
    parts[name] = part(
      name,
      item,
      isDict(desired) && Object.hasOwn(desired, name) ? desired[name] : undefined,
    );
  return { value: parts, isGuess };
}

function revealText(
  shown: string,
  desired: Value | undefined,
  hashAt: HashAt,
  path: readonly string[],
): Revealed {
  const stays: Revealed = { value: shown, isGuess: false };
  // There is something behind a mask.
  if (desired === undefined || desired === null || desired === '') return stays;
  const whole = hashOfMask(shown);
  const parts: readonly { readonly text: Value; readonly hash: string | undefined }[] | undefined =
    whole !== undefined
      ? [{ text: desired, hash: whole ?? undefined }]
      : behindMasks(shown, typeof desired === 'string' ? desired : '');
  if (!parts) return stays;
  const hashes = parts.map(({ text, hash }) => ({ hash, own: hash && hashAt(path, text) }));
  if (hashes.some(({ hash, own }) => own !== undefined && own !== hash)) return stays;
  return { value: desired, isGuess: hashes.some(({ own }) => own === undefined) };
}
