import type { ModelName } from '../model.ts';
import type { ReleaseSpan } from '../release.ts';
import type { Seen } from './seen.ts';

/** Values that no two objects of a model have; of a base class, no two objects of all its kinds. */
export interface UniqueValues extends Seen, ReleaseSpan {
  readonly model: ModelName;
  readonly fields: readonly string[];
}

const MODELS = 'models of the last patches of all releases';

/**
 * Unique values that classes do not tell for every release: what all kinds of a base class share, and what came
 * or went between two releases whose classes are described.
 */
export const UNIQUE: readonly UniqueValues[] = [
  {
    model: 'authentik_flows.stage',
    fields: ['name'],
    seen: 'point 7: stage names across all stage types',
  },
  {
    model: 'authentik_core.propertymapping',
    fields: ['managed'],
    seen: 'point 9: managed is unique across all kinds of mappings',
  },
  { model: 'authentik_core.source', fields: ['slug'], seen: 'sources share one table' },
  ...[
    'authentik_core.provider',
    'authentik_policies.policy',
    'authentik_core.propertymapping',
    'authentik_outposts.outpostserviceconnection',
  ].map((model) => ({
    model,
    fields: ['name'],
    since: '2023.3',
    seen: `${MODELS}; measured 2025.12.4: point 14 of the comparison with 2023.2.3`,
  })),
  { model: 'authentik_outposts.outpost', fields: ['name'], since: '2023.3', seen: MODELS },
  { model: 'authentik_blueprints.blueprintinstance', fields: ['name'], since: '2023.5', seen: MODELS },
  { model: 'authentik_crypto.certificatekeypair', fields: ['name'], since: '2023.5', seen: MODELS },
  { model: 'authentik_core.group', fields: ['name', 'parent'], until: '2025.10', seen: MODELS },
];
