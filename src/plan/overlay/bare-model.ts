import type { Resource } from '../../catalog/model.ts';

/** The model of a row that only a base model's list has: no fields, nothing that could be written. */
export const BARE: Resource = {
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
  shadowedBy: [],
};
