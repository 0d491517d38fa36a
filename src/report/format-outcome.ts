import type { ChalkInstance } from 'chalk';
import type { ApplyOutcome, Outcome, Progress } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change, Plan } from '../plan/value/plan.ts';
import { skipWords } from './change-words.ts';
import { clean } from '../source/clean.ts';
import { wholeCharacter } from './code-frame.ts';
import { fewNames, groupsOf } from './fold.ts';
import { count, leftOutText } from './format-diagnostics.ts';
import { uncomparedText } from './format-plan.ts';

const DONE = { create: 'created', update: 'updated', delete: 'deleted', noop: 'unchanged' } as const;

/** The outcomes of changes, one line each; many that were not done for the same reason are on one line. */
export function formatOutcome(outcome: ApplyOutcome, paint: ChalkInstance): string {
  const rows = new Map<string, Set<string>>();
  for (const { change } of outcome.outcomes)
    rows.set(nameOf(change), (rows.get(nameOf(change)) ?? new Set()).add(change.row));
  // Objects that are named by the same variable are told apart by their places.
  const names = new Map(
    outcome.outcomes.map(({ change }) => {
      const isShared = (rows.get(nameOf(change))?.size ?? 0) > 1;
      return [change.id, `${nameOf(change)}${isShared ? placeText(change) : ''}`];
    }),
  );
  const why = (one: Outcome): string | undefined =>
    one.state === 'skipped' ? clean(skipWords(one.because, names)) : undefined;
  return groupsOf(outcome.outcomes, why)
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      if (group.length === 1) return [formatOne(first, names, paint)];
      const named = fewNames(group.map(({ change }) => names.get(change.id) ?? nameOf(change)));
      return [`  ${paint.yellow('–')} ${group.length} not done: ${why(first)} ${paint.dim(`(${named})`)}`];
    })
    .join('\n');
}

function nameOf({ model, key }: Change): string {
  return `${clean(model)} ${clean(key)}`;
}

/** What a change does, as a verb: some only have the server apply a blueprint of its own. */
function doing({ action, applies, fields }: Change): string {
  return applies && fields.length === 0 ? 'have the server apply' : action;
}

function placeText({ place }: Change): string {
  return place ? ` (${clean(place.path)}:${place.line})` : '';
}

function formatOne(outcome: Outcome, names: ReadonlyMap<string, string>, paint: ChalkInstance): string {
  const { change } = outcome;
  const what = names.get(change.id) ?? nameOf(change);
  const undo = undoWords(outcome, paint);
  if (outcome.state === 'undone') return `  ${paint.yellow('↩')} taken back: ${doing(change)} ${what}${undo}`;
  if (outcome.state === 'applied')
    return `  ${paint.green('✓')} ${DONE[change.action]} ${what}${change.applies ? ', and the server applied it' : ''}${undo}`;
  if (outcome.state === 'failed' && outcome.made)
    return `  ${paint.red('✗')} ${paint.red(`${DONE[change.action]} ${what}, but not all of it was done`)}${undo}`;
  if (outcome.state === 'failed')
    return `  ${paint.red('✗')} ${paint.red(`could not ${doing(change)} ${what}`)}${undo}`;
  if (outcome.state === 'stale')
    return `  ${paint.red('✗')} ${paint.red(`not as it was planned, so not done: ${doing(change)} ${what}`)}`;
  if (outcome.state !== 'skipped')
    return `  ${paint.red('?')} ${paint.red(`not known whether it was done: ${doing(change)} ${what}`)}${undo}`;
  const why = clean(skipWords(outcome.because, names));
  return `  ${paint.yellow('–')} not done: ${change.action} ${what} ${paint.dim(`(${why})`)}`;
}

/** What came of taking a change back, in brackets; what was taken back whole needs no words of its own. */
function undoWords(outcome: Outcome, paint: ChalkInstance): string {
  const undo = 'undo' in outcome ? outcome.undo : undefined;
  if (!undo) return '';
  const lost = undo.lost.length > 0 ? `but for ${undo.lost.join('; ')}` : undefined;
  if (!undo.isDone)
    return paint.red(` (${clean([`not taken back: ${undo.why ?? ''}`, lost].filter(Boolean).join('; '))})`);
  if (lost !== undefined) return paint.red(` (${clean(lost)})`);
  return outcome.state === 'undone' ? '' : paint.dim(' (what it had done was taken back)');
}

/**
 * `Done: 3 applied, 1 failed, 2 skipped.  12 requests, 1.4 s`; with the number of changes of which nothing is
 * known, and what to do then, where there are some, and with what cannot be compared and what was left out.
 */
export function formatOutcomeSummary(
  outcome: ApplyOutcome,
  plan: Pick<Plan, 'changes'>,
  findings: readonly Diagnostic[],
  paint: ChalkInstance,
): string {
  const of = (state: Outcome['state']): number =>
    outcome.outcomes.filter((one) => one.state === state).length;
  const unknown = of('unknown');
  const word = summaryWord(outcome, paint);
  const methods = Object.entries(outcome.requests.byMethod)
    .sort()
    .map(([method, number]) => `${number} ${method}`)
    .join(', ');
  const requests = `${count(outcome.requests.total, 'request')}${methods ? ` (${methods})` : ''}`;
  const cost = paint.dim(`  ${requests}, ${outcome.seconds.toFixed(1)} s`);
  const stale = of('stale') > 0 ? `${of('stale')} not as planned, ` : '';
  const undone = of('undone') > 0 ? `${of('undone')} taken back, ` : '';
  const open = unknown > 0 ? `${unknown} not known, ` : '';
  const next = nextStep(unknown > 0, stale !== '');
  return `${word} ${of('applied')} applied, ${of('failed')} failed, ${stale}${open}${undone}${of('skipped')} skipped${uncomparedText(plan)}${leftOutText(findings)}.${cost}${next}`;
}

function nextStep(isUnknown: boolean, isStale: boolean): string {
  if (isUnknown) return '\nPlan again: that shows what the server has of what is not known.';
  return isStale ? '\nPlan again: that shows what is left to do on the server as it is now.' : '';
}

/** All that fails has an error, and so has what was made twice. */
function summaryWord({ interrupted, diagnostics, outcomes }: ApplyOutcome, paint: ChalkInstance): string {
  if (interrupted) return paint.yellow('Interrupted:');
  const isFailed =
    diagnostics.some(({ severity }) => severity === 'error') ||
    outcomes.some(({ state }) => state === 'failed' || state === 'unknown');
  return isFailed ? paint.red('Failed:') : paint.green('Done:');
}

/**
 * The progress on one line that fits the terminal: how many changes are done and left, and which are running.
 */
export function formatProgress(progress: Progress, columns: number): string {
  const running = progress.running.map((change) => change.key).join(', ');
  const words = progress.isUndo ? ['taken back', 'to take back'] : ['done', 'left'];
  const line = `${progress.done} ${words[0]}, ${progress.left} ${words[1]}${running ? `: ${clean(running)}` : ''}`;
  const room = Math.max(0, columns - 2);
  return line.length < columns ? line : `${line.slice(0, wholeCharacter(line, room))}…`;
}

/** As many changes are named of those that are waited for. */
const NAMED = 8;

/**
 * The line after a first Ctrl-C, or when the output is closed or full: which changes are waited for, and for how
 * long at most.
 */
export function formatStopping(
  by: 'signal' | 'output',
  { running, left, isUndo }: Pick<Progress, 'running' | 'left' | 'isUndo'>,
  seconds: number,
): string {
  if (isUndo)
    return `${whyStopping(by)}: what this run has done is still taken back (${count(left, 'change')}), within ${seconds} s. Interrupt again to stop at once.`;
  const named = running.slice(0, NAMED).map((change) => `${doing(change)} ${nameOf(change)}`);
  if (running.length > NAMED) named.push(`${running.length - NAMED} more`);
  const waits =
    named.length > 0 ? ` Waiting for at most ${seconds} s for what is in flight: ${named.join(', ')}.` : '';
  return `${whyStopping(by)}: nothing new is started.${waits} Interrupt again to stop at once.`;
}

/** Why a run stops, for people. */
export function whyStopping(by: 'signal' | 'output'): string {
  return by === 'output' ? 'The output can no longer be written' : 'Stopping';
}
