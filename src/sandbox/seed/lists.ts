import type { Json } from '../../catalog/model.ts';
import type { World } from '../world.ts';
import { complete } from './dump.ts';

/**
 * One recorded answer of a list call: the path without the API's root, and the objects as they were shown.
 */
export interface RecordedList {
  readonly path: string;
  readonly results: readonly Readonly<Record<string, Json>>[];
}

/** Stores what recorded lists show, with the primary keys that they had. */
export function seedLists(world: World, lists: readonly RecordedList[]): void {
  for (const model of world.models.models.values()) {
    for (const shown of lists.find((list) => list.path === model.path)?.results ?? []) {
      const pk = shown[model.pkField];
      const pkOk = typeof pk === 'string' || typeof pk === 'number';
      const isOther = world.store.find(model.list?.also ?? [], pk) !== undefined;
      if (!pkOk || isOther) continue;
      world.store.put({
        model: model.name,
        pk,
        values: complete(world, model, keepStored(world, model.name, shown)),
      });
      if (typeof pk === 'number') world.store.reserve(model.sequence, pk);
    }
  }
  for (const base of world.models.bases.values()) {
    if (!base.concrete) continue;
    for (const shown of lists.find((list) => list.path === base.path)?.results ?? []) {
      const pk = shown['pk'];
      if (typeof pk !== 'string' || shown['meta_model_name'] !== base.model) continue;
      world.store.put({
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

/** What of an answer is a stored value, and not worked out from others. */
function keepStored(world: World, name: string, shown: Readonly<Record<string, Json>>): Record<string, Json> {
  const model = world.models.get(name);
  const { targetId } = world.behaviour.anchors;
  const derived = world.behaviour.derived.filter(
    (rule) => rule.model !== '*' && world.models.lineage(name).includes(rule.model),
  );
  const keeps = (field: string): boolean => {
    const rule = derived.find((candidate) => candidate.field === field);
    if (field === targetId || field in model.columns) return true;
    // What a certificate shows is all that is known of it.
    return rule?.how.kind === 'computed' && rule.how.name === field;
  };
  return Object.fromEntries(Object.entries(shown).filter(([field]) => keeps(field)));
}
