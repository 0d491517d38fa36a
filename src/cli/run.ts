import { ApiError } from '../client/api-error.ts';
import { messageOf, StaleError, UsageError } from '../diagnostics/errors.ts';
import { isSystemError, type SystemError } from '../diagnostics/system-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { clean } from '../source/clean.ts';
import type { Io } from './io.ts';

/**
 * Runs a command and turns errors that it throws into a message and an exit code; only a bug shows a stack
 * trace. What the operating system refuses, and no command has words for, is said in general ones.
 */
export async function run(io: Io, command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    io.status('');
    if (error instanceof UsageError) {
      showError(io, error.message, error.hint);
      return EXIT.usage;
    }
    if (error instanceof StaleError) {
      showError(io, error.message, error.hint);
      return EXIT.stale;
    }
    if (error instanceof ApiError && error.kind === 'interrupted') {
      io.err(error.mayBeDone ? clean(`Interrupted: ${error.message}; ${error.hint ?? ''}`) : 'Interrupted.');
      return EXIT.interrupted;
    }
    if (error instanceof ApiError) {
      showError(io, error.message, error.hint);
      return EXIT.server;
    }
    if (isSystemError(error)) {
      showError(io, refused(error));
      return EXIT.usage;
    }
    showError(io, `this is a bug in ak-blueprint: ${String(error)}`);
    const frames = error instanceof Error ? error.stack?.match(/^ +at .*$/gm) : undefined;
    if (frames) io.err(frames.join('\n'));
    return EXIT.bug;
  }
}

/** Shows an error that ends the program. */
export function showError(io: Io, message: string, hint?: string): void {
  const more = hint === undefined ? '' : `\n  ${io.paintErr.dim('hint:')} ${clean(hint)}`;
  io.err(`${io.paintErr.red('error')}: ${clean(message)}${more}`);
}

/** What calls that do not read do. */
const DOING: Readonly<Record<string, string>> = {
  chmod: 'written',
  copyfile: 'written',
  ftruncate: 'written',
  fsync: 'written',
  listen: 'used',
  mkdir: 'made',
  rename: 'written',
  rm: 'removed',
  rmdir: 'removed',
  spawn: 'started',
  unlink: 'removed',
  write: 'written',
};

/** `/srv/a.yaml cannot be read: there is no permission`. */
function refused(error: SystemError): string {
  const { syscall, path, dest } = error;
  return `${dest ?? path ?? subjectOf(error)} cannot be ${DOING[syscall] ?? 'read'}: ${messageOf(error)}`;
}

/** What an error without a path is about. */
function subjectOf({ syscall, port, address }: SystemError): string {
  if (port !== undefined) return `port ${port}${address === undefined ? '' : ` of ${address}`}`;
  return syscall === 'uv_cwd' ? 'the working folder' : 'a file';
}
