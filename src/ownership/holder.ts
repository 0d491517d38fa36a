import type { Json } from '../catalog/model.ts';
import { oneLine } from '../client/one-line.ts';
import { LOCK_SECONDS } from './lock-time.ts';
import type { OwnInstance, Traces } from './traces.ts';

/** Who holds the lock, as its `context` says; for people. */
export interface Holder {
  /** The name of the project; null where it has none. */
  readonly project: string | null;
  /** The id of the run. */
  readonly run: string;
  /** Where it runs: the page of its CI job, or user and machine. */
  readonly place: string;
  /** When it took the lock, by the server's clock. */
  readonly since: string | null;
}

/** As much of a text of somebody else is shown. */
const LONGEST = 300;

/** Reads who holds the lock; undefined where the context does not say, as when somebody has edited it. */
export function readHolder(context: Json): Holder | undefined {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return undefined;
  const { run, project, place, since } = context;
  if (typeof run !== 'string') return undefined;
  return {
    run: oneLine(run, LONGEST),
    project: typeof project === 'string' ? oneLine(project, LONGEST) : null,
    place: typeof place === 'string' ? oneLine(place, LONGEST) : 'somewhere',
    since: typeof since === 'string' ? oneLine(since, LONGEST) : null,
  };
}

/** Who holds a lock, since when, and until when it holds if it is not renewed: for people. */
export function holderWords({ context, written }: OwnInstance, { now }: Traces): string {
  const holder = readHolder(context);
  const who = holder
    ? `run ${holder.run}${holder.project === null ? '' : ` of the project ${holder.project}`} (${holder.place})`
    : 'somebody who does not say who it is';
  const since = holder?.since ? ` since ${moment(Date.parse(holder.since))}` : '';
  if (written === undefined) return `${who} holds it${since}`;
  const until = written + LOCK_SECONDS * 1000;
  // The time of an answer may be a second or two old.
  const seconds = now === undefined ? undefined : Math.ceil((until - now) / 1000);
  const left = seconds === undefined ? '' : `, which is in ${Math.min(LOCK_SECONDS, Math.max(0, seconds))} s`;
  return `${who} holds it${since}; unless it is renewed, it ends at ${moment(until)}${left}`;
}

/** A moment of the server's clock. */
function moment(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return 'a time that nobody can read';
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
