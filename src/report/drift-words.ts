import type { Difference, Drift } from '../drift/drift.ts';
import type { ObjectEvent } from '../drift/object-event.ts';
import type { EventTrail, OwnRun, Trail } from '../drift/trail.ts';
import { clean } from '../source/clean.ts';
import { count } from './format-diagnostics.ts';

/* What differs and who did it, in words that every format for people has. Texts of others are clean in them. */

/** How an object is seen from the server: it lacks it, has it and should not, has it otherwise. */
export const SIGNS = { changed: '~', missing: '-', undeclared: '+', unwanted: '+' } as const;

/** What is the matter with an object. */
export function differenceWords(difference: Difference): string {
  const { reason } = difference.change;
  const isProtected = difference.change.leftAlone && reason?.kind === 'left-alone';
  return isProtected
    ? `${kindWords(difference)}; protected, apply leaves it alone: ${clean(reason.why)}`
    : kindWords(difference);
}

function kindWords({ kind, trail, fate, change }: Difference): string {
  switch (kind) {
    case 'undeclared':
      return 'not in the files any more';
    case 'unwanted':
      return 'on the server, though the files say absent';
    case 'changed':
      return changedWords(trail);
    case 'missing':
      return `missing on the server: ${missingWords(fate, trail, change)}`;
  }
}

function changedWords(trail: Trail): string {
  if (trail.kind !== 'events') return 'differs';
  return trail.since > 0 ? 'changed on the server' : 'changed in the files, and not applied';
}

function missingWords(fate: Difference['fate'], trail: Trail, { key, body }: Difference['change']): string {
  switch (fate) {
    case 'deleted':
      return 'deleted';
    case 'moved': {
      const name = trail.kind === 'events' ? trail.last.name : '';
      // An event has the name where there is one, which need not be what identifies it.
      return name === '' || name === key || name === body['name']
        ? 'what identifies it was changed'
        : `what identifies it was changed, it is called ${clean(name)} now`;
    }
    case 'along':
      return 'what identifies it is missing, too';
    case 'never-applied':
      return 'never applied';
    default:
      return 'deleted, or never applied';
  }
}

/** Who did it and when, a line or two. `now`: when the look was, in milliseconds. */
export function trailWords(trail: Trail, now: number): string[] {
  if (trail.kind !== 'events') return [clean(trail.why)];
  const { last, run, since, through } = trail;
  const when = `${timeWords(last.at)} (${agoWords(now - last.at)})`;
  if (run && since === 0) return [`last written by ${runWords(run)}, ${when}; there is no later event of it`];
  const by = `by ${whoWords(last)}, ${when}${requestWords(last)}`;
  const via = through === undefined ? '' : `perhaps through ${clean(through)}, which was changed `;
  return [`${via}${by}`, ...sinceWords(trail)];
}

function sinceWords({ since, first, isMore }: EventTrail): string[] {
  if (since < 2 || !first) return [];
  return [`the last of ${isMore ? 'at least ' : ''}${count(since, 'event')}, since ${timeWords(first.at)}`];
}

/** Who an event names. */
function whoWords({ user, onBehalfOf }: ObjectEvent): string {
  const name = user === undefined ? 'somebody whom the event does not name' : clean(user);
  return onBehalfOf === undefined ? name : `${name} as ${clean(onBehalfOf)}`;
}

function requestWords({ method, path, address }: ObjectEvent): string {
  const request = [method, path].flatMap((part) => (part === undefined ? [] : [clean(part)])).join(' ');
  const from = address === undefined ? '' : ` from ${clean(address)}`;
  return request === '' ? from : `${from}: ${request}`;
}

function runWords({ project, id }: OwnRun): string {
  const of = project === undefined ? '' : ` of project ${clean(project)}`;
  return `ak-blueprint${of}${id === undefined ? '' : `, run ${clean(id)}`}`;
}

/** A time as people read it: `2026-11-30 17:02:11 UTC`. */
export function timeWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The largest units that fit, in milliseconds. */
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago something was: `3 hours ago`. */
function agoWords(milliseconds: number): string {
  for (const [unit, length] of UNITS)
    if (milliseconds >= length) return `${count(Math.floor(milliseconds / length), unit)} ago`;
  return 'less than a minute ago';
}

/** `2 objects differ: 1 changed, 1 missing; 12 are as they should be`. */
export function summaryWords({ differences, unchanged }: Drift): string {
  const others =
    unchanged > 0
      ? `; ${count(unchanged, 'object')} ${unchanged === 1 ? 'is as it' : 'are as they'} should be`
      : '';
  if (differences.length === 0) return `Nothing differs${others}.`;
  const kinds = countsOf(differences);
  return `${count(differences.length, 'object')} ${differences.length === 1 ? 'differs' : 'differ'}: ${kinds}${others}.`;
}

function countsOf(differences: readonly Difference[]): string {
  const words = { changed: 'changed', missing: 'missing', undeclared: 'not declared', unwanted: 'unwanted' };
  return Object.entries(words)
    .map(([kind, word]) => ({ word, number: differences.filter((one) => one.kind === kind).length }))
    .filter(({ number }) => number > 0)
    .map(({ word, number }) => `${number} ${word}`)
    .join(', ');
}
