import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Catalog, Json } from '../catalog/model.ts';
import type { Exchange, Observer } from '../client/exchange.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { type Facts, logLine } from '../report/log-line.ts';
import { maskBody } from '../report/mask-body.ts';
import type { Io } from './io.ts';

/** Options of every command that keeps a log. */
export interface LogOptions {
  /** Gets a line for each request and each decision. */
  readonly logFile?: string | undefined;
  /** Gets the same lines, with the bodies of requests and answers, for a bug report. */
  readonly record?: string | undefined;
}

/** A file that is written line by line. */
interface Sink {
  readonly path: string;
  readonly file: number;
  readonly bodies: boolean;
}

/**
 * The log of a run. Each line is on the disk when what it tells has happened, so that one of a run that was
 * killed is right to its end. Without files it does nothing.
 */
export class RunLog {
  /** A random id: in each line, in the `User-Agent` of each request, and in what the run leaves on the server. */
  readonly run = randomBytes(8).toString('hex');
  readonly #io: Io;
  readonly #sinks: Sink[] = [];
  #catalog: Catalog | undefined;

  /**
   * Opens the files: the log is added to, the record begins anew, and nobody else may read what is made. Throws
   * a UsageError when one cannot be written.
   */
  constructor({ logFile, record }: LogOptions, io: Io) {
    this.#io = io;
    if (logFile !== undefined) this.#sinks.push({ path: logFile, file: opened(logFile, 'a'), bodies: false });
    if (record !== undefined) this.#sinks.push({ path: record, file: opened(record, 'w'), bodies: true });
  }

  /** Is told of the requests; undefined where nothing is kept. */
  get observer(): Observer | undefined {
    if (this.#sinks.length === 0) return undefined;
    return {
      bodies: this.#sinks.some(({ bodies }) => bodies),
      observe: (exchange) => this.#exchange(exchange),
    };
  }

  /** Says which models there are, so that their secrets are known in what is recorded. */
  knows(catalog: Catalog): void {
    this.#catalog = catalog;
  }

  /** Writes a line. `recorded`: what only the record gets. */
  say(event: string, facts: Facts, recorded: Facts = {}): void {
    if (this.#sinks.length === 0) return;
    const { secrets } = this.#io;
    const time = new Date();
    for (const sink of [...this.#sinks]) {
      const told = sink.bodies ? { ...facts, ...recorded } : facts;
      this.#write(sink, logLine(time, this.run, event, told, secrets));
    }
  }

  /** Closes the files. */
  close(): void {
    for (const { file } of this.#sinks.splice(0)) closeSync(file);
  }

  #exchange({ sent, received, seconds, query, ...facts }: Exchange): void {
    const body = (text: string): Json =>
      maskBody(text, { secrets: this.#io.secrets, catalog: this.#catalog });
    const told = { ...facts, query: query || undefined, seconds: Number(seconds.toFixed(3)) };
    const isRecorded = this.#sinks.some(({ bodies }) => bodies);
    this.say('request', told, isRecorded ? { sent: body(sent), received: body(received) } : {});
  }

  #write(sink: Sink, line: string): void {
    try {
      writeSync(sink.file, `${line}\n`);
    } catch (error) {
      // The run goes on: half of a change set is worse than half of a log.
      this.#sinks.splice(this.#sinks.indexOf(sink), 1);
      closeSync(sink.file);
      this.#io.err(
        `${this.#io.paintErr.yellow('warning')}: ${sink.path} is not written any further: ${messageOf(error)}`,
      );
    }
  }
}

function opened(path: string, flags: 'a' | 'w'): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`, 'name a file that can be');
  }
}
