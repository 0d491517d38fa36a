import { YamlError } from './yaml-error.ts';

/*
 * Which line is in the wrong column? The reader stumbles where a line does not fit into the block that it is
 * in; as often as not the line before it is the one that is wrong: the first of a block indented too far
 * makes all its siblings look indented too little. What is looked at here are the lines around the place, as
 * people see them: their columns, and whether something can stand under them.
 */

interface Line {
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

/**
 * The error about the line that is in the wrong column, when the reader stumbled over the line of `at`;
 * undefined when none stands out.
 */
export function oddLine(text: string, at: number): YamlError | undefined {
  const lines = linesOf(text);
  const index = lines.findIndex((line) => at >= line.start && at <= line.end);
  const here = lines[index];
  if (!here) return undefined;
  const glued = lines.slice(0, index).findLast((line) => line.indent < here.indent);
  if (glued && /^ *-[\w"'{[!&*]/.test(text.slice(glued.start, glued.end)) && index > 0) {
    const dash = glued.start + glued.indent;
    return new YamlError(
      'a list item needs a space after its "-"',
      { start: dash, end: dash + 1 },
      { hint: 'put a space after the "-"' },
    );
  }
  return stranger(lines, index) ?? interruption(lines, index) ?? amongSiblings(lines, index);
}

/**
 * The only one of the lines in question whose key stands in another column wherever else the file has it,
 * where that column fits here, too.
 */
function stranger(lines: readonly Line[], index: number): YamlError | undefined {
  const here = lines[index];
  if (!here) return undefined;
  const above = lines.slice(0, index).findLastIndex((line) => line.indent < here.indent);
  const candidates = new Set(
    [here, lines[index - 1], lines[above], lines[above + 1], lines[0]].filter(
      (line): line is Line => line !== undefined && !line.dash,
    ),
  );
  const odd = [...candidates].flatMap((line) => {
    const others = lines.filter((other) => other !== line && other.key !== '' && other.key === line.key);
    const [first] = others;
    const fits =
      first &&
      others.length > 1 &&
      (line === here
        ? [...candidates].some((other) => other !== line && other.column === first.column)
        : first.column === here.indent);
    return first &&
      fits &&
      others.every((other) => other.column === first.column && other.column !== line.column)
      ? [{ line, first }]
      : [];
  });
  const [only] = odd;
  if (!only || odd.length > 1) return undefined;
  const { line, first } = only;
  return new YamlError(
    `this line is indented by ${line.column}, and ${line.key} elsewhere by ${first.column}`,
    spanOf(line),
    {
      hint: `indent it by ${first.column}`,
      notes: [{ message: `another ${line.key}`, span: spanOf(first) }],
    },
  );
}

/**
 * A line that cuts a block in two: the lines before and after it stand in one column, and it cannot hold the
 * later ones.
 */
function interruption(lines: readonly Line[], index: number): YamlError | undefined {
  const here = lines[index];
  if (!here) return undefined;
  // Back to the line that this one is not deeper than, or that it would stand under.
  const above = lines
    .slice(0, index)
    .findLastIndex(
      (line) => line.indent < here.indent || (here.dash && !line.dash && line.indent === here.indent),
    );
  const cut = lines[above];
  if (!cut || (!here.dash && (cut.opens || cut.dash))) return undefined;
  const before = lines
    .slice(0, above)
    .findLast((line) => line.indent <= here.indent || line.column <= here.indent);
  const fits =
    before && (here.dash ? before.dash && before.indent === here.indent : before.column === here.indent);
  if (!fits) return undefined;
  // The keys elsewhere may tell that this line is the one that should stand where the other does.
  if (!here.dash && favoured(lines, here, cut) === cut.column) return misplaced(here, [cut.column], cut);
  return misplaced(cut, [here.dash ? before.column : here.indent], here.dash ? before : here);
}

/** The column of this line against that of the lines above it. */
function amongSiblings(lines: readonly Line[], index: number): YamlError | undefined {
  const here = lines[index];
  const first = lines[0];
  if (!here || !first) return undefined;
  const column = here.indent;
  const above = lines.slice(0, index).findLastIndex((line) => line.indent < column);
  const nearestAbove = lines[above];
  if (!nearestAbove) return first.indent > column && index > 0 ? misplaced(first, [column], here) : undefined;
  const between = lines.slice(above + 1, index);
  const known = usualStep([
    ...lines.slice(0, nearestAbove.opens ? above + 1 : above),
    ...lines.slice(index + 1),
  ]);
  const step = known ?? 2;
  const base = parentColumn(lines, above, nearestAbove.column, step);
  if (
    nearestAbove.opens &&
    !nearestAbove.dash &&
    nearestAbove.column - base !== step &&
    column - base === step
  )
    return misplaced(nearestAbove, [column], here);
  const item = between.findLast((line) => line.dash && line.indent === column);
  if (item && !here.dash) return misplaced(here, [item.column], item);
  // What can hold nothing is a sibling, and its parent is theirs.
  const sibling = nearestAbove.opens
    ? between.reduce<Line | undefined>(
        (least, line) => (!least || line.column < least.column ? line : least),
        undefined,
      )
    : nearestAbove;
  if (!sibling || sibling.column === column) return undefined;
  if (here.dash && !sibling.dash && sibling.opens && sibling === lines[index - 1])
    return misplaced(sibling, [base + step], here);
  const favourite =
    favoured(lines, here, sibling) ??
    nearerToStep(column, sibling.column, nearestAbove.opens ? nearestAbove.column : base, known) ??
    commoner(lines, index, sibling.column);
  if (favourite === column) return misplaced(sibling, [column], here);
  const choices =
    nearestAbove.opens &&
    nearestAbove.column !== sibling.column &&
    Math.abs(nearestAbove.column - column) <= Math.abs(sibling.column - column)
      ? [nearestAbove.column, sibling.column]
      : [sibling.column];
  return misplaced(here, choices, sibling);
}

/**
 * The column from which a line in this column is one step in: that of its parent; the keys of an item of a
 * list stand where the first of them does.
 */
function parentColumn(lines: readonly Line[], index: number, column: number, step: number): number {
  const parent = lines.slice(0, index + 1).findLast((line) => line.indent < column);
  if (!parent) return -step;
  return parent.column < column ? parent.column : parent.column - step;
}

/**
 * Of two columns the one in which the keys of the two lines stand elsewhere in the file; undefined when that
 * does not tell.
 */
function favoured(lines: readonly Line[], here: Line, other: Line): number | undefined {
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
  return mine === theirs ? undefined : mine > theirs ? here.column : other.column;
}

/**
 * The column of this line and of those that go on after it, or that of the lines before it: the one that more
 * of them stand in.
 */
function commoner(lines: readonly Line[], index: number, before: number): number {
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
 * Of two columns the one that is the usual step from the parent's, or else an even one; undefined when both
 * are, or none.
 */
function nearerToStep(
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

function misplaced(line: Line, wanted: readonly number[], sibling: Line): YamlError {
  const found = line.dash ? line.column : line.indent;
  return new YamlError(
    `this line is indented by ${found}, ${wanted.length > 1 ? 'the lines around it' : 'its siblings'} by ${wanted.join(' and ')}`,
    spanOf(line),
    {
      hint: `indent it by ${wanted.join(' or by ')}`,
      notes: [{ message: wanted.length > 1 ? 'a line around it' : 'a sibling', span: spanOf(sibling) }],
    },
  );
}

function spanOf({ start, end, indent }: Line): { readonly start: number; readonly end: number } {
  return { start: start + indent, end };
}

/**
 * How much deeper a key mostly is than the one that it stands under, in lines that are not in question;
 * undefined where nothing tells.
 */
function usualStep(lines: readonly Line[]): number | undefined {
  const counts = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1];
    if (!above?.opens || line.dash || line.column <= above.column) continue;
    const step = line.column - above.column;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/** The lines that are neither empty nor comments. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/^( *)((?:- +)*)([^\s#\0][^\n\r\0]*)/gm)) {
    const [whole, spaces = '', dashes = '', rest = ''] = match;
    lines.push({
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
