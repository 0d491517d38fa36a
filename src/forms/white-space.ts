/**
 * What Python counts as white space, as part of a regular expression: without the byte order mark, but with
 * the control characters that separate information.
 */
export const SPACE = '(?:(?!\\ufeff)[\\s\\u001c-\\u001f\\u0085])';

const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');

/** Python's str.strip(): removes white space as defined above from both ends. */
export function trimLikePython(text: string): string {
  return text.replace(ENDS, '');
}
