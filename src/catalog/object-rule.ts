/**
 * A rule about an object as a whole: the server refuses an object for which `refused` holds. Data, so that a
 * catalog has it; whoever knows values (of a file, of a plan) evaluates it (`semantics/`). What is not known
 * makes a condition neither true nor false.
 */
export interface ObjectRule {
  /** The same in every release: `policy-binding-subject`. */
  readonly name: string;
  readonly refused: Condition;
  /** Where the finding stands: at the first of these fields that the entry writes, else at its model. */
  readonly at: readonly string[];
  /** What is wrong, and what to do, for people. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** `warning`: what only the server can know. Missing: error. */
  readonly severity?: 'warning' | undefined;
}

/**
 * A list of choices that each server has of its own, beside those that come with the release: mail templates,
 * which may be mounted.
 */
export interface ListedChoices {
  /** Where a GET gives it: a list without pages, each item a mapping that has the choice under `key`. */
  readonly path: string;
  readonly key: string;
  /** What every server of the release has: the list is not asked for these. */
  readonly always: readonly string[];
  /** Texts that the server takes without looking at its list (a pattern of JavaScript, with the flag u). */
  readonly except?: string | undefined;
  /** Seconds to wait for the list at most; missing: as long as for any answer. */
  readonly seconds?: number | undefined;
  /** The warning about another value where the list cannot be read, for people; missing: none. */
  readonly unread?: string | undefined;
}

/** A value that a rule names. */
export type Constant = null | boolean | number | string | readonly Constant[];

/**
 * What can be asked of an object. A field that the object does not have yet counts as the server's default
 * for it, or as `otherwise` where the server assumes something else when a request leaves it out.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** The field has one of these values. */
  | { readonly field: string; readonly is: readonly Constant[]; readonly otherwise?: Constant | undefined }
  /** The field is null, an empty or blank text, an empty list or an empty mapping. */
  | { readonly field: string; readonly empty: true; readonly otherwise?: Constant | undefined }
  /** The field is true as Python sees it. */
  | { readonly field: string; readonly truthy: true; readonly otherwise?: Constant | undefined }
  /** The text of the field has this pattern (JavaScript, with the flag u). */
  | { readonly field: string; readonly matches: string; readonly otherwise?: Constant | undefined }
  /** The text of the field is not among the choices that the server lists. */
  | { readonly field: string; readonly unlisted: ListedChoices; readonly otherwise?: Constant | undefined }
  /** What the field links to, or one of what it links to, meets a condition of its own. */
  | { readonly linked: string; readonly meets: Condition }
  /** What the field links to is of one of these models, or a kind of one of them. */
  | { readonly linked: string; readonly models: readonly string[] }
  /** Of a list of mappings: one of them meets a condition about its keys. */
  | { readonly items: string; readonly meets: Condition }
  /** The text of the field is no regular expression of Python. */
  | { readonly field: string; readonly noPattern: true; readonly otherwise?: Constant | undefined }
  /** One duration is longer than that of another field. */
  | { readonly longer: string; readonly than: string }
  /** The object is of one of these models, or a kind of one of them: about what is linked. */
  | { readonly model: readonly string[] }
  /** The request has the field. What exists has it: what a PATCH must say goes along with it. */
  | { readonly given: string }
  /** The field links to the object itself. */
  | { readonly itself: string }
  /** The server has a valid licence. */
  | { readonly licensed: true }
  /** What is not known counts as false. */
  | { readonly surely: Condition }
  /** The object exists, and meets the condition as it is now. */
  | { readonly before: Condition }
  /** The object does not exist yet. */
  | { readonly created: true }
  /** The object exists, and the field would get another value. */
  | { readonly changed: string }
  /** Another object of the same model meets the condition. */
  | { readonly another: Condition }
  /** About another object: it has the same value in this field. */
  | { readonly same: string };
