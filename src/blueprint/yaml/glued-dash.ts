import { insert } from './ways.ts';
import { YamlError } from './yaml-error.ts';

/** The start of a line up to the dash of a list item that has its value right behind it: `  -name: x`. */
export const GLUED_DASH = /^ *-(?=[\w"'{[!&*])/;

/** The error about a dash without a space behind it; `at`: where the dash stands. */
export function gluedDash(at: number): YamlError {
  return new YamlError(
    'a list item needs a space after its "-"',
    { start: at, end: at + 1 },
    { ways: [insert('put a space after the "-"', at + 1, ' ')] },
  );
}
