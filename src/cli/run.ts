import { ApiError } from '../client/api-error.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/**
 * Runs a command and turns errors that it throws into a message and an exit code; only a bug shows a stack
 * trace.
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
