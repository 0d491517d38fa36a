import type { BaseRule, ListRule } from '../list-rules.ts';
import { shareBases } from '../shared/bases.ts';
import { NAMES } from '../shared/shapes.ts';
import { eventList } from '../shared/events.ts';
import { SHARED_LISTS } from '../shared/lists.ts';
import { PROVIDER } from './derived.ts';

export const BASES: readonly BaseRule[] = shareBases({
  provider: PROVIDER,
  source: [
    'pk',
    'name',
    'slug',
    'enabled',
    'authentication_flow',
    'enrollment_flow',
    ...NAMES,
    'policy_engine_mode',
    'user_matching_mode',
    'managed',
    'user_path_template',
    'icon',
  ],
  userConnection: ['pk', 'user', 'source'],
});

export const LISTS: readonly ListRule[] = [
  ...SHARED_LISTS,
  eventList('2023.2', 'text'),
  {
    model: 'authentik_sources_ldap.ldappropertymapping',
    order: ['name'],
    special: { managed: { kind: 'known-values', column: 'managed' } },
    seen: 'pm ldap filter managed',
  },
];
