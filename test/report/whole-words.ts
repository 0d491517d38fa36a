import { expect } from 'vitest';
import { width } from '../../src/report/terminal/wrap.ts';

/** What stands before the first word of a line: its indentation and its sign. */
const LEAD = /^ *(?:[-+~!?│] +)? */;

/** Asserts that no line is wider than so many columns, but where it is a single word that is. */
export function expectWhole(text: string, columns: number): void {
  for (const line of text.split('\n'))
    if (width(line) > columns) expect(line.replace(LEAD, '').trim()).not.toContain(' ');
}
