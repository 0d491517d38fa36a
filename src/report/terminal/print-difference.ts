import type { ChalkInstance } from 'chalk';
import type { Difference, Piece, Row } from '../difference/difference.ts';
import { painted, type Styled, width, widthOf, wrapParts } from './wrap.ts';

/** How differences are printed on a terminal. */
export interface Look {
  readonly paint: ChalkInstance;
  /** The most columns of a line; Infinity where nothing is wrapped. */
  readonly columns: number;
}

/** Values of more columns than this stand below each other, even where lines may be longer. */
const BESIDE = 120;

/** The widest column for paths, where the terminal is wide enough. */
const WIDEST_PATH = 44;

/** What a line begins with that goes on with a value. */
const GOES_ON = '│ ';

type Sign = '-' | '+' | ' ';

/**
 * Differences as lines: beside its path what is short, else below it, with a sign before each line. `indent`: columns
 * before each line. `leftAlone`: they are not written.
 */
export function printDifferences(
  differences: readonly (Difference & { readonly leftAlone?: boolean | undefined })[],
  indent: number,
  look: Look,
): string[] {
  const room = Math.max(1, look.columns - indent);
  const paths = differences
    .map(({ path }) => width(path))
    .filter((one) => one <= Math.min(WIDEST_PATH, room / 2));
  const column = Math.max(0, ...paths);
  const lines = differences.flatMap((one) => printOne(one, column, room, look));
  return lines.map((line) => `${' '.repeat(indent)}${line}`);
}

function printOne(
  difference: Difference & { readonly leftAlone?: boolean | undefined },
  column: number,
  room: number,
  look: Look,
): string[] {
  const { path, leftAlone } = difference;
  const { paint } = look;
  const name: Styled = { text: path, paint: leftAlone ? paint.yellow : undefined };
  const after: Styled[] = leftAlone ? [{ text: '  ' }, { text: '(left alone)', paint: paint.yellow }] : [];
  const beside = besideOf(difference, paint);
  const lead = Math.max(width(path), column);
  if (beside && lead + 2 + widthOf([...beside, ...after]) <= Math.min(room, BESIDE + lead))
    return [painted([name, { text: ' '.repeat(lead - width(path) + 2) }, ...beside, ...after])];
  const all = [[name], ...headOf(difference, paint), ...(leftAlone ? [after.slice(1)] : [])];
  const below = rowsOf(difference).flatMap((row) => printRow(row, room - 2, look));
  return [...besides(all, column, room), ...below.map((line) => `  ${line}`)];
}

/** Cells beside each other, the first in a column of its own where that fits. */
function besides(
  [first = [], ...rest]: readonly (readonly Styled[])[],
  column: number,
  room: number,
): string[] {
  const padded = [...first, { text: ' '.repeat(Math.max(0, column - widthOf(first))) }];
  const total = [padded, ...rest].reduce((sum, cell) => sum + 2 + widthOf(cell), -2);
  return cells([rest.length > 0 && total <= room ? padded : first, ...rest], room);
}

/** Cells beside each other as far as they fit, the others below. */
export function cells(all: readonly (readonly Styled[])[], room: number, inner = 2): string[] {
  const lines: { text: string; used: number }[] = [];
  for (const cell of all) {
    const last = lines.at(-1);
    const own = widthOf(cell);
    if (last && last.used + 2 + own <= room) {
      last.text += `  ${painted(cell)}`;
      last.used += 2 + own;
      continue;
    }
    const indent = last ? inner : 0;
    for (const part of wrapParts(cell, room - indent))
      lines.push({
        text: `${' '.repeat(lines.length > 0 ? inner : 0)}${painted(part)}`,
        used: widthOf(part) + (lines.length > 0 ? inner : 0),
      });
  }
  return lines.map(({ text }) => text);
}

/** What stands beside the path, where it is short enough; undefined for what has rows. */
function besideOf(difference: Difference, paint: ChalkInstance): Styled[] | undefined {
  switch (difference.kind) {
    case 'changed':
      return [
        ...styled(difference.before, '-', paint),
        { text: ' → ' },
        ...styled(difference.after, '+', paint),
      ];
    case 'added':
      return [{ text: '+ ', paint: paint.green }, ...styled(difference.value, '+', paint)];
    case 'removed':
      return [{ text: '- ', paint: paint.red }, ...styled(difference.value, '-', paint)];
    case 'set':
      return styled(difference.value, '+', paint);
    case 'moved':
      return [{ text: 'moved  ', paint: paint.dim }, ...styled(difference.value, ' ', paint)];
    case 'note':
      return [{ text: difference.text, paint: paint.dim }];
    case 'rows':
      return undefined;
  }
}

/** What stands beside the path in any case. */
function headOf(difference: Difference, paint: ChalkInstance): Styled[][] {
  switch (difference.kind) {
    case 'rows':
      return [[{ text: difference.head, paint: paint.dim }]];
    case 'moved':
      return [[{ text: 'moved', paint: paint.dim }]];
    case 'note':
      return [[{ text: difference.text, paint: paint.dim }]];
    default:
      return [];
  }
}

/** What stands below the path, where it does not stand beside it. */
function rowsOf(difference: Difference): readonly Row[] {
  switch (difference.kind) {
    case 'changed':
      return [
        { sign: '-', pieces: difference.before },
        { sign: '+', pieces: difference.after },
      ];
    case 'added':
    case 'set':
      return [{ sign: '+', pieces: difference.value }];
    case 'removed':
      return [{ sign: '-', pieces: difference.value }];
    case 'moved':
      return [{ sign: ' ', pieces: difference.value }];
    case 'rows':
      return difference.rows;
    case 'note':
      return [];
  }
}

function printRow(row: Row, room: number, { paint }: Look): string[] {
  if (row.sign === 'note')
    return wrapParts([{ text: row.text }], room - 2).map((line) => paint.dim(`  ${painted(line)}`));
  const { sign } = row;
  const colour = colourOf(sign, paint);
  return wrapParts(styled(row.pieces, sign, paint), room - 2).flatMap((line, index) => {
    const lead = index === 0 ? `${sign} ` : GOES_ON;
    return [
      `${colour(line.length === 0 ? lead.trimEnd() : lead)}${painted(line)}`,
      ...marks(line, room - 2, paint),
    ];
  });
}

/** A line of marks below the words that differ, where no colours tell them. */
function marks(line: readonly Styled[], room: number, paint: ChalkInstance): string[] {
  if (paint.level > 0 || widthOf(line) > room || !line.some(({ isMarked }) => isMarked)) return [];
  const under = line.map(({ text, isMarked }) => (isMarked ? '^' : ' ').repeat(width(text)));
  return [`? ${under.join('').trimEnd()}`];
}

function styled(pieces: readonly Piece[], sign: Sign, paint: ChalkInstance): Styled[] {
  const colour = colourOf(sign, paint);
  const isPart = pieces.some(({ isChanged }) => !isChanged);
  return pieces.map(({ text, isChanged }) =>
    isChanged && isPart ? { text, paint: colour.inverse, isMarked: true } : { text, paint: colour },
  );
}

function colourOf(sign: Sign, paint: ChalkInstance): ChalkInstance {
  if (sign === ' ') return paint.dim;
  return sign === '+' ? paint.green : paint.red;
}
