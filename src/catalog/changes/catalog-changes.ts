import type { ModelName } from '../model.ts';

/** What differs between two releases, as far as a blueprint can tell: a value, made by compareCatalogs. */
export interface CatalogChanges {
  /** `2023.1.3` */
  readonly from: string;
  readonly to: string;
  readonly models: readonly ModelChange[];
}

/** A change of a model; `path` is the collection of the API behind it. */
export type ModelChange =
  | { readonly kind: 'added' | 'removed'; readonly model: ModelName; readonly path: string }
  | {
      readonly kind: 'changed';
      readonly model: ModelName;
      /** The name that it had, where it has another now. */
      readonly renamedFrom?: ModelName | undefined;
      readonly path: string;
      readonly pathBefore?: string | undefined;
      readonly fields: readonly FieldChange[];
      readonly filters: NameChanges;
      readonly identifiers: NameChanges;
      /** What the API can do now, or no longer: create, update, delete. */
      readonly actions: NameChanges;
      /** What the server refuses of an object as a whole now, or no longer: as findings say it. */
      readonly refused: NameChanges;
    };

export interface NameChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A change of what can be written to a field. */
export type FieldChange =
  | {
      readonly kind: 'added';
      readonly field: string;
      readonly type: string;
      readonly required: boolean;
      /** What an object without it does not do. */
      readonly without?: string | undefined;
    }
  | { readonly kind: 'removed'; readonly field: string }
  /** `to`: what it is called now; `how` says what else is different. */
  | {
      readonly kind: 'renamed';
      readonly field: string;
      readonly to: string;
      readonly how?: string | undefined;
      readonly facets: readonly Facet[];
    }
  /** `how`: what to write now for values that were taken before. */
  | {
      readonly kind: 'changed';
      readonly field: string;
      readonly how?: string | undefined;
      readonly facets: readonly Facet[];
    };

/** One thing that is said of a field before and after, in words; undefined: nothing is said. */
export interface Facet {
  readonly facet:
    | 'required'
    | 'type'
    | 'format'
    | 'values'
    | 'keys'
    | 'null'
    | 'minimum'
    | 'maximum'
    | 'length'
    | 'pattern'
    | 'default'
    | 'links to'
    | 'shown'
    | 'read only';
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}
