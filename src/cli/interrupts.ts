import type { Stop } from '../client/stop.ts';
import type { Interruption, Io } from './io.ts';

/** Work that is not to be cut in its middle. */
export interface InFlight {
  /** What is waited for after the first signal, on one line, for people. */
  readonly words: (by: Interruption, mostSeconds: number) => string;
  /** After so many seconds it is cut all the same. */
  readonly mostSeconds: number;
}

/**
 * What Ctrl-C and the other signals that `Io.onInterrupt` knows do to a command that talks to a server. While
 * it only reads, the first one ends it at once. While it writes, the first one lets it finish what is in
 * flight, for a stated time at most, and the second one ends it at once. One more has the system's own effect.
 * An output that is closed or full counts as a first signal while it writes: nobody learns what more it does.
 */
export class Interrupts {
  readonly #soft = new AbortController();
  readonly #hard = new AbortController();
  readonly #io: Io;
  readonly #release: () => void;
  #inFlight: InFlight | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Io) {
    this.#io = io;
    this.#release = io.onInterrupt((by) => this.#interrupt(by));
  }

  get stop(): Stop {
    return { soft: this.#soft.signal, hard: this.#hard.signal };
  }

  /** Does work that writes; a part of it may say in its own words what is waited for. */
  async whileWriting<T>(inFlight: InFlight, work: () => Promise<T>): Promise<T> {
    const around = this.#inFlight;
    this.#inFlight = inFlight;
    try {
      return await work();
    } finally {
      this.#inFlight = around;
      if (!around) clearTimeout(this.#timer);
    }
  }

  /** Ends the listening, and whatever is still in flight: nobody waits for it any more. */
  end(): void {
    this.#release();
    clearTimeout(this.#timer);
    this.#soft.abort();
    this.#hard.abort();
  }

  #interrupt(by: Interruption): void {
    if (this.#inFlight && !this.#soft.signal.aborted) this.#finish(by, this.#inFlight);
    else if (by === 'signal') this.end();
  }

  #finish(by: Interruption, { words, mostSeconds }: InFlight): void {
    this.#io.status('');
    this.#io.err(words(by, mostSeconds));
    this.#soft.abort();
    this.#timer = setTimeout(() => this.#hard.abort(), mostSeconds * 1000);
  }
}
