import type { ListedModel, Model, Resource } from '../../catalog/model.ts';

/** The model of a row that only a base model's list has: no fields, nothing that could be written. */
const BARE: Resource = {
  kind: 'resource',
  name: '',
  label: '',
  lookups: {},
  ordering: [],
  collection: { path: '', item: '', key: 'pk', pk: 'pk' },
  actions: { create: false, update: false, delete: false },
  filters: {},
  fields: {},
  unique: [],
  companions: [],
  protected: [],
  warnings: [],
  rules: [],
  shadowedBy: [],
};

const listed = new WeakMap<ListedModel, Resource>();

/**
 * A model as one whose objects have fields: what is only listed cannot be written, and rows of a base model's
 * list have no fields at all.
 */
export function asResource(model: Model | undefined): Resource {
  if (model?.kind === 'resource') return model;
  if (model?.kind !== 'listed') return BARE;
  let made = listed.get(model);
  if (!made) {
    const { name, label, lookups, ordering, collection, filters, fields } = model;
    listed.set(model, (made = { ...BARE, name, label, lookups, ordering, collection, filters, fields }));
  }
  return made;
}
