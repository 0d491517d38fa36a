import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

export type CheckName =
  | 'url'
  | 'loose-url'
  | 'ldap-url'
  | 'email'
  | 'duration'
  | 'python'
  | 'policy'
  | 'user-path'
  | 'dictionary'
  | 'certificate'
  | 'private-key'
  | 'blueprint-path'
  | 'outpost-config'
  | 'outpost-providers'
  | 'crash-when-given'
  | 'kubeconfig'
  | 'blueprint-content'
  | 'embedded-name'
  | 'redirects'
  | 'slug'
  | 'formatted-url'
  | 'blueprint-file'
  | 'blueprint-verdict';

export interface CheckRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly check: CheckName;
}

/** A value that no two objects of these models share. */
export interface UniqueRule extends Seen {
  /** A model or base class: the table that holds the value. */
  readonly model: ModelName;
  readonly field: string;
  readonly text: string;
  /** Models that word it in another way. */
  readonly texts?: Readonly<Record<ModelName, string>>;
}

/**
 * What is checked once every field is good by itself; `text` is the server's; `at`: the field that the
 * refusal names.
 */
export type ValidatorRule = Seen & { readonly model: ModelName; readonly at?: string } & (
    | {
        readonly kind: 'exactly-one';
        readonly fields: readonly string[];
        readonly none: string;
        readonly several: string;
      }
    | { readonly kind: 'any'; readonly fields: readonly string[]; readonly text: string }
    /** Fields that the server reads without asking whether they are there: it fails. */
    /** A value in the body is the one that is stored. */
    | { readonly kind: 'frozen'; readonly field: string; readonly text: string }
    /** For such objects, a moment no further away than so many minutes; `{moment}` in the text. */
    | {
        readonly kind: 'no-later';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
        readonly text: string;
      }
    /** Documents that the server fetches while it checks, where the kind of source or the body names one. */
    | { readonly kind: 'fetched'; readonly fields: readonly string[] }
    | { readonly kind: 'given'; readonly fields: readonly string[] }
    /** One of these must be true; what a body does not have counts as given here, whatever is stored. */
    | { readonly kind: 'any-true'; readonly fields: Readonly<Record<string, boolean>>; readonly text: string }
    /** With the one in the body, one of the others must be true in it. */
    | {
        readonly kind: 'any-when';
        readonly when: string;
        readonly fields: readonly string[];
        readonly text: string;
      }
    | { readonly kind: 'first-filled'; readonly fields: readonly string[]; readonly text: string }
    | {
        readonly kind: 'needs';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly otherwise: Json;
        readonly text: string;
      }
    | {
        readonly kind: 'single';
        readonly field: string;
        readonly assume: Json;
        readonly text: string /** The refusal names the field twice. */;
        readonly nested?: true;
      }
    | {
        readonly kind: 'one-of';
        readonly field: string;
        readonly values: readonly Json[];
        readonly text: string;
      }
    | { readonly kind: 'oauth-urls'; readonly fields: readonly string[] }
  );

/** A request that makes the server fail: it answers 405 with an empty body. */
export interface CrashRule extends Seen {
  readonly model: ModelName;
  /** Fields that crash the server when they are in the body at all. */
  readonly given: readonly string[];
}

/** A check of one field of a model; `seen`: where it was seen. */
export function check(model: ModelName, field: string, name: CheckName, seen: string): CheckRule {
  return { model, field, check: name, seen };
}

/** A value that no two objects share, with the server's message; `seen`: where it was seen. */
export function unique(model: ModelName, field: string, text: string, seen: string): UniqueRule {
  return { model, field, text, seen };
}
