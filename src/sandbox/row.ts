import type { Json, ModelName } from '../catalog/model.ts';

export type Pk = string | number;

/** A stored object: values by their names in the API, references as primary keys. Never changed in place. */
export interface Row {
  readonly model: ModelName;
  readonly pk: Pk;
  readonly values: Readonly<Record<string, Json>>;
}
