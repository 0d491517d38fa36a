import type { Fault } from './kinds.ts';
import { labelOf, type State, type Thing } from './state.ts';
import type { Ran } from './world.ts';

/*
 * Holds the report of a run against what the server has.
 */

/** A change in the report of `apply --format json`. */
export interface ReportedChange {
  readonly action: string;
  readonly model: string;
  readonly key: string;
  readonly fields: readonly { readonly path: string }[];
  readonly permissions?: readonly unknown[];
  readonly outcome?: string;
  readonly error?: string;
  /** What came of taking it back, with `--on-error undo`. */
  readonly undo?: { readonly done: boolean };
}

/** The parts of the report that are held against the server. */
export interface Report {
  readonly changes: readonly ReportedChange[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

/** The server before a plan was run, and after it was run without a fault. */
export interface Expected {
  readonly before: State;
  readonly after: State;
  /** What two such runs fill differently, as `label: column`: times, keys, what is random. */
  readonly volatile: ReadonlySet<string>;
}

/** What says of an object that it may be there, though the change failed. */
const MAY_BE = /\bmay\b|\bwas (written|made|created|changed|deleted)\b/;

/** The report of a run; undefined where it printed none. */
export function readReport({ out, err }: Ran): Report | undefined {
  for (const text of [out, err]) {
    const start = text.indexOf('{');
    if (start < 0) continue;
    try {
      return JSON.parse(text.slice(start, text.lastIndexOf('}') + 1)) as Report;
    } catch {
      // It is on the other stream, or there is none.
    }
  }
  return undefined;
}

/**
 * What is not true in a report: `applied` must be there as it was sent, `failed` not at all or said to be
 * possible, `skipped` untouched, `undone` as it was, and `unknown` only where nothing could tell. Of what was taken back
 * in part the report names what is not as it was (`not-undone`).
 */
export function untrue(report: Report, now: State, expected: Expected, fault: Fault | undefined): string[] {
  return report.changes.flatMap((change) => {
    const label = labelOf(change.model, change.key);
    const [before, after, here] = [expected.before, expected.after, now].map(
      (state) => state.get(label) ?? [],
    );
    const asSent = isSame(change, after, here, expected);
    const asBefore = isSame(change, before, here, expected);
    switch (change.outcome) {
      case 'undone':
        return asBefore ? [] : [`${label} is reported as undone, and is not as it was`];
      case 'applied':
        return asSent || isNamedAsLeft(change, report)
          ? []
          : [`${label} is reported as applied, and is not there as sent`];
      case 'failed':
        return asBefore || MAY_BE.test(wordsOf(change, report))
          ? []
          : [`${label} is reported as failed, and is done`];
      case 'skipped':
        return asBefore ? [] : [`${label} is reported as skipped, and was touched`];
      case 'unknown':
        return fault?.open || hasUnreadable(change)
          ? []
          : [`${label} is reported as unknown, and a read would have told`];
      default:
        return [`${label} has the outcome ${change.outcome}`];
    }
  });
}

/** Whether it is said of a change that was to be taken back what of it was not. */
function isNamedAsLeft({ key, undo }: ReportedChange, { diagnostics }: Report): boolean {
  return (
    undo?.done === false &&
    diagnostics.some(({ code, message }) => code === 'not-undone' && message.includes(key))
  );
}

/** What was said of a change, hints included. */
function wordsOf({ key, error = '' }: ReportedChange, { diagnostics }: Report): string {
  const about = diagnostics.filter(({ message }) => message.includes(key) || error.includes(message));
  return [error, ...about.flatMap(({ message, hint = '' }) => [message, hint])].join('\n');
}

function hasUnreadable({ fields }: ReportedChange): boolean {
  return fields.some((field) => 'secret' in field);
}

/** Whether one object and another have the same values in what a change writes. */
function isSame(
  change: ReportedChange,
  wanted: readonly Thing[] | undefined = [],
  here: readonly Thing[] | undefined = [],
  { volatile }: Expected,
): boolean {
  const [one] = wanted;
  const [other] = here;
  if (!one || !other) return one === other;
  const columns = [...change.fields.map(({ path }) => path), ...(change.permissions ? ['permissions'] : [])];
  return columns.every(
    (column) => volatile.has(`${one.label}: ${column}`) || one.values[column] === other.values[column],
  );
}

/** The labels of objects of which there are more than there should be. */
export function duplicates(now: State, { after }: Expected): string[] {
  return [...now].flatMap(([label, things]) =>
    things.length > Math.max(1, after.get(label)?.length ?? 0) ? [label] : [],
  );
}

/** Whether a report says that an object was made twice. */
export function names(report: Report, label: string): boolean {
  const words = label.replace(/^\S+ /, '').split(' / ');
  return report.diagnostics.some(
    ({ code, message }) => code === 'made-twice' && words.every((word) => message.includes(word)),
  );
}

/** The differences between what a server has and what it should have: `label: column: values`. */
export function differences(now: State, { after, volatile }: Expected): string[] {
  return [...new Set([...now.keys(), ...after.keys()])].flatMap((label) => {
    const [wanted, here] = [after.get(label) ?? [], now.get(label) ?? []];
    if (wanted.length !== here.length) return [`${label}: ${here.length} instead of ${wanted.length}`];
    return wanted.flatMap((one, index) => {
      const other = here[index];
      const columns = Object.keys({ ...one.values, ...other?.values }).filter(
        (column) => !volatile.has(`${one.label}: ${column}`) && one.values[column] !== other?.values[column],
      );
      return columns.map(
        (column) => `${label}: ${column}: ${other?.values[column]} instead of ${one.values[column]}`,
      );
    });
  });
}
