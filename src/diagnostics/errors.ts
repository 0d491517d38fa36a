/** The command line or the environment asks for something that cannot be done; exit code 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Something that cannot happen did: our bug; exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** What an error of another program says, on the way into one of ours. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
