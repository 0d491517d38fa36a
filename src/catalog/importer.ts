/**
 * What the importer of a release can be asked over the API to do with a whole text: to try it, and to make all of
 * it or nothing.
 */
export interface ImporterFacts {
  /** A POST here with `content` and without a name tries a text, and makes nothing. */
  readonly dryRun: string;
  /** A file that is uploaded here is made in one transaction. */
  readonly import: string;
  /** Who may: a superuser, or whoever may add blueprints, and add, change and delete each model of the file. */
  readonly rights: 'superuser' | 'each-model';
  /** Deletes and a few other writes leave tasks in a queue that a transaction which is taken back does not clear. */
  readonly queues?: true | undefined;
  /** What a refusal says, of a dry run and of an import. It can say nothing in any release: a crash is a refusal. */
  readonly says: { readonly dry: Said; readonly import: Said };
  /** Seconds for each entry, as measured. */
  readonly seconds: { readonly dry: number; readonly import: number };
  /** An entry's `permissions` give permissions. */
  readonly permissions?: true | undefined;
  /** A create can be refused where the object is there already (`state: must_created`). */
  readonly mustCreate?: true | undefined;
}

/** Nothing, or which entry it refuses and why. */
type Said = 'nothing' | 'entry';

/**
 * A change that the importer cannot make, or makes otherwise than the API. All conditions that are given must hold.
 */
export interface ImporterLimit {
  /** For people, a clause: "its serializer wants the user who asks". */
  readonly why: string;
  /** Missing: every action. */
  readonly actions?: readonly ('create' | 'update' | 'delete')[] | undefined;
  /** Only where one of these fields is sent. */
  readonly sends?: readonly string[] | undefined;
  /** Of these, only where one is sent with one of these values, or with something else than any of those. */
  readonly values?: readonly (string | boolean)[] | undefined;
  readonly otherThan?: readonly (string | boolean)[] | undefined;
  /** Only where one of these fields is not sent. */
  readonly lacks?: readonly string[] | undefined;
  /** Only while there is an object of one of these models. */
  readonly whileThereIs?: readonly string[] | undefined;
}
