import type { ChalkInstance } from 'chalk';
import { grantWords } from '../plan/changes/grant-words.ts';
import type { Beside, Difference, Drift } from '../drift/drift.ts';
import { clean } from '../source/clean.ts';
import { groupBy } from '../source/group-by.ts';
import { width } from './terminal/wrap.ts';
import { fieldLines } from './drift-fields.ts';
import type { DriftReport } from './drift-report.ts';
import { differenceWords, SIGNS, summaryWords, trailWords } from './drift-words.ts';
import { count } from './format-diagnostics.ts';
import { formatHead } from './format-head.ts';

const COLOUR = { changed: 'yellow', missing: 'red', undeclared: 'green', unwanted: 'green' } as const;
/** The widest columns; a longer name moves the rest of its line to the right. */
const WIDEST = { model: 60, key: 44 };

/** For people: what differs, by file, who did it and when. */
export function formatDrift(report: DriftReport, { paint }: { readonly paint: ChalkInstance }): string {
  if (!report.drift) return `The check failed: ${clean(report.problem)}`;
  const { drift, head, checkedAt, requests, seconds } = report;
  const columns = {
    model: widest(
      drift.differences.map(({ change }) => clean(change.model)),
      WIDEST.model,
    ),
    key: widest(
      drift.differences.map(({ change }) => clean(change.key)),
      WIDEST.key,
    ),
  };
  const files = [...byFile(drift.differences)].flatMap(([file, ofFile]) => [
    paint.bold(clean(file)),
    ...ofFile.flatMap((one) => lines(one, drift, checkedAt, columns, paint)),
    '',
  ]);
  const cost = paint.dim(`  ${count(requests.total, 'request')}, ${seconds.toFixed(1)} s`);
  return [
    formatHead(head, paint),
    ...files,
    ...besideLines(drift, checkedAt, paint),
    ...notes(drift),
    `${paint.bold('Drift:')} ${summaryWords(drift)}${cost}`,
  ].join('\n');
}

function byFile(differences: readonly Difference[]): Map<string, Difference[]> {
  return groupBy(differences, ({ change }) => change.place?.path ?? '(no file)');
}

function lines(
  difference: Difference,
  drift: Drift,
  now: number,
  columns: { readonly model: number; readonly key: number },
  paint: ChalkInstance,
): string[] {
  const { kind, change } = difference;
  const { place } = change;
  const key = clean(change.key);
  const room = ' '.repeat(Math.max(0, columns.key - width(key)));
  const at = place
    ? paint.dim(`  ${clean(place.path.split(/[\\/]/).at(-1) ?? place.path)}:${place.line}`)
    : '';
  const what = `${SIGNS[kind]} ${clean(change.model).padEnd(columns.model)}  ${key}`;
  return [
    `  ${paint[COLOUR[kind]](what)}${room}  ${differenceWords(difference)}${at}`,
    ...detailLines(difference, drift).map((line) => `      ${line}`),
    ...trailWords(difference.trail, now).map((line) => `      ${paint.cyan(line)}`),
  ];
}

/** What differs within an object, a line each; of a missing one nothing, as all of it does. */
export function detailLines({ kind, change }: Difference, { names }: Pick<Drift, 'names'>): string[] {
  if (kind !== 'changed') return [];
  const grants = change.grants.flatMap((grant) => {
    if (grant.action === 'grant') return [`permission ${clean(grantWords(grant))}: the server lacks it`];
    return grant.action === 'revoke' ? [`permission ${clean(grantWords(grant))}: no file declares it`] : [];
  });
  const applies = change.applies ? ['the server has not applied it as it is now'] : [];
  return [...fieldLines(change, names), ...grants, ...applies];
}

/** What no file names: a line each, and who made it. */
function besideLines({ beside }: Drift, now: number, paint: ChalkInstance): string[] {
  if (beside.length === 0) return [];
  return [
    paint.bold('In no file, and no drift:'),
    ...beside.flatMap(({ child, trail }) => [
      `  ${paint.dim('?')} ${besideWords(child)}`,
      ...trailWords(trail, now).map((line) => `      ${paint.cyan(line)}`),
    ]),
    '',
  ];
}

/** What is in no file, and what it hangs on. */
export function besideWords({ model, name, of, place }: Beside['child']): string {
  return `${clean(model)} ${clean(name)}, of ${clean(of.model)} ${clean(of.key)} (${clean(place.path)}:${place.line})`;
}

/** What people should know besides. */
export function notes({ notAsked, isOwned }: Drift): string[] {
  const lines: string[] = [];
  if (!isOwned)
    lines.push('Only what the files declare was looked at: no inventory says what else is owned.');
  if (notAsked !== undefined) lines.push(`Not all is known of who did it: ${clean(notAsked)}.`);
  return lines;
}

/** The width of the longest text that is no longer than `most` columns. */
function widest(texts: readonly string[], most: number): number {
  return Math.max(0, ...texts.map(width).filter((columns) => columns <= most));
}
