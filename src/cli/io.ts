import { Chalk, type ChalkInstance } from 'chalk';
import { KnownSecrets } from '../source/known-secrets.ts';
import { Output } from './output.ts';

/** The terminal and the process that a command runs in; tests pass their own. */
export interface Io {
  /** The secrets of the run as far as they have been read; nothing that is written may have one in it. */
  readonly secrets: KnownSecrets;
  /** Writes data to standard output. */
  readonly out: (text: string) => void;
  /** Writes a message for people to standard error. */
  readonly err: (text: string) => void;
  /** The same two for what must not be lost: a text that one of them does not take goes to the other. */
  readonly orElsewhere: { readonly out: (text: string) => void; readonly err: (text: string) => void };
  /**
   * Waits until all that was written has been taken. Gives what could not be written to, as with a full disk;
   * undefined where everything was taken, and where nobody reads any more, as with `| head`.
   */
  readonly flush: () => Promise<Unwritable | undefined>;
  /** Shows a line that the next one overwrites; does nothing when stderr is no terminal. */
  readonly status: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly readStdin: () => Promise<Buffer>;
  readonly isInteractive: boolean;
  /** The width of standard output; Infinity where it is no terminal, and lines are as long as they must be. */
  readonly columns: number;
  /** The same of standard error. */
  readonly errColumns: number;
  /**
   * Asks a question on the terminal; `yes` for y or yes, `interrupted` for Ctrl-C, a signal, and the end of
   * the input (Ctrl-D).
   */
  readonly confirm: (question: string) => Promise<Answer>;
  /** Colours for stdout and stderr, none where there is no terminal. */
  readonly paintOut: ChalkInstance;
  readonly paintErr: ChalkInstance;
  /**
   * Calls back on each SIGINT, SIGTERM and SIGHUP, and once when the output is closed or full, also if that is
   * so already; until the returned function is called.
   */
  readonly onInterrupt: (callback: (by: Interruption) => void) => () => void;
}

/** The answer to a question. */
export type Answer = 'yes' | 'no' | 'interrupted';

/** What asks a command to stop: somebody, by a signal, or that nobody can be told what it does. */
export type Interruption = 'signal' | 'output';

/** A stream that cannot be written, and why. */
interface Unwritable {
  readonly name: 'standard output' | 'standard error';
  readonly error: Error;
}

/** SIGHUP: the terminal was closed, or the connection to it. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What formatting a text for a terminal needs. */
export interface Screen {
  readonly paint: ChalkInstance;
  readonly columns: number;
}

/** The screen that standard output goes to. */
export function screenOf(io: Io): Screen {
  return { paint: io.paintOut, columns: io.columns };
}

/** What a text for a file is laid out for: without colours. */
export const IN_FILE: Screen = { paint: new Chalk({ level: 0 }), columns: 110 };

/**
 * The Io of the real process. Streams are opened only when they are needed, as that takes Node a while.
 * `color`: false for `--no-color`.
 */
export function processIo(color: boolean): Io {
  const paint = (stream: NodeJS.WriteStream): ChalkInstance =>
    new Chalk({ level: colorLevel(stream, color) });
  const callbacks = new Set<(by: Interruption) => void>();
  const isBroken = (): boolean => [stdout, stderr].some(({ broken }) => broken !== undefined);
  const onBroken = (which: Output, other: Output): void => {
    // One stop: what goes to the second stream afterwards is the report of it.
    if (which.broken && !other.broken) for (const callback of [...callbacks]) callback('output');
  };
  const stdout: Output = new Output(
    () => process.stdout,
    () => onBroken(stdout, stderr),
  );
  const stderr: Output = new Output(
    () => process.stderr,
    () => onBroken(stderr, stdout),
  );
  const out = (text: string, instead?: () => void): void => stdout.write(asLines(text), instead);
  const err = (text: string, instead?: () => void): void => stderr.write(asLines(text), instead);
  const onInterrupt: Io['onInterrupt'] = (callback) => {
    const onSignal = (): void => callback('signal');
    for (const signal of SIGNALS) process.on(signal, onSignal);
    callbacks.add(callback);
    if (isBroken()) callback('output');
    return () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      callbacks.delete(callback);
    };
  };
  return {
    secrets: new KnownSecrets(),
    out: (text) => out(text),
    err: (text) => err(text),
    orElsewhere: {
      out: (text) => out(text, () => err(text)),
      err: (text) => err(text, () => out(text)),
    },
    flush: async () => {
      await stdout.flush();
      await stderr.flush();
      // A text may have gone from the second to the first.
      await stdout.flush();
      return unwritable('standard output', stdout) ?? unwritable('standard error', stderr);
    },
    status: (line) => {
      if (process.stderr.isTTY) stderr.write(`\r\u001b[2K${line}`);
    },
    env: process.env,
    get cwd() {
      return process.cwd();
    },
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    get isInteractive() {
      return process.stdin.isTTY && process.stderr.isTTY;
    },
    get columns() {
      return process.stdout.columns || Infinity;
    },
    get errColumns() {
      return process.stderr.columns || Infinity;
    },
    confirm: (question) => ask(question, stderr, onInterrupt),
    get paintOut() {
      return paint(process.stdout);
    },
    get paintErr() {
      return paint(process.stderr);
    },
    onInterrupt,
  };
}

function asLines(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function unwritable(name: Unwritable['name'], { broken }: Output): Unwritable | undefined {
  return broken?.kind === 'unwritable' ? { name, error: broken.error } : undefined;
}

async function ask(question: string, screen: Output, onInterrupt: Io['onInterrupt']): Promise<Answer> {
  const { createInterface } = await import('node:readline');
  const terminal = createInterface({ input: process.stdin, output: screen.stream });
  let release = (): void => undefined;
  try {
    const answer = await new Promise<Answer>((answered) => {
      // Ctrl-C and Ctrl-D close it without an answer, and the question would wait for ever.
      terminal.once('close', () => answered('interrupted'));
      release = onInterrupt(() => answered('interrupted'));
      terminal.question(question, (text) => answered(/^y(es)?$/i.test(text.trim()) ? 'yes' : 'no'));
    });
    // What follows starts on a line of its own.
    if (answer === 'interrupted') screen.write('\n');
    return answer;
  } finally {
    release();
    terminal.close();
  }
}

/**
 * The colours of a stream: `NO_COLOR` and `--no-color` count first, then `FORCE_COLOR`, then what the
 * terminal supports.
 */
function colorLevel(stream: NodeJS.WriteStream, color: boolean): 0 | 1 | 2 | 3 {
  if (!color || process.env['NO_COLOR']) return 0;
  const forced = process.env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced === '0' || forced === 'false' ? 0 : 1;
  if (!stream.isTTY) return 0;
  const depth = stream.getColorDepth();
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth > 1 ? 1 : 0;
}
