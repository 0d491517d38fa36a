import type { Span } from './source-file.ts';

/*
 * Texts that are secrets wherever they stand, whatever the name beside them: private keys in PEM, JSON web
 * tokens, passwords in addresses, what is sent in an Authorization header.
 */

const LOOKS_SECRET: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*/g,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"']*:)[^\s/?#@"']+(?=@)/gi,
  // What is only a word follows in prose: "HTTP-Basic Authentication mapping".
  /(?<=\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)[ \t]{1,4})(?![A-Z]?[a-z]+(?![\w.~+/=-]))[\w.~+/=-]{8,}/g,
];

/** The parts of a text that look like secrets, in no order. */
export function looksSecret(text: string): Span[] {
  return LOOKS_SECRET.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length })),
  );
}
