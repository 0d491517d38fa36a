import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

/** A base class that REST lists: which of its fields such a list shows. */
export interface BaseRule extends Seen {
  readonly model: ModelName;
  readonly path?: string;
  /** Django's name for an object of which only the base is known. */
  readonly one: string;
  readonly many: string;
  /** Missing: the list shows every object with all its own fields. */
  readonly fields?: readonly string[];
  readonly key?: string;
  readonly filters?: readonly string[];
  readonly order?: readonly string[];
  /** The class itself can have rows. */
  readonly concrete?: true;
}

export interface ListRule extends Seen {
  readonly model: ModelName;
  readonly order?: readonly string[];
  readonly search?: readonly string[];
  /** What a query may name, as the list tells: the kind of value of each field, or the values it may have. */
  readonly queryable?: Readonly<Record<string, string | readonly string[]>>;
  /** Rows that no list and no path shows. */
  readonly hidden?: Readonly<Record<string, Json>>;
  /** Without this query parameter the list shows only what the caller may open, and keeps it. */
  readonly visibleUnless?: string;
  /** Rows of other models that are also rows of this list. */
  readonly also?: readonly ModelName[];
  /** Filters that the OpenAPI document does not tell apart from plain ones. */
  readonly special?: Readonly<Record<string, SpecialFilter>>;
}

export type SpecialFilter =
  | { readonly kind: 'json'; readonly column: string }
  | { readonly kind: 'members'; readonly of: string; readonly field: string }
  | { readonly kind: 'prefix'; readonly column: string }
  | { readonly kind: 'known-values'; readonly column: string }
  | { readonly kind: 'target'; readonly column: string }
  | { readonly kind: 'filled'; readonly column: string }
  | { readonly kind: 'unused'; readonly by: ModelName; readonly via: string }
  | { readonly kind: 'equal'; readonly column: string }
  | { readonly kind: 'superusers' }
  | { readonly kind: 'ignored' };

/** A list without a model of the catalog: answers with what the state holds, mostly nothing. */
export interface PlainList extends Seen {
  readonly path: string;
  /** The name in the path of an item. */
  readonly key: string;
  /** What the OpenAPI document calls one of its objects. */
  readonly component?: string;
  readonly update?: true;
  readonly delete?: true;
}
