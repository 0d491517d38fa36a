import type { ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* Values that no two objects of several models may share. */

/**
 * Unique values that more than one model shares, where the classes say that they are unique (since when
 * differs). `base`: all kinds of that base class. `always`: in every release, although not all kinds say so.
 */
export const SHARED_UNIQUE: readonly (Seen & {
  readonly base: ModelName;
  readonly field: string;
  readonly always?: true;
})[] = [
  { base: 'authentik_flows.stage', field: 'name', seen: 'point 7: stage names across all stage types' },
  {
    base: 'authentik_core.propertymapping',
    field: 'managed',
    always: true,
    seen: 'point 9: managed is unique across all kinds of mappings',
  },
  { base: 'authentik_core.source', field: 'slug', seen: 'sources share one table' },
  {
    base: 'authentik_core.provider',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_policies.policy',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_core.propertymapping',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_outposts.outpostserviceconnection',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
];
