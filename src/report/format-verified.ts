import { changeName } from '../plan/value/change-name.ts';
import type { ChalkInstance } from 'chalk';
import type { Estimate, NotVerified, Verified } from '../apply/transaction/verified.ts';
import { clean } from '../source/clean.ts';
import { groupBy } from '../source/group-by.ts';
import { fewNames } from './fold.ts';
import { count } from './format-diagnostics.ts';

/** What asking the server will come to, for people, before it is asked. */
export function formatEstimate({ changes, parts, seconds }: Estimate): string {
  const requests = parts === 1 ? 'one request' : `${parts} requests`;
  return `Asking the server whether it would take ${count(changes, 'change')}: ${requests}, about ${Math.max(1, Math.round(seconds))} s, more where it refuses something.`;
}

/** What the server says of a plan, for people: how much of it it would take, and what was not verified. */
export function formatVerified(
  { changes, requests, seconds, refused, notVerified, noVerdict }: Verified,
  paint: ChalkInstance,
): string {
  const entries = new Set(refused.map(({ entry, place }) => `${place?.file.path}#${entry?.index}`)).size;
  const said = [`it would take ${count(changes, 'change')}`];
  if (refused.length > 0) said.push(`refuses ${entries}`);
  const unasked = new Set(notVerified.flatMap(({ change, isRest }) => (isRest ? [] : change.id)));
  const inPart = notVerified.filter(({ change, isRest }) => isRest && !unasked.has(change.id)).length;
  if (unasked.size > 0) said.push(`was not asked about ${unasked.size}`);
  if (inPart > 0) said.push(`${unasked.size > 0 ? 'nor' : 'was not asked'} about a part of ${inPart}`);
  const cost = paint.dim(`  ${count(requests, 'request')}, ${seconds.toFixed(1)} s`);
  const lines = [`${paint.bold('Asked the server:')} ${said.join(', ')}.${cost}`];
  if (noVerdict) lines.push(paint.yellow(`No verdict: ${clean(noVerdict.why)}`));
  if (noVerdict?.hint !== undefined) lines.push(`  ${clean(noVerdict.hint)}`);
  for (const [why, some] of groupBy(notVerified, (one) => one.why))
    lines.push(`  not verified: ${namesOf(some)}: ${clean(why)}`);
  return lines.join('\n');
}

function namesOf(some: readonly NotVerified[]): string {
  return fewNames(some.map(({ change }) => clean(changeName(change))));
}
