/** What became of a case. */
export interface Result {
  readonly kind: string;
  readonly name: string;
  /** What of the report is not true. */
  readonly untrue: readonly string[];
  /** Why the second run did not bring the server to where the blueprints want it. */
  readonly unconverged: readonly string[];
  /** Passwords and keys that are not set in the end. */
  readonly lost: readonly string[];
  /** Objects that were made twice, and that the report did not name. */
  readonly unnamed: readonly string[];
  readonly named: readonly string[];
}

/** Whether nothing was wrong. */
export function isFine({ untrue, unconverged, lost, unnamed }: Result): boolean {
  return [untrue, unconverged, lost, unnamed].every((list) => list.length === 0);
}
