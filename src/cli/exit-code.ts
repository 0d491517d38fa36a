/** What the process says to scripts when it ends; frozen (docs/exit-codes in the README). */
export const EXIT = {
  fine: 0,
  /** Findings, or a change that failed. */
  findings: 1,
  /** `--detailed-exitcode`: changes are pending. */
  pending: 2,
  usage: 3,
  /** The server cannot be reached, or refuses the token. */
  server: 4,
  /** A protected object kept something from being done. */
  brake: 6,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
