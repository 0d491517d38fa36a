import { ApiError } from '../../client/api-error.ts';
import { toDiagnostic } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import { changeName } from '../../plan/value/change-name.ts';
import { isWritten, type Plan } from '../../plan/value/plan.ts';
import { placeOf } from '../../plan/value/sources.ts';
import { applyPlan } from '../apply-plan.ts';
import { notApproved } from '../not-approved.ts';
import type { ApplyOutcome, Outcome } from '../outcome.ts';
import { requestsSince } from '../requests-since.ts';
import { explainRefusal } from './explain-refusal.ts';
import { finish } from './finish.ts';
import { leftOver } from './left-over.ts';
import { isInterrupted, type Replanned, type Sent, sendOnce, type Shown } from './send-once.ts';
import { sentOutcome } from './sent-outcome.ts';
import type { TogetherOptions } from './together-options.ts';
import { type ValuesBlueprint, valuesBlueprint } from './values-blueprint.ts';

/** Seconds to go on reading after an answer that says nothing: so many times what was measured, and at least so many. */
const PATIENCE = { times: 3, least: 10 };
const WAIT_SECONDS = 300;
/** As many changes are named where the server has only some of them. */
const MOST_NAMED = 5;

/**
 * Has the server make what can be made in one transaction, all of it or nothing; then plans again, and does what was
 * to come afterwards, as `applyPlan` does. The transaction is sent once: where its answer is lost, what the server has
 * tells what came of it. Throws an ApiError when the server was certainly not asked.
 */
export async function applyTogether(plan: Plan, options: TogetherOptions): Promise<ApplyOutcome> {
  const { client, now, division, isApproved, moved = new Map<string, readonly Diagnostic[]>() } = options;
  const before = client.requests();
  const started = now();
  const outcome = isApproved ? await sendAndFinish(plan, options) : notApproved(plan, moved);
  return {
    ...outcome,
    requests: requestsSince(before, client.requests()),
    seconds: division.together.length > 0 ? (now() - started) / 1000 : outcome.seconds,
  };
}

async function sendAndFinish(plan: Plan, options: TogetherOptions): Promise<Omit<ApplyOutcome, 'requests'>> {
  const { client, catalog, sources, division, planAgain, waitSeconds = WAIT_SECONDS } = options;
  const { together } = division;
  if (together.length === 0) return applyPlan(plan, options);
  const { importer } = catalog;
  if (!importer) throw new InternalError(`${catalog.release} has no importer`);
  const blueprint = valuesBlueprint(together, { catalog, sources });
  const least = Math.max(PATIENCE.least, PATIENCE.times * together.length * importer.seconds.import);
  options.onProgress?.({ running: together, done: 0, left: plan.changes.filter(isWritten).length });
  for (const change of together) options.onChange?.(change);
  const sent = await sendOnce({
    client,
    path: importer.import,
    file: { name: 'transaction.yaml', text: blueprint.text },
    planAgain,
    shows: (left) => howMuch(plan, left, options),
    patience: Math.min(least, waitSeconds),
  });
  if (sent.said === 'taken' && !(sent.left instanceof ApiError)) return finish(plan, sent.left, options);
  const outcome = notFinished(plan, sent, blueprint, options);
  for (const one of outcome.outcomes) if (together.includes(one.change)) options.onChange?.(one.change, one);
  return outcome;
}

/** How much of the transaction a plan shows that was made after it was sent. */
function howMuch(plan: Plan, left: Replanned, { division, catalog }: TogetherOptions): Shown {
  const { undone, seen } = leftOver(plan, division, left.plan, catalog);
  if (undone.length === 0) return seen > 0 ? 'all' : 'none';
  return undone.length === seen ? 'none' : 'some';
}

/** The outcome where nothing is done after the transaction: it was refused, or what came of it cannot be read. */
function notFinished(
  plan: Plan,
  sent: Sent,
  blueprint: ValuesBlueprint,
  options: TogetherOptions,
): Omit<ApplyOutcome, 'requests'> {
  const { said, left } = sent;
  const { catalog, sources, division } = options;
  const isCut = [sent.error, left].some(isInterrupted);
  const hasSome = !(left instanceof ApiError) && howMuch(plan, left, options) !== 'none';
  const findings = {
    taken: () => [unread(left, options)],
    unknown: () => [unknown(plan, sent, options)],
    refused: () => {
      const refusal = explainRefusal(sent, { blueprint, catalog, sources });
      return hasSome ? [...refusal, thereAllTheSame(plan, left, options)] : refusal;
    },
  } as const satisfies Record<Sent['said'], () => readonly Diagnostic[]>;
  return {
    outcomes: plan.changes.filter(isWritten).map((change): Outcome => {
      if (division.together.includes(change)) return sentOutcome(said, change);
      return { state: 'skipped', change, because: whySkipped(said, isCut) };
    }),
    diagnostics: findings[said](),
    interrupted: isCut || options.signal?.aborted === true,
    refused: said === 'refused' && !hasSome,
    seconds: 0,
  };
}

function whySkipped(said: Sent['said'], isCut: boolean): Extract<Outcome, { state: 'skipped' }>['because'] {
  if (said !== 'taken') return { kind: 'transaction', isKnown: said === 'refused' };
  return { kind: isCut ? 'interrupted' : 'unreachable' };
}

/** The finding about a transaction that was made, and whose result nobody could read. */
function unread(left: Sent['left'], { sources, division }: TogetherOptions): Diagnostic {
  return toDiagnostic({
    code: 'answer-differs',
    severity: 'error',
    message: `the server made the transaction, and what it made could not be read: ${left instanceof ApiError ? left.message : ''}`,
    hint: 'apply again: it does what was to come afterwards',
    place: placeOf(sources, division.together[0]?.place),
  });
}

/** The finding about a transaction of which nobody can tell whether it was made. */
function unknown(plan: Plan, { error, left }: Sent, options: TogetherOptions): Diagnostic {
  const { sources, division } = options;
  const minutes = error?.mayStillRun === true ? 'some minutes' : 'a minute';
  return toDiagnostic({
    code: 'change-unknown',
    message: sources.secrets.mask(
      `it is not known whether the server made the transaction: ${error?.message ?? 'it did not answer'}`,
    ),
    notes: whatIsMissing(plan, left, options).map((message) => ({ message: sources.secrets.mask(message) })),
    hint: `it makes all of it or nothing, and may still be at it; it was not sent again: wait ${minutes}, then plan again to see what the server has`,
    place: placeOf(sources, division.together[0]?.place),
  });
}

/** What of the transaction is not there, where the server has some of it. */
function whatIsMissing(
  plan: Plan,
  left: Sent['left'],
  { division, catalog }: TogetherOptions,
): readonly string[] {
  if (left instanceof ApiError) return [`what it has could not be read: ${left.message}`];
  const { undone } = leftOver(plan, division, left.plan, catalog);
  if (undone.length === division.together.length) return [];
  return undone.slice(0, MOST_NAMED).map((change) => `${changeName(change)} is not there, and others are`);
}

/** The finding about what is there although the server refused the transaction. */
function thereAllTheSame(
  plan: Plan,
  left: Sent['left'],
  { sources, division, catalog }: TogetherOptions,
): Diagnostic {
  const undone = left instanceof ApiError ? [] : leftOver(plan, division, left.plan, catalog).undone;
  const there = division.together.filter((change) => !undone.includes(change));
  return toDiagnostic({
    code: 'answer-differs',
    severity: 'error',
    message: sources.secrets.mask(
      `the server refused the transaction, and has some of it all the same: ${there.slice(0, MOST_NAMED).map(changeName).join(', ')}`,
    ),
    hint: 'somebody else may have made it since: plan again to see what is left',
    place: placeOf(sources, there[0]?.place),
  });
}
