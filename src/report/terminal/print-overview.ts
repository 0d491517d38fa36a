import { type Difference, type Piece, textOf } from '../difference/difference.ts';
import type { Look } from './print-difference.ts';
import { width, wrapText } from './wrap.ts';

/** Columns of a line of an overview that goes into a pipe. */
const PIPE = 120;

/** So many equal characters are shown before the place where two values begin to differ. */
const BEFORE = 4;

/** The fewest columns for each of two values: wide characters, dots, and the first that differs. */
const LEAST = 12;

/**
 * Differences for an overview, one line each: of two values that differ the part where they begin to differ, so that
 * they never look alike; of all else only what kind of change it is. What a new object is set to is only counted.
 */
export function printOverview(differences: readonly Difference[], indent: number, look: Look): string[] {
  const { paint } = look;
  const columns = look.columns === Infinity ? PIPE : look.columns;
  const set = differences.filter(({ kind }) => kind === 'set');
  const others = differences.filter(({ kind }) => kind !== 'set');
  const lines = others.map((one) => {
    const words = wordsOf(one, columns - indent - width(one.path) - 2);
    return `${one.path}  ${'before' in words ? `${paint.red(words.before)} → ${paint.green(words.after)}` : paint.dim(words.text)}`;
  });
  if (set.length > 0) lines.push(paint.dim(`sets ${set.map(({ path }) => path).join(', ')}`));
  return lines.flatMap((line) => wrapText(`${' '.repeat(indent)}${line}`, look.columns).split('\n'));
}

function wordsOf(
  difference: Difference,
  room: number,
): { readonly before: string; readonly after: string } | { readonly text: string } {
  switch (difference.kind) {
    case 'changed':
      return whereTheyDiffer(difference, Math.max(LEAST, Math.floor((room - 3) / 2)));
    case 'rows':
      return { text: difference.head };
    case 'note':
      return { text: difference.text };
    default:
      return { text: difference.kind };
  }
}

/** Two texts, each in so many columns, from shortly before the first character that is not the same in both. */
function whereTheyDiffer(
  sides: { readonly before: readonly Piece[]; readonly after: readonly Piece[] },
  room: number,
): { readonly before: string; readonly after: string } {
  const [before, after] = [[...textOf(sides.before)], [...textOf(sides.after)]];
  if ([before, after].every((side) => width(side.join('')) <= room))
    return { before: before.join(''), after: after.join('') };
  const first = before.findIndex((character, at) => character !== after[at]);
  const start = Math.max(0, (first < 0 ? before.length : first) - BEFORE);
  return { before: window(before, start, room), after: window(after, start, room) };
}

/** The characters from `start` on that fit into so many columns, with dots for what is left out. */
function window(characters: readonly string[], start: number, room: number): string {
  const lead = start > 0 ? '…' : '';
  const rest = characters.slice(start);
  let shown = Math.min(rest.length, room);
  while (shown > 1 && width(`${lead}${rest.slice(0, shown).join('')}`) > room - (shown < rest.length ? 1 : 0))
    shown -= 1;
  return `${lead}${rest.slice(0, shown).join('')}${shown < rest.length ? '…' : ''}`;
}
