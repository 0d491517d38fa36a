import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { type Interruption, type Io, processIo } from '../../src/cli/io.ts';

/*
 * What signals do to a command: while it reads, while it writes, and when the output is gone.
 */

let interrupt: ((by: Interruption) => void) | undefined;
let said: string[];
let io: Io;

beforeEach(() => {
  said = [];
  interrupt = undefined;
  io = {
    ...processIo(false),
    err: (text) => void said.push(text),
    onInterrupt: (callback) => {
      interrupt = callback;
      return () => {
        interrupt = undefined;
      };
    },
  };
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const state = ({ stop: { soft, hard } }: Interrupts): readonly [soft: boolean, hard: boolean] => [
  soft.aborted,
  hard.aborted,
];
const words = (by: Interruption, seconds: number): string => `${by} ${seconds}`;

describe('while it reads', () => {
  test('the first signal ends it at once, and one more has the effect of the system', () => {
    const interrupts = new Interrupts(io);
    expect(state(interrupts)).toEqual([false, false]);
    interrupt?.('signal');
    expect([state(interrupts), interrupt, said]).toEqual([[true, true], undefined, []]);
  });

  test('an output that is gone ends nothing', () => {
    const interrupts = new Interrupts(io);
    interrupt?.('output');
    expect(state(interrupts)).toEqual([false, false]);
  });
});

describe('while it writes', () => {
  const writing = (interrupts: Interrupts, during: () => void): Promise<void> =>
    interrupts.whileWriting({ words, mostSeconds: 20 }, () => {
      during();
      return Promise.resolve();
    });

  test.each<Interruption>(['signal', 'output'])('the first %s lets it finish, and says so', async (by) => {
    const interrupts = new Interrupts(io);
    await writing(interrupts, () => {
      interrupt?.(by);
      expect([state(interrupts), said]).toEqual([[true, false], [`${by} 20`]]);
      interrupt?.('output');
      expect([state(interrupts), said.length]).toEqual([[true, false], 1]);
      interrupt?.('signal');
      expect([state(interrupts), said.length, interrupt]).toEqual([[true, true], 1, undefined]);
    });
  });

  test('what is in flight has no longer than was said', async () => {
    const interrupts = new Interrupts(io);
    await writing(interrupts, () => {
      interrupt?.('signal');
      vi.advanceTimersByTime(19_999);
      expect(state(interrupts)).toEqual([true, false]);
      vi.advanceTimersByTime(1);
      expect(state(interrupts)).toEqual([true, true]);
    });
  });

  test('and is through in time, nothing is cut', async () => {
    const interrupts = new Interrupts(io);
    await writing(interrupts, () => interrupt?.('signal'));
    vi.advanceTimersByTime(60_000);
    expect(state(interrupts)).toEqual([true, false]);
  });
});

test('the end cuts what nobody waits for any more, and stops listening', () => {
  const interrupts = new Interrupts(io);
  interrupts.end();
  expect([state(interrupts), interrupt]).toEqual([[true, true], undefined]);
});
