import type { Io } from './io.ts';

/**
 * An Io that hides known secrets in all that it writes for people: messages, the status line and questions.
 * Standard output also takes data (JSON, the text of a blueprint), which whoever writes it has masked part by
 * part; text for people goes there by `show`.
 */
export function maskedIo(io: Io): Io {
  const { secrets } = io;
  const { mask } = secrets;
  return {
    secrets,
    out: io.out,
    err: (text) => io.err(mask(text)),
    orElsewhere: { out: io.orElsewhere.out, err: (text) => io.orElsewhere.err(mask(text)) },
    flush: io.flush,
    status: (line) => io.status(mask(line)),
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
    confirm: (question) => io.confirm(mask(question)),
    get paintOut() {
      return io.paintOut;
    },
    get paintErr() {
      return io.paintErr;
    },
    onInterrupt: io.onInterrupt,
  };
}
