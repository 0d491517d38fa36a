import { FAULTS, SIGNALS } from './kinds.ts';

/*
 * The cases: every write with every fault, every signal at each of many points, and in the middle of taking a run back.
 */

/** One thing that goes wrong in a run. */
export type Case = FaultCase | SignalCase | UndoCase | PairCase;

/** One write goes wrong. */
interface FaultCase {
  readonly kind: string;
  /** The label of the write. */
  readonly at: string;
}

/** The run is told to end, or killed, before or after the server does the n-th write. */
interface SignalCase {
  readonly kind: string;
  readonly signal: (typeof SIGNALS)[number];
  readonly when: 'before' | 'after';
  readonly number: number;
}

/** The server refuses a late write of a run with `--on-error undo`; the signal comes at the n-th write after that. */
interface UndoCase {
  readonly kind: string;
  readonly signal: (typeof SIGNALS)[number];
  readonly when: 'before' | 'after';
  /** The label of the write that is refused. */
  readonly refused: string;
  readonly undoing: number;
}

/** Two runs begin together. */
interface PairCase {
  readonly kind: 'pair';
  readonly pair: number;
}

/**
 * The numbers of the writes at which signals come, each before and after the write. The same for every plan of
 * some 80 writes, so that a case keeps its name.
 */
const POINTS = Array.from({ length: 30 }, (_, index) => 1 + Math.floor(index * 2.75));
/** Some of the first are still of the run. */
const UNDO_POINTS = Array.from({ length: 10 }, (_, index) => 2 + index * 6);
const PAIRS = 10;

/** The name of a case, by which it can be run again. */
export function nameOf(one: Case): string {
  if ('at' in one) return `${one.kind} at ${one.at}`;
  if ('pair' in one) return `${one.kind} ${one.pair}`;
  if ('undoing' in one) return `${one.kind} ${one.when} write ${one.undoing} of the undo`;
  return `${one.kind} ${one.when} write ${one.number}`;
}

/** All cases for the writes of a run. */
export function allCases(writes: readonly string[]): Case[] {
  const faults = Object.keys(FAULTS).flatMap((kind) => writes.map((at): Case => ({ kind, at })));
  const signals = SIGNALS.flatMap((signal) =>
    POINTS.flatMap((number) =>
      (['before', 'after'] as const).map((when): Case => ({ kind: signal, signal, when, number })),
    ),
  );
  const refused = writes.findLast((label) => label.startsWith('POST ')) ?? '';
  const undoing = SIGNALS.flatMap((signal) =>
    UNDO_POINTS.flatMap((number) =>
      (['before', 'after'] as const).map(
        (when): Case => ({ kind: `undo-${signal}`, signal, when, refused, undoing: number }),
      ),
    ),
  );
  const pairs = Array.from({ length: PAIRS }, (_, index): Case => ({ kind: 'pair', pair: index + 1 }));
  return [...faults, ...signals, ...undoing, ...pairs];
}

/**
 * A part of the cases: of each kind as many as `each` says, others for another seed. The same seed gives the
 * same.
 */
export function sample(cases: readonly Case[], each: number, seed: number): Case[] {
  const kinds = new Map<string, Case[]>();
  for (const one of cases) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds.values()].flatMap((all, index) => {
    // Steps through the list, and begins elsewhere for each kind, so that all writes have their turn.
    const count = Math.min(each, all.length);
    const start = seed * 7 + index * 5;
    return Array.from(
      { length: count },
      (_, at) => all[(start + Math.floor((at * all.length) / count)) % all.length],
    ).filter((one) => one !== undefined);
  });
}
