import { causeOf, isSystemError } from './system-error.ts';

/** The command line or the environment is wrong; exit code 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * What was approved is not what there is, or somebody else is at work, so nothing was begun; exit code 5.
 */
export class StaleError extends Error {
  override readonly name = 'StaleError';
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** A bug in this program; exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/**
 * The message of a caught error, for use in one of ours; of the operating system only the cause, and of a text that is no
 * JSON without the part of it that is quoted, which may be of a secret.
 */
export function messageOf(error: unknown): string {
  if (isSystemError(error)) return causeOf(error);
  if (error instanceof SyntaxError)
    return error.message.replace(/, (?:\.\.\.)?"[^]*is not valid JSON$/, ' is not valid JSON');
  return error instanceof Error ? error.message : String(error);
}
