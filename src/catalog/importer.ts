/**
 * What the importer of a release can be asked over the API to do with a whole text: to try it, and to make all of
 * it or nothing.
 */
export interface ImporterFacts {
  /** A POST here with `content` and without a name tries a text, and makes nothing. */
  readonly dryRun: string;
  /** A file that is uploaded here is made in one transaction. */
  readonly import: string;
  /** Who may: a superuser, or whoever may add, change and delete each model of the file. */
  readonly rights: 'superuser' | 'each-model';
  /** Deletes and a few other writes leave tasks in a queue that a transaction which is taken back does not clear. */
  readonly queues?: true | undefined;
  /** What its refusals say: nothing, or which entry it refuses and why. */
  readonly says: 'nothing' | 'entry';
  /** Seconds for each entry, as measured. */
  readonly seconds: { readonly dry: number; readonly import: number };
  /** An entry's `permissions` give permissions. */
  readonly permissions?: true | undefined;
  /** A create can be refused where the object is there already (`state: must_created`). */
  readonly mustCreate?: true | undefined;
}

/**
 * What of a model cannot go through the importer as it goes through the API, for people: each a clause that says
 * why ("its serializer wants the user who asks").
 */
export interface ImporterLimits {
  /** No change of it. */
  readonly never?: string | undefined;
  readonly create?: string | undefined;
  readonly update?: string | undefined;
  readonly delete?: string | undefined;
  /** Not where a field is written, or, of a create, where it is left out; missing `when`: where it is written. */
  readonly fields?: Readonly<Record<string, FieldLimit>> | undefined;
  /** Not while an object of one of these models exists: a change of it queues a task for each. */
  readonly pushedTo?: readonly string[] | undefined;
}

/** Why a field keeps a change from going through the importer. */
export interface FieldLimit {
  readonly why: string;
  readonly when?: 'written' | 'absent' | undefined;
}
