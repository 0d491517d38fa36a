import type { Value } from '../blueprint/value.ts';
import type { ModelName, Shape } from '../catalog/model.ts';
import type { Code } from '../diagnostics/codes.ts';

/** A JSON Schema, draft-07. */
export type JsonSchema = boolean | { readonly [key: string]: unknown };

/** Where in a value: keys and indexes. */
export type Path = readonly (string | number)[];

/** What the server would refuse a value for; its words follow the name of the field: `must not be null`. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly path: Path;
  /** The values of which it is none. */
  readonly choices?: readonly (string | number)[] | undefined;
  /** The same characters in quotes would be taken: YAML made something else of them. */
  readonly quote?: true | undefined;
}

/** What is stored of a value, or everything for which it would be refused. */
export type Accepted =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The one spelling of the key of an object in one of these models; undefined: nothing is known of it. */
export type KeyOf = (models: readonly ModelName[], key: Value) => string | undefined;

/** What `accept` is told beside the value. `part`: the same for an item or a member of it. */
export interface Within {
  readonly path: Path;
  /** The value is a secret, and stands in no message. */
  readonly isHidden: boolean;
  readonly part: (field: Shape, value: Value, key: string | number) => Accepted;
}

/** What `normal` is told beside the value. `part`: the same for an item or a member of it. */
export interface Comparing {
  readonly keyOf: KeyOf;
  readonly part: (field: Shape, value: Value) => string | undefined;
}

/**
 * Everything that is known of one kind of value, in one place: how a JSON Schema says it, what the server
 * takes and stores, when two values are the same, and what people call it. Fields have a form by their type,
 * format, choices and links; see form-of.ts. Null, tags and what only the server knows are no form's
 * business.
 */
export interface Form {
  readonly name: string;
  /** Whether the values of a field have this form, where no form before it in the table has them. */
  readonly of: (field: Shape) => boolean;
  /** The schema of a value that is neither null nor a tag, as `present` gives it. `part`: that of a part. */
  readonly schema: (field: Shape, part: (field: Shape) => JsonSchema) => { readonly [key: string]: unknown };
  /** The same for editors, where that must differ: no patterns that they show to people. */
  readonly editorSchema?:
    | ((field: Shape, part: (field: Shape) => JsonSchema) => { readonly [key: string]: unknown })
    | undefined;
  /** A value as the schema sees it: as the serializer looks at it, white space off and numbers read. */
  readonly present: (field: Shape, value: Value, part: (field: Shape, value: Value) => unknown) => unknown;
  /** What is stored of a value, which is neither null nor unknown. */
  readonly accept: (field: Shape, value: Value, within: Within) => Accepted;
  /**
   * A text that two stored values share when they are the same; undefined when the value holds something
   * unknown. The value is not null.
   */
  readonly normal: (field: Shape, value: Value, comparing: Comparing) => string | undefined;
  /**
   * Whether the server makes a stored value of a wanted one, where that is a matter of both; both are not
   * null, and as `normal` gives them.
   */
  readonly becomes?: ((field: Shape, wanted: string, stored: string) => boolean) | undefined;
  /**
   * What people call the value of a field: `a duration such as hours=1;minutes=30`. `plural`: what they call
   * several items of it.
   */
  readonly words: (field: Shape, plural: (item: Shape) => string) => string;
  /** What they call several of them: `texts`. */
  readonly plural: string;
  /** The format of JSON Schema that this form checks. */
  readonly format?: Format | undefined;
}

/** A format by its name in the catalog, and whether a text, without white space around it, has it. */
export interface Format {
  readonly name: string;
  readonly has: (text: string) => boolean;
}
