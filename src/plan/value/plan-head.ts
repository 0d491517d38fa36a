/** For what a plan is, and of what: the server, who plans, and the files. */
export interface PlanHead {
  /** The address of the server, without a user and a password. */
  readonly server: string;
  readonly release: string;
  readonly user: { readonly pk: number; readonly username: string };
  /** Undefined where the project file does not say who owns, or there is none. */
  readonly project: { readonly name: string; readonly id: string } | undefined;
  /** The project file, if any, and the blueprints, in the order in which they were named. */
  readonly files: readonly PlannedFile[];
}

/** A file that a plan was made of. */
export interface PlannedFile {
  /** As it was written, or relative to the working folder. */
  readonly path: string;
  /** SHA-256 of its content, hexadecimal. */
  readonly sha256: string;
}
