import type { Snapshot } from '../../actual/snapshot.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { Overlay } from '../../plan/overlay/overlay.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { objectKey } from '../../semantics/object-key.ts';
import { exportQuestions } from '../questions.ts';
import { withFileObjects } from './file-objects.ts';
import { literalKeys } from './literal-keys.ts';

/** Whether an entry has a primary key written out, as its own or as a reference. */
export function hasPrimaryKeys(catalog: Catalog, checked: CheckedEntry): boolean {
  const { entry, resource } = checked;
  return (resource && objectKey(entry, resource)) !== undefined || literalKeys(checked, catalog).length > 0;
}

/**
 * What must still be known of a server to name the objects whose keys these entries have written out: all objects of
 * their models, of those that a key may lead to which no entry has, and of those that identify what a key leads to.
 * None where enough is known, or the server has no more.
 */
export function naturalQuestions(
  catalog: Catalog,
  snapshot: Snapshot,
  entries: readonly CheckedEntry[],
): Question[] {
  const overlay = new Overlay(catalog, withFileObjects(catalog, snapshot, entries));
  const inFiles = new Set<string>();
  const wanted = new Set<ModelName>();
  for (const { entry, resource } of entries) {
    const key = resource && objectKey(entry, resource);
    if (!resource || !key) continue;
    inFiles.add(overlay.rowOf([resource.name], key.pk)?.id ?? '');
    for (const name of [resource.name, ...makersOf(catalog, resource.name)]) wanted.add(name);
  }
  for (const checked of entries)
    for (const { key, references } of literalKeys(checked, catalog)) {
      const row = overlay.rowOf(references, key);
      if (!row) references.flatMap((name) => kindsOf(catalog, name)).forEach((name) => wanted.add(name));
      else if (!inFiles.has(row.id))
        for (const name of identifyingModels(catalog, row.model))
          for (const kind of kindsOf(catalog, name)) wanted.add(kind);
    }
  const known = [...exportQuestions(catalog), ...listsOfKinds(catalog)];
  return known.filter(({ model }) => wanted.has(model) && snapshot.models[model] === undefined);
}

/** The lists of all kinds of something: they alone show what is of no kind. */
function listsOfKinds({ models }: Catalog): Question[] {
  return Object.values(models).flatMap((model) =>
    model.kind === 'base' && model.list !== undefined ? [{ model: model.name }] : [],
  );
}

/** The models whose objects identify those of a model. */
function identifyingModels({ models }: Catalog, name: ModelName): readonly ModelName[] {
  const model = models[name];
  if (model?.kind !== 'resource') return [];
  return Object.entries(model.fields).flatMap(([field, { references, type, required, readOnly }]) => {
    const identifies = required === true || model.unique.some(({ fields }) => fields.includes(field));
    return type !== 'array' && !readOnly && identifies ? (references ?? []) : [];
  });
}

/** The models along with whose objects the server makes some of a model. */
function makersOf({ models }: Catalog, name: ModelName): ModelName[] {
  return Object.values(models).flatMap((other) =>
    other.kind === 'resource' && other.brings?.some((brings) => brings.model === name) ? [other.name] : [],
  );
}
