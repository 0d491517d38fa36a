/** The exit codes of the process. They are stable; the README documents them. */
export const EXIT = {
  fine: 0,
  /** Findings, a change that failed or may have, or a question that was declined. */
  findings: 1,
  /** `--detailed-exitcode`: changes are pending. */
  pending: 2,
  /** Wrong usage, or a file, port or output that the system refuses. */
  usage: 3,
  /** The server cannot be reached, or refuses the token. */
  server: 4,
  /** A plan is stale, another digest was expected, or another run holds the lock. */
  stale: 5,
  /** A protection prevented a change, or a brake stopped the run. */
  brake: 6,
  bug: 70,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
