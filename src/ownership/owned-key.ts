import type { Json, ModelName } from '../catalog/model.ts';

/** The name of an object among all of a server: its model, and its key in API paths. */
export function ownedKey(model: ModelName, key: Json): string {
  return `${model} ${String(key)}`;
}
