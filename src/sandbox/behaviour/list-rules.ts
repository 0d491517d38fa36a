import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

/** A base class with a list of its own in the API. */
export interface BaseRule extends Seen {
  readonly model: ModelName;
  readonly path?: string;
  /** Django's name for an object of this class. */
  readonly one: string;
  readonly many: string;
  /** The fields that the list shows; missing: all fields of each object. */
  readonly fields?: readonly string[];
  readonly key?: string;
  readonly filters?: readonly string[];
  readonly order?: readonly string[];
  /** An object can be of this class itself, and of no class that inherits from it. */
  readonly concrete?: true;
}

export interface ListRule extends Seen {
  readonly model: ModelName;
  readonly order?: readonly string[];
  readonly search?: readonly string[];
  /** The fields that a query may name, as the list says: the type of each, or its possible values. */
  readonly queryable?: Readonly<Record<string, string | readonly string[]>>;
  /** Rows with these values are in no list, and have no path. */
  readonly hidden?: Readonly<Record<string, Json>>;
  /** Without this query parameter the list shows only what the caller may open; see visible-lists.ts. */
  readonly visibleUnless?: string;
  /** The server keeps what it shows a caller only where the query has this parameter, for each value of it. */
  readonly keptWith?: string;
  /** Models whose objects are in this list, too. */
  readonly also?: readonly ModelName[];
  /** Filters that work in another way than the OpenAPI document lets one expect. */
  readonly special?: Readonly<Record<string, SpecialFilter>>;
}

export type SpecialFilter =
  | { readonly kind: 'json'; readonly column: string }
  | { readonly kind: 'contains'; readonly column: string }
  /** One value in a mapping. `key`: it is the key of an object, asked for with dashes or without; of a number, too. */
  | {
      readonly kind: 'inside';
      readonly column: string;
      readonly path: readonly string[];
      readonly key?: 'text' | 'or-number';
    }
  | { readonly kind: 'members'; readonly of: string; readonly field: string }
  | { readonly kind: 'prefix'; readonly column: string }
  | { readonly kind: 'known-values'; readonly column: string }
  | { readonly kind: 'target'; readonly column: string }
  | { readonly kind: 'filled'; readonly column: string }
  | { readonly kind: 'unused'; readonly by: ModelName; readonly via: string }
  | { readonly kind: 'equal'; readonly column: string }
  | { readonly kind: 'superusers' }
  | { readonly kind: 'ignored' };

/** A list of objects that are in no catalog. It is always empty. */
export interface PlainList extends Seen {
  readonly path: string;
  /** The name in braces in the path of an item. */
  readonly key: string;
  /** The name of its objects' component in the OpenAPI document. */
  readonly component?: string;
  readonly update?: true;
  readonly delete?: true;
}
