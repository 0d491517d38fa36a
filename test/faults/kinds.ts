/*
 * What can go wrong with one write: whether the server does it, how often, and what the client hears of it.
 */

/** What the client hears instead of the server's answer. */
export type Heard =
  /** The connection breaks. */
  | { readonly kind: 'reset' }
  /** Nothing, until it gives up. */
  | { readonly kind: 'silence' }
  /** The beginning of the answer, then the connection breaks. */
  | { readonly kind: 'half' }
  /** The answer, late. */
  | { readonly kind: 'late' }
  /** The server's answer to the delivery of that number. */
  | { readonly kind: 'answer'; readonly of: number }
  /** Another answer, as a proxy or a broken server gives it. */
  | {
      readonly kind: 'other';
      readonly status: number;
      readonly type: string;
      readonly body: string;
      readonly wait?: true | undefined;
    };

/** A fault. `done`: how often the server does what it was asked for. */
export interface Fault {
  readonly done: 0 | 1 | 2;
  readonly heard: Heard;
  /** Whether the server may still be at work when the client has given up: then nobody can tell. */
  readonly open?: boolean;
}

const PAGE = '<html><head><title>Error</title></head><body><center><h1>Something</h1></center></body></html>';

function other(status: number, wait?: true): Heard {
  const isPage = wait === undefined;
  return {
    kind: 'other',
    status,
    type: isPage ? 'text/html' : 'application/json',
    body: isPage ? PAGE : '{"detail":"Request was throttled."}',
    wait,
  };
}

const HTML: Heard = { kind: 'other', status: 200, type: 'text/html; charset=utf-8', body: PAGE };
const EMPTY_OBJECT: Heard = { kind: 'other', status: 200, type: 'application/json', body: '{}' };
const RESET: Heard = { kind: 'reset' };

/** Every fault of a write, by the name of its kind. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'reset-before': { done: 0, heard: RESET },
  'reset-after': { done: 1, heard: RESET },
  ...Object.fromEntries(
    [500, 502, 503, 504].flatMap((status): [string, Fault][] => [
      // A proxy that says 504 did not wait for the server, which may still be at work.
      [`${status}-before`, { done: 0, heard: other(status), open: status === 504 }],
      [`${status}-after`, { done: 1, heard: other(status), open: status === 504 }],
    ]),
  ),
  ...Object.fromEntries(
    [429, 503].flatMap((status): [string, Fault][] => [
      [`${status}-retry-before`, { done: 0, heard: other(status, true) }],
      [`${status}-retry-after`, { done: 1, heard: other(status, true) }],
    ]),
  ),
  delay: { done: 1, heard: { kind: 'late' } },
  'timeout-not-done': { done: 0, heard: { kind: 'silence' }, open: true },
  'timeout-done': { done: 1, heard: { kind: 'silence' }, open: true },
  'cut-body': { done: 1, heard: { kind: 'half' } },
  'html-not-done': { done: 0, heard: HTML },
  'html-done': { done: 1, heard: HTML },
  'empty-not-done': { done: 0, heard: EMPTY_OBJECT },
  'empty-done': { done: 1, heard: EMPTY_OBJECT },
  'twice-first': { done: 2, heard: { kind: 'answer', of: 0 } },
  'twice-second': { done: 2, heard: { kind: 'answer', of: 1 } },
};

/** The signals that end a run, each before and after the n-th write. */
export const SIGNALS = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;
