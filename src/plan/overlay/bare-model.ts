import type { Resource } from '../../catalog/model.ts';

/** What is known of a row of a base list: nothing that could be written. */
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
