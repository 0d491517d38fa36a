import type { Catalog, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { objectKey } from '../../semantics/object-key.ts';
import { exportQuestions } from '../questions.ts';
import { literalKeys } from './literal-keys.ts';

/** Whether an entry has a primary key written out, as its own or as a reference. */
export function hasPrimaryKeys(catalog: Catalog, checked: CheckedEntry): boolean {
  const { entry, resource } = checked;
  return (resource && objectKey(entry, resource)) !== undefined || literalKeys(checked, catalog).length > 0;
}

/**
 * What must be known of a server to name the objects whose keys these entries have written out: all objects of their
 * models, of those that they are identified by, and of those that make them. None where no key is written out.
 */
export function naturalQuestions(catalog: Catalog, entries: readonly CheckedEntry[]): Question[] {
  const wanted = new Set<ModelName>();
  const add = (name: ModelName): void => {
    for (const kind of kindsOf(catalog, name)) {
      if (wanted.has(kind)) continue;
      wanted.add(kind);
      for (const needed of neededFor(catalog, kind)) add(needed);
    }
  };
  for (const checked of entries) {
    if (checked.resource && objectKey(checked.entry, checked.resource)) add(checked.resource.name);
    for (const { references } of literalKeys(checked, catalog)) references.forEach(add);
  }
  return exportQuestions(catalog).filter(({ model }) => wanted.has(model));
}

/** The models whose objects identify those of a model, and those along with which they are made. */
function neededFor(catalog: Catalog, name: ModelName): ModelName[] {
  const model = catalog.models[name];
  if (model?.kind !== 'resource') return [];
  const links = Object.entries(model.fields).flatMap(([field, { references, type, required, readOnly }]) => {
    const identifies = required === true || model.unique.some(({ fields }) => fields.includes(field));
    return type !== 'array' && !readOnly && identifies ? (references ?? []) : [];
  });
  const makers = Object.values(catalog.models).flatMap((other) =>
    other.kind === 'resource' && other.brings?.some((brings) => brings.model === name) ? [other.name] : [],
  );
  return [...links, ...makers];
}
