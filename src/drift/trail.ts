import type { ObjectEvent } from './object-event.ts';

/** Who changed an object and when, as far as the server's log tells. */
export type Trail =
  | EventTrail
  /** The log has nothing of it. */
  | { readonly kind: 'none'; readonly why: string }
  /** The log was not asked. */
  | { readonly kind: 'not-asked'; readonly why: string };

/** What the log tells of an object. */
export interface EventTrail {
  readonly kind: 'events';
  /** The last event of it. */
  readonly last: ObjectEvent;
  /** The run of this program that made it; undefined where it was anybody else. */
  readonly run: OwnRun | undefined;
  /** How many events there are since this program wrote it, or ran, last; 0 where it has the last word. */
  readonly since: number;
  /** The first of these: the object has been different since then, or later. */
  readonly first: ObjectEvent | undefined;
  /** Whether there may be more of them than were read. */
  readonly isMore: boolean;
  /** The name of the other object whose event it is: one that was put into a list of this one, or taken out. */
  readonly through: string | undefined;
}

/** A run of this program. */
export interface OwnRun {
  /** Undefined where it had none, or nobody can tell. */
  readonly project: string | undefined;
  readonly id: string | undefined;
}

/** What tells runs of this program from what others do. */
export interface OwnMarks {
  /** Whether the server keeps the `User-Agent`, in which a run names itself. */
  readonly keepsUserAgent: boolean;
  /** The user of the token in use. */
  readonly user: string;
  /** When a run last wrote its inventory or its trace, in milliseconds; undefined where nobody knows. */
  readonly lastRun: number | undefined;
}

/** How runs name themselves: see client/user-agent.ts. */
const RUN = /^ak-blueprint\/\S+ \((?:project (?<project>[^;)]*); )?run (?<id>[^)]*)\)/;

/** Where the API is: what is done in another way was done by no run. */
const API = '/api/v3/';

/** An answer's time is to a second, and a trace is written when the run ends. */
const SLACK = 1000;

/** The run that an event is of, if it is of one. */
function runOf(event: ObjectEvent, marks: OwnMarks): OwnRun | undefined {
  if (marks.keepsUserAgent) {
    const groups = event.userAgent === undefined ? undefined : RUN.exec(event.userAgent)?.groups;
    return groups && { project: decoded(groups['project']), id: groups['id'] };
  }
  const { lastRun, user } = marks;
  const isOurs = lastRun !== undefined && event.user === user && event.at <= lastRun + SLACK;
  return isOurs && event.path?.startsWith(API) ? { project: undefined, id: undefined } : undefined;
}

function decoded(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What events of one object, the newest first, tell; undefined where there are none. `isMore`: there are older ones. */
export function trailOf(
  events: readonly ObjectEvent[],
  marks: OwnMarks,
  isMore: boolean,
): EventTrail | undefined {
  const [last] = events;
  if (!last) return undefined;
  const ownAt = events.findIndex((event) => runOf(event, marks) !== undefined);
  const others = ownAt === -1 ? events : events.slice(0, ownAt);
  // A run that had nothing to write to the object saw it as it should be; what came before it explains nothing.
  const { lastRun } = marks;
  const isLater = lastRun !== undefined && last.at > lastRun + SLACK;
  const since = isLater ? others.filter(({ at }) => at > lastRun + SLACK) : others;
  return {
    kind: 'events',
    last,
    run: runOf(last, marks),
    since: since.length,
    first: since.at(-1),
    isMore: isMore && since.length === events.length,
    through: undefined,
  };
}
