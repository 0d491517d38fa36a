import { GLUED_DASH, gluedDash } from './glued-dash.ts';
import {
  commoner,
  favoured,
  type Line,
  linesOf,
  nearerToStep,
  parentColumn,
  usualStep,
} from './written-lines.ts';
import { indentations } from './ways.ts';
import { YamlError } from './yaml-error.ts';

/*
 * Which line is in the wrong column? The reader stops where a line does not fit into the block that it is in,
 * but as often as not an earlier line is the one that is wrong: when the first line of a block is indented
 * too far, all its siblings look indented too little. So the lines around the place are compared: by their
 * columns, and by whether something can stand under them.
 */

/**
 * The error about the line that is in the wrong column, where the reader has stopped at the line of the
 * offset `at`; undefined where no line stands out.
 */
export function oddLine(text: string, at: number): YamlError | undefined {
  const lines = linesOf(text);
  const index = lines.findIndex((line) => at >= line.start && at <= line.end);
  const here = lines[index];
  if (!here) return undefined;
  const glued = lines.slice(0, index).findLast((line) => line.indent < here.indent);
  if (glued && GLUED_DASH.test(text.slice(glued.start, glued.end)) && index > 0)
    return gluedDash(glued.start + glued.indent);
  return stranger(lines, index) ?? interruption(lines, index) ?? amongSiblings(lines, index);
}

/**
 * The error about the one line whose key stands in another column everywhere else in the file, if that column
 * fits here, too; undefined where no line or more than one is like that.
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
      ways: indentations(`indent it by ${first.column}`, line.text, line.start, first.column),
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
  const above = lines.slice(0, index).findLastIndex((line) => line.indent < here.indent);
  const parent = lines[above];
  if (parent) return underParent(lines, index, here, above, parent);
  return first.indent > here.indent && index > 0 ? misplaced(first, [here.indent], here) : undefined;
}

/** `parent`: the nearest line above this one that is less deep, which has the index `above`. */
function underParent(
  lines: readonly Line[],
  index: number,
  here: Line,
  above: number,
  parent: Line,
): YamlError | undefined {
  const column = here.indent;
  const known = usualStep([...lines.slice(0, parent.opens ? above + 1 : above), ...lines.slice(index + 1)]);
  const step = known ?? 2;
  const base = parentColumn(lines, above, parent.column, step);
  const parentFits = !parent.opens || parent.dash || parent.column - base === step;
  if (!parentFits && column - base === step) return misplaced(parent, [column], here);
  const between = lines.slice(above + 1, index);
  const item = between.findLast((line) => line.dash && line.indent === column);
  if (item && !here.dash) return misplaced(here, [item.column], item);
  // A line that nothing can stand under is a sibling.
  const sibling = parent.opens ? leastDeep(between) : parent;
  if (!sibling || sibling.column === column) return undefined;
  if (here.dash && !sibling.dash && sibling.opens && sibling === lines[index - 1])
    return misplaced(sibling, [base + step], here);
  const favourite =
    favoured(lines, here, sibling) ??
    nearerToStep(column, sibling.column, parent.opens ? parent.column : base, known) ??
    commoner(lines, index, sibling.column);
  return favourite === column
    ? misplaced(sibling, [column], here)
    : misplaced(here, columnsFor(here, parent, sibling), sibling);
}

/** The first of the lines that stand in the lowest column. */
function leastDeep(lines: readonly Line[]): Line | undefined {
  return lines.reduce<Line | undefined>(
    (least, line) => (!least || line.column < least.column ? line : least),
    undefined,
  );
}

/**
 * The columns that this line may be meant for: that of its sibling, and that of the parent if it is as near.
 */
function columnsFor(here: Line, parent: Line, sibling: Line): readonly number[] {
  const mayBeBesideParent =
    parent.opens &&
    (!here.dash || parent.dash) &&
    parent.column !== sibling.column &&
    Math.abs(parent.column - here.indent) <= Math.abs(sibling.column - here.indent);
  return mayBeBesideParent ? [parent.column, sibling.column] : [sibling.column];
}

function misplaced(line: Line, wanted: readonly number[], sibling: Line): YamlError {
  // People count up to the dash of an item, and the columns are those of what stands behind it.
  const toDash = line.dash ? line.column - line.indent : 0;
  const columns = wanted.map((column) => Math.max(0, column - toDash));
  const what = line.dash ? 'indent its dash' : 'indent it';
  const others = columns.length > 1 ? 'the lines around it' : 'its siblings';
  return new YamlError(
    `this ${line.dash ? 'item' : 'line'} is indented by ${line.indent}, ${others} by ${columns.join(' and ')}`,
    spanOf(line),
    {
      hint: `${what} by ${columns.join(' or by ')}`,
      ways: columns.flatMap((column) => indentations(`${what} by ${column}`, line.text, line.start, column)),
      notes: [{ message: wanted.length > 1 ? 'a line around it' : 'a sibling', span: spanOf(sibling) }],
    },
  );
}

function spanOf({ start, end, indent }: Line): { readonly start: number; readonly end: number } {
  return { start: start + indent, end };
}
