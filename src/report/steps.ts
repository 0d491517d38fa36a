/** Where a change of a plan is made that goes through the server's importer as far as it can. */
export interface Step {
  /** `transaction`: its object, together with others, all or nothing; `afterwards`: by itself, once that is done. */
  readonly step: 'transaction' | 'afterwards';
  /** Why all of it, or what is left of it, goes afterwards: a clause for people. */
  readonly afterwards?: string | undefined;
}

/** The steps of a plan's changes, by their ids; one that nobody makes has none. */
export type Steps = ReadonlyMap<string, Step>;
