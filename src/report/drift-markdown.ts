import { clean } from '../source/clean.ts';
import { detailLines, notes } from './format-drift.ts';
import type { DriftFound, DriftReport } from './drift-report.ts';
import { differenceWords, summaryWords, timeWords, trailWords } from './drift-words.ts';

/*
 * For an issue, a chat or a wiki. Whatever others wrote (names, values, addresses) stands in code, where it is neither
 * markup nor a mention of somebody.
 */

const KIND = {
  changed: 'changed',
  missing: 'missing',
  undeclared: 'not declared',
  unwanted: 'unwanted',
} as const;

/** What differs, as Markdown. */
export function formatDriftMarkdown(report: DriftReport): string {
  if (!report.drift)
    return `### Drift: the check failed\n\n${block([clean(report.problem), timeWords(report.checkedAt)])}`;
  const { drift, head, checkedAt } = report;
  const of = head.project ? `, project ${code(head.project.name)}` : '';
  return [
    `### Drift: ${summaryWords(drift)}`,
    '',
    `Server ${code(head.server)} (authentik ${code(head.release)})${of}, looked at ${timeWords(checkedAt)}.`,
    ...differences(report),
    ...notes(drift).flatMap((note) => ['', block([note])]),
  ].join('\n');
}

function differences({ drift, checkedAt }: DriftFound): string[] {
  return drift.differences.flatMap((one) => {
    const { model, key, place } = one.change;
    const at = place ? `, ${code(`${place.path}:${place.line}`)}` : '';
    const lines = [differenceWords(one), ...detailLines(one, drift), ...trailWords(one.trail, checkedAt)];
    return ['', `- ${KIND[one.kind]}: ${code(model)} ${code(key)}${at}`, '', indented(block(lines))];
  });
}

/** A text of others as code in a line, whatever backticks it has. */
function code(text: string): string {
  const shown = clean(text);
  if (shown.trim() === '') return '`(empty)`';
  const fence = fenceFor(shown, 1);
  const room = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}

/** Lines as a block of code. */
function block(lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = fenceFor(text, 3);
  return `${fence}text\n${text}\n${fence}`;
}

/** Backticks, more than a text has in a row. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
