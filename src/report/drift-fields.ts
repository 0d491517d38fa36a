import type { Change } from '../plan/value/plan.ts';
import { width } from './terminal/wrap.ts';
import { type Difference, textOf } from './difference/difference.ts';
import { fieldDifferences } from './difference/field-difference.ts';

/** What a line of both sides is told apart by. */
const SIDES = {
  '-': 'only on the server: ',
  '+': 'only in the file:   ',
  ' ': '                    ',
} as const;

/**
 * What each side says of the fields of a change, a line each, with the lines of texts and the items of lists below.
 * `made`: the names of the objects that the plan would create, by row.
 */
export function fieldLines(change: Change, made: ReadonlyMap<string, string>): string[] {
  const differences = change.fields.flatMap((field) => fieldDifferences(field, change, { made }));
  const longest = Math.max(0, ...differences.map(({ path }) => width(path)));
  return differences.flatMap((one) => [
    `${one.path}${' '.repeat(longest - width(one.path))}  ${wordsOf(one)}`,
    ...rowsOf(one).map((row) => `  ${row}`),
  ]);
}

function wordsOf(difference: Difference): string {
  switch (difference.kind) {
    case 'changed':
      return `the file says ${textOf(difference.after)}, the server has ${textOf(difference.before)}`;
    case 'added':
      return `the file says ${textOf(difference.value)}, the server has nothing there`;
    case 'set':
      return `the file says ${textOf(difference.value)}`;
    case 'removed':
      return `the server has ${textOf(difference.value)}, the file nothing there`;
    case 'moved':
      return `${textOf(difference.value)} is at another place in the file`;
    case 'rows':
      return 'differs';
    case 'note':
      return difference.text;
  }
}

function rowsOf(difference: Difference): string[] {
  if (difference.kind !== 'rows') return [];
  return difference.rows.map((row) =>
    row.sign === 'note' ? `${SIDES[' ']}${row.text}` : `${SIDES[row.sign]}${textOf(row.pieces)}`,
  );
}
