import { Chalk } from 'chalk';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Change, Plan } from '../../plan/value/plan.ts';
import { filePlace } from '../../source/file-place.ts';
import { cascadeWords, reasonWords } from '../change-words.ts';
import { count } from '../format-diagnostics.ts';
import { formatOutcome, formatOutcomeSummary } from '../format-outcome.ts';
import { formatPlanSummary } from '../format-plan.ts';
import type { PlanReport } from '../plan-report.ts';
import { changeLines } from './change-block.ts';
import { fitting, shortName } from './fit.ts';
import { block, code, htmlCode } from './inert.ts';

/*
 * A plan, and what came of it, for a comment on a pull request: what matters first, then the changes by file, each
 * file to be opened. Whatever others wrote stands in code. It fits a comment of GitHub and of all others: what is too
 * much is left out by whole objects, and counted.
 */

/** The most characters of a comment on GitHub, the least of those that forges take. */
export const MOST_CHARACTERS = 65_536;

/** Kept free for the notes about what is left out. */
const NOTES = 1_000;

/** What each part may take at most, so that one that is large leaves room for the others. */
const ROOM = { attention: 16_000, outcome: 12_000 };

/** Files of so few changes are open at once. */
const OPEN = 10;

const plain = new Chalk({ level: 0 });

/** The output of `plan --format markdown` and `apply --format markdown`. */
export function formatPlanMarkdown(report: PlanReport): string {
  const { head, plan, diagnostics, requests, seconds, outcome } = report;
  const project = head.project ? `, project ${code(shortName(head.project.name))}` : '';
  const top = [
    `### ${outcome ? outcomeTitle(report) : planTitle(plan, diagnostics)}`,
    '',
    `Server ${code(shortName(head.server))}, authentik ${code(head.release)}, as ${code(shortName(head.user.username))}${project}. Digest ${code(plan.digest)}.`,
    ...section('**Look at this first:**', attention(plan, diagnostics), ROOM.attention, 'more'),
    ...outcomeLines(report),
  ].join('\n');
  const summary = outcome
    ? formatOutcomeSummary(outcome, plan, diagnostics, plain)
    : formatPlanSummary(plan, diagnostics, requests, seconds, plain);
  const bottom = ['', block(summary.split('\n'))].join('\n');
  const files = fileSections(report, MOST_CHARACTERS - NOTES - top.length - bottom.length);
  return [top, ...files, bottom].join('\n');
}

function planTitle({ summary, changes }: Plan, diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (changes.length === 0 && errors > 0) return `Plan: none, because of ${count(errors, 'error')}`;
  const { create, update, delete: gone, leftOut } = summary;
  if (create + update + gone === 0) return 'Plan: nothing to do';
  const left = leftOut === undefined ? '' : `; ${count(leftOut, 'change')} left out by --only`;
  return `Plan: ${create} to create, ${update} to update, ${gone} to delete${left}`;
}

function outcomeTitle({ outcome }: PlanReport): string {
  const of = (state: string): number => outcome?.outcomes.filter((one) => one.state === state).length ?? 0;
  return `Applied: ${of('applied')} done, ${of('failed') + of('unknown') + of('stale')} failed, ${of('skipped')} not done`;
}

/** What must not be overlooked: findings that stop a run, deletes, and what is protected. */
function attention({ changes }: Plan, diagnostics: readonly Diagnostic[]): string[] {
  const name = (change: Change): string => `${code(change.model)} ${code(shortName(change.key))}`;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const deletes = changes.filter(({ action, leftAlone }) => action === 'delete' && !leftAlone);
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const lines = [
    ...errors.map((one) => `- **error** ${findingText(one)}`),
    ...deletes.map(
      (change) =>
        `- **deletes** ${name(change)}${change.cascades.length === 0 ? '' : `, and with it ${code(shortName(change.cascades.map(cascadeWords).join(', '), 400))}`}`,
    ),
    ...changes
      .filter(({ leftAlone }) => leftAlone)
      .map((change) => `- **protected**, left alone: ${name(change)}${whyLeft(change)}`),
  ];
  if (warnings > 0) lines.push(`- ${count(warnings, 'warning')}; \`plan\` shows what they say`);
  return lines;
}

function whyLeft({ reason }: Change): string {
  return reason ? `: ${code(shortName(reasonWords(reason), 400))}` : '';
}

function findingText({ code: id, message, place, hint }: Diagnostic): string {
  const at = place && filePlace(place);
  const where = at ? ` ${code(shortName(`${at.path}:${at.line}`))}` : '';
  const advice = hint === undefined ? '' : `, ${code(shortName(hint, 600))}`;
  return `${code(id)}${where} ${code(shortName(message, 600))}${advice}`;
}

/** Items below a title as far as they fit; nothing where there are none. */
function section(title: string, items: readonly string[], room: number, more: string): string[] {
  if (items.length === 0) return [];
  const { kept, left } = fitting(items, room);
  const all = left > 0 ? [...kept, `- … and ${left} ${more}`] : kept;
  return ['', title, '', ...all];
}

/** What came of each change, where the plan was run. */
function outcomeLines({ outcome }: PlanReport): string[] {
  if (!outcome || outcome.outcomes.length === 0) return [];
  // What went wrong is what is looked for.
  const rank = (state: string): number => (state === 'applied' ? 1 : 0);
  const outcomes = [...outcome.outcomes].sort((one, other) => rank(one.state) - rank(other.state));
  const lines = formatOutcome({ ...outcome, outcomes }, plain).split('\n');
  const { kept, left } = fitting(lines, ROOM.outcome);
  return ['', block(left > 0 ? [...kept, `… and ${left} more`] : kept)];
}

/** The changes of each file, to be opened; with how many of them are too large for a comment. */
function fileSections({ plan, steps }: PlanReport, room: number): string[] {
  const shown = plan.changes.filter(({ action }) => action !== 'noop');
  const names = new Map(plan.changes.map(({ row, key }) => [row, key]));
  const sections: string[] = [];
  let [free, left] = [room, 0];
  for (const [path, changes] of byFile(shown)) {
    const title = `<details${shown.length <= OPEN ? ' open' : ''}><summary>${htmlCode(shortName(path))}: ${actionCounts(changes)}</summary>`;
    const blocks = changes.map((change) => changeLines(change, names, steps?.get(change.id)).join('\n'));
    // Fences are longer where a text has long runs of backticks.
    const around = (kept: readonly string[]): string =>
      ['', title, '', block(kept, 'diff'), '', '</details>'].join('\n');
    let { kept } = fitting(blocks, free - around([]).length);
    while (kept.length > 0 && around(kept).length + 1 > free) kept = kept.slice(0, -1);
    left += blocks.length - kept.length;
    if (kept.length === 0) continue;
    sections.push(around(kept));
    free -= around(kept).length + 1;
  }
  if (left > 0)
    sections.push(
      '',
      `**${count(left, 'more change')} ${left === 1 ? 'does' : 'do'} not fit into a comment:** \`plan\` shows all of them.`,
    );
  return sections;
}

function byFile(changes: readonly Change[]): Map<string, Change[]> {
  const files = new Map<string, Change[]>();
  for (const change of changes) {
    const path = change.place?.path ?? '(no file)';
    const others = files.get(path);
    if (others) others.push(change);
    else files.set(path, [change]);
  }
  return files;
}

function actionCounts(changes: readonly Change[]): string {
  const of = (action: Change['action']): number => changes.filter((one) => one.action === action).length;
  return `${of('create')} to create, ${of('update')} to update, ${of('delete')} to delete`;
}
