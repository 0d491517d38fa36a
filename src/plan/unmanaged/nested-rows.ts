import type { Row, Snapshot } from '../../actual/snapshot.ts';
import { isMapping } from '../../catalog/json-mapping.ts';
import type { Catalog, Json, ModelName } from '../../catalog/model.ts';

/**
 * A snapshot with the objects that the server shows inside others (`stage_obj` of a binding, `users_obj` of a group),
 * and with those of a base model's list as objects of their own models, where they have not been read by themselves:
 * so much of them is known without a request.
 */
export function withNested(catalog: Catalog, snapshot: Snapshot): Snapshot {
  const found = new Map<ModelName, Map<string, Row>>();
  const add = (references: readonly ModelName[], value: Json | undefined): void => {
    if (!isMapping(value)) return;
    const name = modelOf(catalog, references, value);
    const model = catalog.models[name];
    if (model?.kind !== 'resource' || snapshot.models[name]?.complete) return;
    const key = value[model.collection.pk];
    if (typeof key !== 'string' && typeof key !== 'number') return;
    const others = found.get(name) ?? new Map<string, Row>();
    found.set(name, others.set(String(key), value));
  };
  for (const [name, { rows }] of Object.entries(snapshot.models)) {
    const model = catalog.models[name];
    if (model?.kind === 'base') for (const row of rows) add([name], row);
    if (model?.kind !== 'resource') continue;
    const links = Object.entries(model.fields).filter(([, field]) => field.references && !field.readOnly);
    for (const row of rows)
      for (const [field, { references = [] }] of links) {
        const nested = row[`${field}_obj`];
        for (const one of Array.isArray(nested) ? nested : [nested]) add(references, one);
      }
  }
  const models = { ...snapshot.models };
  for (const [name, rows] of found) {
    const model = catalog.models[name];
    const before = models[name] ?? { complete: false, answered: [], rows: [] };
    const pk = model?.kind === 'resource' ? model.collection.pk : 'pk';
    for (const row of before.rows) rows.delete(String(row[pk]));
    models[name] = { ...before, rows: [...before.rows, ...rows.values()] };
  }
  return { ...snapshot, models };
}

/** The model of a nested object: the one that it says, where a link may lead to several. */
function modelOf({ models }: Catalog, references: readonly ModelName[], value: Row): ModelName {
  const said = value['meta_model_name'];
  if (typeof said === 'string' && models[said]) return said;
  const [only = ''] = references;
  return only;
}
