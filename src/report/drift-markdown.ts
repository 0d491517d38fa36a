import { clean } from '../source/clean.ts';
import { block, code } from './markdown/inert.ts';
import { besideWords, detailLines, notes } from './format-drift.ts';
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
    ...beside(report),
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

/** What no file names. */
function beside({ drift, checkedAt }: DriftFound): string[] {
  if (drift.beside.length === 0) return [];
  const lines = drift.beside.flatMap(({ child, trail }) => [
    besideWords(child),
    ...trailWords(trail, checkedAt).map((line) => `  ${line}`),
  ]);
  return ['', 'In no file, and no drift:', '', block(lines)];
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
