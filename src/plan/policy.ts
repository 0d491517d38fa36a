/** What a run may do, as the command line and the project file say. */
export interface Policy {
  /** `--allow-protected`: `model` (all its objects) or `model:name`. */
  readonly allowProtected: readonly string[];
  /**
   * What becomes of what the project owns and no entry declares any more: with `--prune` it is deleted, else named;
   * where not all files of the project are planned, nobody knows what that is.
   */
  readonly orphans: 'delete' | 'name' | 'unknown';
  /** `--allow-cascade`: deletes that may take objects of other names along, as `model` or `model:name`. */
  readonly allowCascade: readonly string[];
  /** `protect:` of the project file: `model` or `model:name` of what is protected as well. */
  readonly protect: readonly string[];
  /** `--allow-changes`: so many deletes, and so many updates, are meant; undefined: not said. */
  readonly allowChanges?: number | undefined;
  /** `--max-deletes`: the most objects that a run may delete; undefined: as many as go by its size. */
  readonly maxDeletes?: number | undefined;
  /**
   * `--secrets`: whether write-only values of objects that exist are written. `on-change`: when they are
   * known to differ, as a certificate by its fingerprint; what cannot be compared is reported and counted.
   * `always`: all but certificates that are known to be the same. `never`: none, and nothing is reported.
   */
  readonly secrets: 'on-change' | 'always' | 'never';
  /** `!Find` with two matches: refuse, or warn and take the first as the server does. */
  readonly ambiguousFind: 'error' | 'warning';
  /** Lists that entries only add to, as `model.field`. */
  readonly mergedLists: ReadonlySet<string>;
  /**
   * `--revoke-permissions`: whether permissions that the server has and no entry declares are taken away,
   * where entries declare some.
   */
  readonly revokePermissions: boolean;
  /** `--allow-lockout`: a plan may lock superusers out, and nobody looks whether it does. */
  readonly allowLockout: boolean;
}

/** The policy of a run without options. */
export const DEFAULT_POLICY: Policy = {
  allowProtected: [],
  orphans: 'name',
  allowCascade: [],
  protect: [],
  secrets: 'on-change',
  ambiguousFind: 'error',
  mergedLists: new Set(),
  revokePermissions: false,
  allowLockout: false,
};
