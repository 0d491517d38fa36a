import type { Json, ModelName } from '../model.ts';

/*
 * What the server's own classes say of a model and its OpenAPI document does not, in a short form. Made by
 * `distillFacts` from a description of the classes of a real server (one JSON object a model: fields,
 * serializer, …) and kept in `schemas/facts-<release>.json`.
 */
export interface ModelFacts {
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelFact>>;
  /**
   * Models of the oldest document that lists them: a document without such a list can have those, too, where
   * it has their components.
   */
  readonly listed?: readonly ModelName[] | undefined;
  /** Models of older releases that this one's importer takes no entries of any more. */
  readonly former?: readonly ModelName[] | undefined;
}

export interface ModelFact {
  readonly bases: readonly ModelName[];
  /** The primary key's name in the database. */
  readonly pk: string;
  readonly ordering: readonly string[];
  /** Every name that a look-up may start with. */
  readonly lookups: Readonly<Record<string, LookupFact>>;
  /** By the name in the API. */
  readonly fields: Readonly<Record<string, FieldFact>>;
  readonly unique: readonly (readonly string[])[];
  /**
   * Nobody has described the class: this is what a document shows of it, and what it leaves out is not said.
   */
  readonly inferred?: true | undefined;
  /** It was read in the sources, and no server was asked: where. */
  readonly unmeasured?: string | undefined;
}

export interface LookupFact {
  /** The primary key itself; with `to`: the link to the parent row, which has the same key. */
  readonly pk?: true | undefined;
  /** The key of a parent row that is not this model's own key: the same value as this other look-up. */
  readonly like?: string | undefined;
  readonly to?: ModelName | undefined;
  readonly many?: true | undefined;
  /** The other model holds the link. */
  readonly reverse?: true | undefined;
  /** The API shows it or takes it. */
  readonly api?: true | undefined;
}

export interface FieldFact {
  readonly to?: ModelName | undefined;
  readonly onDelete?: 'cascade' | 'setNull' | undefined;
  readonly trim?: true | undefined;
  readonly required?: true | undefined;
  readonly default?: Json | undefined;
  readonly generated?: true | undefined;
  readonly nullable?: true | undefined;
  /** The empty text is one of the choices. */
  readonly blank?: true | undefined;
  /** A list that must not be empty. */
  readonly filled?: true | undefined;
  /** It was read in the sources, and no server was asked: where. */
  readonly unmeasured?: string | undefined;
}
