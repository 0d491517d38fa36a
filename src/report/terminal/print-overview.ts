import { type Difference, textOf } from '../difference/difference.ts';
import { whereTheyDiffer } from './where-they-differ.ts';
import type { Look } from './print-difference.ts';
import { width, wrapText } from './wrap.ts';

/** Columns of a line of an overview that goes into a pipe. */
const PIPE = 120;

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
      return whereTheyDiffer(
        textOf(difference.before),
        textOf(difference.after),
        Math.max(LEAST, Math.floor((room - 3) / 2)),
      );
    case 'rows':
      return { text: difference.head };
    case 'note':
      return { text: difference.text };
    default:
      return { text: difference.kind };
  }
}
