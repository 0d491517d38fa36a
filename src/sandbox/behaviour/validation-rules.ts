import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

export type CheckName =
  | 'loose-url'
  | 'ldap-url'
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

/** A value that no two objects of a class share. */
export interface UniqueRule extends Seen {
  /** The model or base class whose table has the value. */
  readonly model: ModelName;
  readonly field: string;
  readonly text: string;
  /** The messages of models that have one of their own. */
  readonly texts?: Readonly<Record<ModelName, string>>;
}

/**
 * A rule about the object as a whole, checked where every field is valid by itself. `text` is the server's
 * error message, `at` the field that it stands at.
 */
export type ValidatorRule = Seen & { readonly model: ModelName; readonly at?: string } & (
    | {
        readonly kind: 'exactly-one';
        readonly fields: readonly string[];
        readonly none: string;
        readonly several: string;
      }
    | { readonly kind: 'any'; readonly fields: readonly string[]; readonly text: string }
    /** A value cannot be changed. */
    | { readonly kind: 'frozen'; readonly field: string; readonly text: string }
    /**
     * For such objects, a time at most so many minutes from now; `{moment}` in the text stands for the limit.
     */
    | {
        readonly kind: 'no-later';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
        readonly text: string;
      }
    /**
     * URLs of documents that the server fetches for the check, given by the type of source or in the body.
     */
    | { readonly kind: 'fetched'; readonly fields: readonly string[] }
    /** The server reads these fields without a check that the body has them, and fails where it does not. */
    | { readonly kind: 'given'; readonly fields: readonly string[] }
    /** One of these must be true. A field that the body does not have counts as the value here. */
    | { readonly kind: 'any-true'; readonly fields: Readonly<Record<string, boolean>>; readonly text: string }
    /** Where the body has the field `when`, one of the others must be true in it. */
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
        readonly text: string;
        /** The error message stands at the field twice. */
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

/** A request that makes the server fail: the response is a 405 with an empty body. */
export interface CrashRule extends Seen {
  readonly model: ModelName;
  /** The server fails where the body has one of these fields, whatever its value. */
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
