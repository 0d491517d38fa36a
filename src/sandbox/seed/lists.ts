import type { Json } from '../../catalog/model.ts';
import { complete, type SeedParts } from './dump.ts';

/**
 * One recorded response to a list call: the path without the API's root, and the objects as they were shown.
 */
export interface RecordedList {
  readonly path: string;
  readonly results: readonly Readonly<Record<string, Json>>[];
}

/** Stores what recorded lists show, with the primary keys that they had. */
export function seedLists(parts: SeedParts, lists: readonly RecordedList[]): void {
  const { database } = parts;
  for (const model of database.models.models.values()) {
    for (const shown of lists.find((list) => list.path === model.path)?.results ?? []) {
      const pk = shown[model.pkField];
      const pkOk = typeof pk === 'string' || typeof pk === 'number';
      const isOther = database.store.find(model.list?.also ?? [], pk) !== undefined;
      if (!pkOk || isOther) continue;
      database.store.put({
        model: model.name,
        pk,
        values: complete(parts, model, keepStored(parts, model.name, shown)),
      });
      if (typeof pk === 'number') database.store.reserve(model.sequence, pk);
    }
  }
  seedFixed(parts, lists);
  for (const base of database.models.bases.values()) {
    if (!base.concrete) continue;
    for (const shown of lists.find((list) => list.path === base.path)?.results ?? []) {
      const pk = shown['pk'];
      if (typeof pk !== 'string' || shown['meta_model_name'] !== base.model) continue;
      database.store.put({
        model: base.model,
        pk,
        values: Object.fromEntries(
          Object.entries(shown).filter(
            ([name]) =>
              !['pk', 'component', 'verbose_name', 'verbose_name_plural', 'meta_model_name'].includes(name),
          ),
        ),
      });
    }
  }
}

/** Stores what is only looked up as it was shown. */
function seedFixed({ database }: SeedParts, lists: readonly RecordedList[]): void {
  for (const { model, path, pkField } of database.models.fixed) {
    for (const shown of lists.find((list) => list.path === path)?.results ?? []) {
      const pk = shown[pkField];
      if (typeof pk === 'string' || typeof pk === 'number') database.store.put({ model, pk, values: shown });
    }
  }
}

/** The part of a response that is stored, and not worked out from other values. */
function keepStored(
  { database, release }: SeedParts,
  name: string,
  shown: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const model = database.models.get(name);
  const { targetId } = database.models.wellKnown;
  const derived = release.behaviour.derived.filter(
    (rule) => rule.model !== '*' && database.models.lineage(name).includes(rule.model),
  );
  const keeps = (field: string): boolean => {
    const rule = derived.find((candidate) => candidate.field === field);
    if (field === targetId || field in model.columns) return true;
    // What a certificate shows is all that is known of it.
    return rule?.how.kind === 'recorded' || (rule?.how.kind === 'computed' && rule.how.name === field);
  };
  return Object.fromEntries(Object.entries(shown).filter(([field]) => keeps(field)));
}
