import { CREDENTIALS } from '../blueprint/refusal.ts';
import { cleanLines } from '../source/clean.ts';
import { headerValues, HEADERS } from './extra-headers.ts';
import type { Io } from './io.ts';

/**
 * An Io that hides known secrets in all that it writes for people: messages, the status line and questions;
 * and what a terminal or a CI system would obey.
 * Standard output also takes data (JSON, the text of a blueprint), which whoever writes it has masked part by
 * part; text for people goes there through `show`.
 */
export function maskedIo(io: Io): Io {
  const { secrets } = io;
  // The names of headers are no secrets, and messages say them.
  for (const name of CREDENTIALS)
    for (const text of name === HEADERS ? headerValues(io.env) : [io.env[name] ?? '']) secrets.add(text);
  const shown = (text: string): string => cleanLines(secrets.mask(text));
  return {
    secrets,
    out: io.out,
    err: (text) => io.err(shown(text)),
    orElsewhere: { out: io.orElsewhere.out, err: (text) => io.orElsewhere.err(shown(text)) },
    flush: io.flush,
    status: (line) => io.status(shown(line)),
    env: io.env,
    get cwd() {
      return io.cwd;
    },
    readStdin: io.readStdin,
    get isInteractive() {
      return io.isInteractive;
    },
    get columns() {
      return io.columns;
    },
    get errColumns() {
      return io.errColumns;
    },
    confirm: (question) => io.confirm(shown(question)),
    get paintOut() {
      return io.paintOut;
    },
    get paintErr() {
      return io.paintErr;
    },
    onInterrupt: io.onInterrupt,
  };
}

/** Writes a text for people to standard output. */
export function show(text: string, { secrets, out }: Pick<Io, 'secrets' | 'out'>): void {
  out(cleanLines(secrets.mask(text)));
}
