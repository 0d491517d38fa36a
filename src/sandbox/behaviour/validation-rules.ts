import type { Json, ModelName } from '../../catalog/model.ts';
import type { ReleaseSpan } from '../../catalog/release.ts';
import type { Seen } from './seen.ts';

/** Validators of a field: all of them look at a value, and say what is wrong with it. */
export type FormName =
  | 'url'
  | 'loose-url'
  | 'ldap-url'
  | 'formatted-url'
  | 'duration'
  | 'dictionary'
  | 'slug'
  | 'plain-slug'
  | 'any-count'
  | 'media'
  | 'printable'
  | 'crontab'
  | 'no-blanks';

/** Methods of a serializer for one of its fields: they look at values that its validators took. */
export type MethodName =
  | 'python'
  | 'policy'
  | 'optional-python'
  | 'user-path'
  | 'certificate'
  | 'private-key'
  | 'blueprint-path'
  | 'blueprint-file'
  | 'outpost-config'
  | 'outpost-refresh'
  | 'outpost-providers'
  | 'kubeconfig'
  | 'users-by-uuid'
  | 'blueprint-content'
  | 'embedded-name'
  | 'redirects';

export type CheckName = FormName | MethodName;

export interface CheckRule extends Seen, ReleaseSpan {
  readonly model: ModelName;
  readonly field: string;
  readonly check: CheckName;
}

/** A value that no two objects of a class share. */
export interface UniqueRule extends Seen, ReleaseSpan {
  /** The model or base class whose table has the value. */
  readonly model: ModelName;
  readonly field: string;
  readonly text: string;
  /** The messages of models that have one of their own. */
  readonly texts?: Readonly<Record<ModelName, string>>;
}

/** Fields of an object, and what the server says where a rule about them is broken. */
interface WithText {
  readonly text: string;
}

/**
 * A rule about several values of an object. `text` is the server's error message, `at` the field that it
 * stands at.
 */
export type ValidatorRule = Seen &
  ReleaseSpan & {
    readonly model: ModelName;
    readonly at?: string;
    /**
     * A method of the field `at`: checked as soon as that field is valid by itself, over the body as it was
     * sent. Missing: checked where all fields are valid, over what they were read as.
     */
    readonly method?: true;
  } & (
    | {
        readonly kind: 'exactly-one';
        readonly fields: readonly string[];
        readonly none: string;
        readonly several: string;
        /** Only for links of this field to objects of these models, or of all but these. */
        readonly to?: {
          readonly field: string;
          readonly models: readonly ModelName[];
          readonly others?: true;
        };
      }
    | ({
        readonly kind: 'any';
        readonly fields: readonly string[];
        /** Looked at only where the body has one of the fields; what it does not have is what is stored. */
        readonly given?: true;
      } & WithText)
    /** A value cannot be changed; `is`: only these values cannot. */
    | ({ readonly kind: 'frozen'; readonly field: string; readonly is?: readonly Json[] } & WithText)
    /** An object with such a value cannot be changed at all. */
    | ({ readonly kind: 'locked'; readonly field: string; readonly is: readonly Json[] } & WithText)
    /**
     * For such objects, a time at most so many minutes from now; `{moment}` in the text stands for the limit.
     */
    | ({
        readonly kind: 'no-later';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
      } & WithText)
    /**
     * URLs of documents that the server fetches for the check, given by the type of source or in the body.
     * `fails`: the server fails where one cannot be fetched.
     */
    | { readonly kind: 'fetched'; readonly fields: readonly string[]; readonly fails?: true }
    /** The server reads these fields without a check that the body has them, and fails where it does not. */
    | { readonly kind: 'given'; readonly fields: readonly string[] }
    /** One of these must be true. A field that the body does not have counts as the value here. */
    | ({ readonly kind: 'any-true'; readonly fields: Readonly<Record<string, boolean>> } & WithText)
    /** Where the body has the field `when`, one of the others must be true in it. */
    | ({ readonly kind: 'any-when'; readonly when: string; readonly fields: readonly string[] } & WithText)
    /** Where the field `when` is true, the body has a text in each of the others. */
    | ({ readonly kind: 'all-when'; readonly when: string; readonly fields: readonly string[] } & WithText)
    | ({ readonly kind: 'first-filled'; readonly fields: readonly string[] } & WithText)
    | ({
        readonly kind: 'needs';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly otherwise: Json;
      } & WithText)
    | ({
        readonly kind: 'single';
        readonly field: string;
        readonly assume: Json;
        /** The error message stands at the field twice. */
        readonly nested?: true;
      } & WithText)
    /** Only one object has such a value where another field is null. */
    | ({ readonly kind: 'alone'; readonly field: string; readonly without: string } & WithText)
    | ({ readonly kind: 'one-of'; readonly field: string; readonly values: readonly Json[] } & WithText)
    /** `created`: only of new objects. */
    | ({
        readonly kind: 'none-of';
        readonly field: string;
        readonly values: readonly Json[];
        readonly created?: true;
      } & WithText)
    /** A name of the server's own list of templates for mails. */
    | ({ readonly kind: 'template'; readonly field: string } & WithText)
    /** What needs a licence: with such a value of a field, or always. */
    | ({ readonly kind: 'licence'; readonly when?: string; readonly is?: readonly Json[] } & WithText)
    /** The field links to no object of these models. */
    | ({ readonly kind: 'linked'; readonly field: string; readonly models: readonly ModelName[] } & WithText)
    /** The object that the field links to has a text in a column; to the server, the others do not exist. */
    | ({ readonly kind: 'linked-filled'; readonly field: string; readonly column: string } & WithText)
    /** The certificate that the field links to has a key of one of these types. */
    | ({
        readonly kind: 'key-type';
        readonly field: string;
        readonly column: string;
        readonly types: readonly string[];
      } & WithText)
    /** The object does not link to itself. */
    | ({ readonly kind: 'not-itself'; readonly field: string } & WithText)
    /** A duration is at most as long as another one of the object. */
    | ({ readonly kind: 'no-longer'; readonly field: string; readonly than: string } & WithText)
    | {
        readonly kind: 'oauth-urls';
        readonly fields: readonly string[];
        /** The server reads the URLs from the document at this one. */
        readonly from: string;
        /** The type that is stored counts where the body has none. */
        readonly stored?: true;
      }
  );

/** A rule of one kind. */
export type Rule<Kind extends ValidatorRule['kind']> = Extract<ValidatorRule, { readonly kind: Kind }>;

/** A request that makes the server fail: the response is a 405 with an empty body. */
export interface CrashRule extends Seen, ReleaseSpan {
  readonly model: ModelName;
  /** The server fails where the body has one of these fields, whatever its value. */
  readonly given: readonly string[];
}

/** A check of one field of a model; `seen`: where it was seen. */
export function check(
  model: ModelName,
  field: string,
  name: CheckName,
  seen: string,
  { since, until }: ReleaseSpan = {},
): CheckRule {
  return { model, field, check: name, seen, since, until };
}

/** A value that no two objects share, with the server's message; `seen`: where it was seen. */
export function unique(
  model: ModelName,
  field: string,
  text: string,
  seen: string,
  { since, until }: ReleaseSpan = {},
): UniqueRule {
  return { model, field, text, seen, since, until };
}
