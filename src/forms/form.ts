import type { Value } from '../blueprint/value.ts';
import type { ModelName, Shape } from '../catalog/model.ts';
import type { Code } from '../diagnostics/codes.ts';

/** A JSON Schema, draft-07. */
export type JsonSchema = boolean | { readonly [key: string]: unknown };

/** A path within a value: keys and indexes. */
export type Path = readonly (string | number)[];

/**
 * A reason why the server would refuse a value. The message follows the name of the field: `must not be
 * null`.
 */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly path: Path;
  /** The values that it must be one of. */
  readonly choices?: readonly (string | number)[] | undefined;
  /** Where in the text at the path the fault is: an offset. Missing: the text as a whole. */
  readonly at?: number | undefined;
  /** The same characters in quotes would be accepted; without quotes, YAML reads them as something else. */
  readonly quote?: true | undefined;
  /** A text that would be accepted, and says what this one probably means: `hours=12` for `12h`. */
  readonly instead?: string | undefined;
}

/** The value that the server stores, or all problems for which it would refuse it. */
export type Accepted =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * A text that all keys of one object, of one of these models, share; undefined when no such object is known.
 */
export type KeyOf = (models: readonly ModelName[], key: Value) => string | undefined;

/** What `accept` knows besides field and value. `part`: `accept` for an item or a member of the value. */
export interface Within {
  readonly path: Path;
  /** The value is a secret, which no message may contain. */
  readonly isHidden: boolean;
  readonly part: (field: Shape, value: Value, key: string | number) => Accepted;
}

/** What `normal` knows besides field and value. `part`: `normal` for an item or a member of the value. */
export interface Comparing {
  readonly keyOf: KeyOf;
  readonly part: (field: Shape, value: Value) => string | undefined;
}

/**
 * A kind of value, in one place: its JSON Schema, what the server accepts and stores, when two values are the
 * same, and what people call it. A field's type, format, choices and links decide its form; see form-of.ts.
 * Null, tags and values that only the server knows are handled before a form is asked.
 */
export interface Form {
  readonly name: string;
  /** Whether a field has this form, unless an earlier form of the table claims it. */
  readonly of: (field: Shape) => boolean;
  /**
   * The schema of a value in the form that `present` gives; the value is neither null nor a tag. `part`: the
   * schema of an item or a member.
   */
  readonly schema: (field: Shape, part: (field: Shape) => JsonSchema) => { readonly [key: string]: unknown };
  /** The schema for editors, where it must differ: an editor shows patterns to people. */
  readonly editorSchema?:
    | ((field: Shape, part: (field: Shape) => JsonSchema) => { readonly [key: string]: unknown })
    | undefined;
  /**
   * The value that is checked against the schema: as the serializer sees it, with white space trimmed and
   * numbers parsed.
   */
  readonly present: (field: Shape, value: Value, part: (field: Shape, value: Value) => unknown) => unknown;
  /** What the server stores of a value; the value is neither null nor unknown. */
  readonly accept: (field: Shape, value: Value, within: Within) => Accepted;
  /**
   * A text that two stored values share when they are the same; undefined when the value holds something
   * unknown. The value is not null.
   */
  readonly normal: (field: Shape, value: Value, comparing: Comparing) => string | undefined;
  /**
   * Whether the server turns the desired value into the stored one, where that cannot be told from each
   * alone. Both are in the form that `normal` gives, and not null.
   */
  readonly becomes?: ((field: Shape, desired: string, stored: string) => boolean) | undefined;
  /**
   * What people call the value of a field: `a duration such as hours=1;minutes=30`. `plural`: what they call
   * several items.
   */
  readonly words: (field: Shape, plural: (item: Shape) => string) => string;
  /** What people call several values: `texts`. */
  readonly plural: string;
  /** The JSON Schema format that this form defines. */
  readonly format?: Format | undefined;
}

/** A format: its name in the catalog, and a test for a trimmed text. */
export interface Format {
  readonly name: string;
  readonly has: (text: string) => boolean;
  /** What a text that it does not have probably means, in this format. */
  readonly instead?: ((text: string) => string | undefined) | undefined;
}
