import type { ChalkInstance } from 'chalk';
import type { RequestCount } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change, Plan } from '../plan/value/plan.ts';
import { uncomparedIn } from '../plan/value/summarise.ts';
import { applyReasonWords, cascadeWords, reasonWords } from './change-words.ts';
import { clean } from '../source/clean.ts';
import { visibleLine } from '../source/visible.ts';
import { groupBy } from '../source/group-by.ts';
import { count, leftOutText } from './format-diagnostics.ts';
import { fieldDifferences } from './difference/field-difference.ts';
import { grantLines } from './format-grants.ts';
import { formatSteps, wholeAfterwards } from './format-steps.ts';
import type { Steps } from './steps.ts';
import { printOverview } from './terminal/print-overview.ts';
import { cells, type Look, printDifferences } from './terminal/print-difference.ts';
import { painted, type Styled, widthOf, wrapParts, wrapText } from './terminal/wrap.ts';

/** The widest columns; a longer name moves the rest of its line to the right. */
const WIDEST = { model: 60, key: 44 };

const SIGN = { create: '+', update: '~', delete: '-', noop: ' ' } as const;
const COLOUR = { create: 'green', update: 'yellow', delete: 'red', noop: 'dim' } as const;

/** Columns before what is said below the line of a change. */
const INDENT = 6;

/** How a plan is shown. */
export interface Showing {
  /** Include unchanged objects, and the unchanged lines of texts. */
  readonly all?: boolean | undefined;
  /** Where changes are made: those in one transaction are shown apart. */
  readonly steps?: Steps | undefined;
  /** The most columns of a line; undefined: lines are as long as they must be, as in a pipe. */
  readonly columns?: number | undefined;
  /** An overview: what differs, and of values only the place. */
  readonly compact?: boolean | undefined;
}

/** What printing a change needs. */
interface Printing extends Look {
  readonly all: boolean;
  readonly compact: boolean;
  /** The names of the objects of the plan, by row. */
  readonly names: ReadonlyMap<string, string>;
  /** The widths of the columns; undefined where they do not fit. */
  readonly widths: { readonly model: number; readonly key: number } | undefined;
}

/**
 * A plan for people: its changes by file, each with its differences. No value is cut; a line is broken between
 * words and columns only.
 */
export function formatPlan(plan: Plan, paint: ChalkInstance, showing: Showing = {}): string {
  const { all = false, steps, columns = Infinity, compact = false } = showing;
  const shown = plan.changes.filter(
    (change) =>
      all || change.action !== 'noop' || change.grants.some(({ action }) => action === 'undeclared'),
  );
  const names = new Map(plan.changes.map((change) => [change.row, change.key]));
  const look = { paint, columns, all, compact, names };
  const printing = { ...look, widths: alignedWidths(shown, { ...look, widths: undefined }) };
  const files = (changes: readonly Change[]): string[] =>
    [...byFile(changes)].flatMap(([file, ofFile]) => [
      ...wrapParts([{ text: clean(file), paint: paint.bold }], columns).map(painted),
      ...ofFile.flatMap((change) => [
        ...formatChange(change, printing),
        ...wholeAfterwards(steps?.get(change.id), paint).map((line) => wrapText(line, columns)),
      ]),
      '',
    ]);
  const lines = steps ? formatSteps(shown, steps, paint, files) : files(shown);
  return lines.join('\n');
}

function byFile(changes: readonly Change[]): Map<string, Change[]> {
  return groupBy(changes, ({ place }) => place?.path ?? '(no file)');
}

function formatChange(change: Change, printing: Printing): string[] {
  const { paint, columns, all, compact, names } = printing;
  const lines = headLines(change, printing);
  const below = (text: string, colour: ChalkInstance): void => {
    lines.push(
      ...wrapText(`${' '.repeat(INDENT)}${text}`, columns)
        .split('\n')
        .map((line) => colour(line)),
    );
  };
  if (change.leftAlone && change.action === 'delete') below('would be deleted', paint.yellow);
  const differences = change.fields.flatMap((field) =>
    fieldDifferences(field, change, { made: names, showsAll: all }).map((one) => ({
      ...one,
      leftAlone: field.leftAlone,
    })),
  );
  const print = compact ? printOverview : printDifferences;
  lines.push(...print(differences, INDENT, printing));
  if (change.applies) {
    below(`the server applies it: ${clean(applyReasonWords(change.applies.because))}`, paint.cyan);
    if (!compact)
      for (const line of change.applies.content?.split('\n') ?? [])
        below(`  ${visibleLine(line)}`, paint.dim);
  }
  for (const { text, colour } of grantLines(change.grants)) below(text, paint[colour]);
  if (change.cascades.length > 0)
    below(`the server also deletes: ${clean(change.cascades.map(cascadeWords).join(', '))}`, paint.red);
  return lines;
}

/** What a change is: its cells, those after the name left out where there is nothing to say. */
function cellsOf(change: Change, { paint, names }: Look & Pick<Printing, 'names'>): Styled[][] {
  const colour = paint[change.leftAlone ? 'yellow' : COLOUR[change.action]];
  const sign = change.leftAlone ? '!' : SIGN[change.action];
  const { place, by, reason } = change;
  const rest: Styled[] = [];
  if (place) rest.push({ text: `${clean(shortName(place.path))}:${place.line}`, paint: paint.dim });
  if (by !== undefined)
    rest.push({ text: `by the server, through ${clean(names.get(by) ?? '')}`, paint: paint.cyan });
  if (reason) rest.push({ text: clean(reasonWords(reason)), paint: paint.yellow });
  return [
    [{ text: `${sign} ${clean(change.model)}`, paint: colour, isOneWord: true }],
    [{ text: clean(change.key), paint: colour }],
    ...rest.map((one) => [one]),
  ];
}

/** The line of a change; where it does not fit, its cells are one below the other. */
function headLines(change: Change, printing: Printing): string[] {
  const all = cellsOf(change, printing);
  const { widths, columns } = printing;
  if (!widths) return cells(all, columns - 2, 4).map((line) => `  ${line}`);
  const wide = [widths.model + 2, widths.key];
  const padded = all.map((cell, index): Styled[] => {
    const room = index < all.length - 1 ? Math.max(0, (wide[index] ?? 0) - widthOf(cell)) : 0;
    return [...cell, { text: ' '.repeat(room) }];
  });
  return [`  ${padded.map(painted).join('  ')}`];
}

/** The widths of columns in which the lines of all changes fit the terminal; undefined where there are none. */
function alignedWidths(changes: readonly Change[], printing: Printing): Printing['widths'] {
  const all = changes.map((change) => cellsOf(change, printing).map(widthOf));
  const model = widest(
    all.map(([cell = 0]) => cell - 2),
    WIDEST.model,
  );
  const key = widest(
    all.map(([, cell = 0]) => cell),
    WIDEST.key,
  );
  const fits = all.every(([first = 0, second = 0, ...rest]) => {
    const named = Math.max(first, model + 2) + 4 + (rest.length > 0 ? Math.max(second, key) : second);
    return rest.reduce((sum, cell) => sum + 2 + cell, named) <= printing.columns;
  });
  return fits ? { model, key } : undefined;
}

/** The widest of some columns that are no wider than `most`. */
function widest(columns: readonly number[], most: number): number {
  return columns.filter((one) => one <= most).reduce((a, b) => Math.max(a, b), 0);
}

function shortName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * `Plan: 1 to create, 1 to update, 0 to delete, 12 unchanged.  7 requests, 0.6 s`, with what cannot be compared
 * and what was left out after the numbers.
 */
export function formatPlanSummary(
  plan: Plan,
  findings: readonly Diagnostic[],
  requests: RequestCount,
  seconds: number,
  paint: ChalkInstance,
): string {
  const { create, update, delete: gone, unchanged, leftAlone, byServer, undeclared } = plan.summary;
  const cost = paint.dim(`  ${count(requests.total, 'request')}, ${seconds.toFixed(1)} s`);
  const alone = `${byServer > 0 ? `, ${byServer} by the server` : ''}${leftAlone > 0 ? `, ${leftAlone} left alone` : ''}${undeclared > 0 ? `, ${count(undeclared, 'permission')} not declared` : ''}`;
  const leftOut = leftOutText(findings);
  const end = `${alone}${uncomparedText(plan)}${leftOut}${onlyText(plan)}.${cost}`;
  if (create + update + gone + unchanged + leftAlone === 0)
    return `Nothing to do${leftOut}${onlyText(plan)}.${cost}`;
  if (create + update + gone === 0)
    return `Nothing to do: ${count(unchanged, 'object')} ${unchanged === 1 ? 'is' : 'are'} as the blueprints say${end}`;
  return `${paint.bold('Plan:')} ${create} to create, ${update} to update, ${gone} to delete, ${unchanged} unchanged${end}`;
}

/** What `--only` leaves out: `; 3 changes left out by --only`. */
function onlyText({ summary: { leftOut } }: Plan): string {
  return leftOut === undefined ? '' : `; ${count(leftOut, 'change')} left out by --only`;
}

/** What of existing objects cannot be compared: `; 1 secret cannot be compared (--secrets always writes it)`. */
export function uncomparedText({ changes }: Pick<Plan, 'changes'>): string {
  const values = uncomparedIn(changes);
  if (values.length === 0) return '';
  const what = values.every(({ value }) => value.secret) ? 'secret' : 'value';
  return `; ${count(values.length, what)} cannot be compared (--secrets always writes ${values.length === 1 ? 'it' : 'them'})`;
}
