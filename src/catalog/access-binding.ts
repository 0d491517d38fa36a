/* Who is let in to what: facts of the catalog. */

/**
 * A model whose objects say who is let in to the object that they are bound to; with none that is switched on,
 * everybody is. Fields by their names in the API.
 */
export interface AccessBinding {
  /** The link to what it guards, and the models where that decides who gets in. */
  readonly target: string;
  readonly guards: readonly string[];
  /** The field of a guarded object that says how its bindings are combined, and the value for "any is enough". */
  readonly mode: { readonly field: string; readonly any: string };
  readonly enabled: string;
  readonly negate: string;
  /** The link to a policy that decides. */
  readonly policy: string;
  /** The link to a group that decides, the members of one, and the links from a group to those that it is part of. */
  readonly group: { readonly field: string; readonly members: string; readonly within: readonly string[] };
}

/**
 * How to tell that a policy gives the same answer to everybody: its `field` holds a Python text that returns one
 * constant, or is itself the answer.
 */
export interface PolicyAnswer {
  readonly field: string;
  readonly kind: 'python' | 'value';
}
