/*
 * The lines of a text as people see them: the columns they start in, and what they have in common with others
 * of the file.
 */

/** A line that is neither empty nor a comment. Columns count from 0. */
export interface Line {
  /** The text that it is a line of. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The column of its first character, a dash included. */
  readonly indent: number;
  /** The column of what stands behind its dashes. */
  readonly column: number;
  readonly dash: boolean;
  /** A key without a value on its line: what is indented deeper stands under it. */
  readonly opens: boolean;
  /** '' where it starts with none. */
  readonly key: string;
}

/** The lines of a text that are neither empty nor comments. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/^( *)((?:- +)*)([^\s#\0][^\n\r\0]*)/gm)) {
    const [whole, spaces = '', dashes = '', rest = ''] = match;
    lines.push({
      text,
      start: match.index,
      end: match.index + whole.trimEnd().length,
      indent: spaces.length,
      column: spaces.length + dashes.length,
      dash: dashes !== '' || rest === '-',
      key: /^[\w-]+(?=:)/.exec(rest)?.[0] ?? '',
      opens: /(:|^-)( +[!&][\w-]*)* *( #.*)?$/.test(rest),
    });
  }
  return lines;
}

/**
 * How much deeper keys mostly are than the one that they stand under; undefined where no key stands under
 * another.
 */
export function usualStep(lines: readonly Line[]): number | undefined {
  const counts = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1];
    if (!above?.opens || line.dash || line.column <= above.column) continue;
    const step = line.column - above.column;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/** The column in which a key stands most often; undefined where it stands nowhere. */
export function usualColumn(lines: readonly Line[], key: string): number | undefined {
  const counts = new Map<number, number>();
  for (const line of lines)
    if (key !== '' && line.key === key) counts.set(line.column, (counts.get(line.column) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/**
 * The column from which a line in this column is one step deeper: that of its parent. The keys of a list item
 * stand in the column of the first of them.
 */
export function parentColumn(lines: readonly Line[], index: number, column: number, step: number): number {
  const parent = lines.slice(0, index + 1).findLast((line) => line.indent < column);
  if (!parent) return -step;
  return parent.column < column ? parent.column : parent.column - step;
}

/**
 * Of the columns of two lines the one in which their keys stand more often elsewhere in the file; undefined
 * where they stand equally often in both.
 */
export function favoured(lines: readonly Line[], here: Line, other: Line): number | undefined {
  const count = (column: number): number =>
    lines.filter(
      (line) =>
        line !== here &&
        line !== other &&
        line.column === column &&
        line.key !== '' &&
        (line.key === here.key || line.key === other.key),
    ).length;
  const [mine, theirs] = [count(here.column), count(other.column)];
  if (mine === theirs) return undefined;
  return mine > theirs ? here.column : other.column;
}

/**
 * The column of this line, or `before`, that of the lines above it: the one in which more of the lines around
 * this one stand.
 */
export function commoner(lines: readonly Line[], index: number, before: number): number {
  const column = lines[index]?.indent ?? 0;
  const end = lines.findIndex((line, at) => at > index && line.indent < column);
  const after = lines
    .slice(index, end === -1 ? undefined : end)
    .filter((line) => line.column === column).length;
  const start = lines.slice(0, index).findLastIndex((line) => line.indent < Math.min(before, column));
  return after > lines.slice(start + 1, index).filter((line) => line.column === before).length
    ? column
    : before;
}

/**
 * Of two columns the one that is the usual step (undefined where there is none) from the parent's, or else
 * the one that is an even number of spaces from it; undefined where this does not tell them apart.
 */
export function nearerToStep(
  one: number,
  other: number,
  base: number,
  step: number | undefined,
): number | undefined {
  for (const fits of [
    (column: number) => column - base === step,
    (column: number) => (column - base) % 2 === 0,
  ]) {
    if (fits(one) !== fits(other)) return fits(one) ? one : other;
  }
  return undefined;
}
