import type { Snapshot } from '../actual/snapshot.ts';
import { exportPlaceOf } from '../catalog/export-place.ts';
import type { Catalog } from '../catalog/model.ts';

/** The names of the heads (applications, flows) whose files are in this folder, in order. */
export function headNames(catalog: Catalog, { models }: Snapshot, folder: string): string[] {
  return Object.values(catalog.models)
    .flatMap((model) => {
      if (model.kind !== 'resource') return [];
      const place = exportPlaceOf(catalog, model);
      if (place.kind !== 'head' || place.folder !== folder) return [];
      return (models[model.name]?.rows ?? []).map((row) => row[model.collection.key]);
    })
    .filter((name) => typeof name === 'string')
    .sort();
}
