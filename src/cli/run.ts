import { ApiError } from '../client/api-error.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/**
 * Runs a command and turns what it throws into a message and an exit code; nobody ever sees a stack trace of
 * a mistake of their own.
 */
export async function run(io: Io, command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    io.status('');
    if (error instanceof UsageError) {
      io.err(
        `${io.paintErr.red('error')}: ${error.message}${error.hint === undefined ? '' : `\n  ${io.paintErr.dim('hint:')} ${error.hint}`}`,
      );
      return EXIT.usage;
    }
    if (error instanceof ApiError) {
      io.err(
        `${io.paintErr.red('error')}: ${error.message}${error.hint === undefined ? '' : `\n  ${io.paintErr.dim('hint:')} ${error.hint}`}`,
      );
      return EXIT.server;
    }
    io.err(
      `${io.paintErr.red('error')}: this is a bug in ak-blueprint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return EXIT.bug;
  }
}
