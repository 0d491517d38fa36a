/** What Python counts as white space, for a regular expression: no byte order mark, but the separators. */
export const SPACE = '(?:(?!\\ufeff)[\\s\\u001c-\\u001f\\u0085])';

const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');

/**
 * Python's str.strip(): white space as Unicode has it, and the control characters that Python counts; no byte
 * order mark.
 */
export function trimLikePython(text: string): string {
  return text.replace(ENDS, '');
}
