import { Chalk, type ChalkInstance } from 'chalk';

/** The terminal and the process that a command runs in; tests pass their own. */
export interface Io {
  /** Writes data to standard output. */
  readonly out: (text: string) => void;
  /** Writes a message for people to standard error. */
  readonly err: (text: string) => void;
  /** Shows a line that the next one overwrites; does nothing when stderr is no terminal. */
  readonly status: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly readStdin: () => Promise<Buffer>;
  readonly isInteractive: boolean;
  readonly columns: number;
  /** Asks a question on the terminal; true for y or yes. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Colours for stdout and stderr, none where there is no terminal. */
  readonly paintOut: ChalkInstance;
  readonly paintErr: ChalkInstance;
  /** Calls back on SIGINT and SIGTERM, until the returned function is called. */
  readonly onInterrupt: (callback: () => void) => () => void;
}

/** What formatting a text for a terminal needs. */
export interface Screen {
  readonly paint: ChalkInstance;
  readonly columns: number;
}

/** The screen that standard output goes to. */
export function screenOf(io: Io): Screen {
  return { paint: io.paintOut, columns: io.columns };
}

/**
 * The Io of the real process. Streams are opened only when they are needed, as that takes Node a while.
 * `color`: false for `--no-color`.
 */
export function processIo(color: boolean): Io {
  const paint = (stream: NodeJS.WriteStream): ChalkInstance =>
    new Chalk({ level: colorLevel(stream, color) });
  return {
    out: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    status: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
    },
    env: process.env,
    cwd: process.cwd(),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    get isInteractive() {
      return process.stdin.isTTY && process.stderr.isTTY;
    },
    get columns() {
      return process.stdout.columns || 120;
    },
    confirm: async (question) => {
      const { createInterface } = await import('node:readline/promises');
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await terminal.question(question)).trim());
      } finally {
        terminal.close();
      }
    },
    get paintOut() {
      return paint(process.stdout);
    },
    get paintErr() {
      return paint(process.stderr);
    },
    onInterrupt: (callback) => {
      process.on('SIGINT', callback);
      process.on('SIGTERM', callback);
      return () => {
        process.off('SIGINT', callback);
        process.off('SIGTERM', callback);
      };
    },
  };
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
