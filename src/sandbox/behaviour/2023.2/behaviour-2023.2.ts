import type { Behaviour } from '../behaviour.ts';
import { SHARED_TITLES } from '../shared/titles.ts';
import { SHARED_MIRRORS, SHARED_PLAIN_LISTS, THROUGH } from '../shared/lists.ts';
import { uniqueOf } from '../shared/unique.ts';
import { checksOf } from '../checks/checks-of.ts';
import { ACTIONS } from './actions.ts';
import { BARE } from './bare.ts';
import { DERIVED } from './derived.ts';
import { DOCUMENTS } from './documents.ts';
import { BASES, LISTS } from './lists.ts';
import { EFFECTS, GENERATED } from './writes.ts';

/**
 * How authentik 2023.2 behaves, from the exchanges recorded with a real server; each row names where it was
 * seen.
 */
export const BEHAVIOUR_2023_2: Behaviour = {
  release: '2023.2',
  conventions: {
    page: { size: 100 },
    denied: 'nothing',
    missingSlash: 'redirect',
    badScheme: 'Unsupported authentication type',
    actionNames: 'upper',
    seen: 'list page_size=1000000',
  },
  wellKnown: {
    user: 'authentik_core.user',
    token: 'authentik_core.token',
    group: 'authentik_core.group',
    above: 'parent',
    policy: 'authentik_policies.policy',
    binding: 'authentik_policies.policybinding',
    target: 'authentik_policies.policybindingmodel',
    targetId: 'policybindingmodel_ptr_id',
    event: 'authentik_events.event',
    intent: 'api',
  },
  bases: BASES,
  lists: LISTS,
  plainLists: SHARED_PLAIN_LISTS,
  derived: DERIVED,
  ...checksOf('2023.2'),
  unique: uniqueOf('2023.2'),
  generated: GENERATED,
  mirrors: SHARED_MIRRORS,
  effects: EFFECTS,
  titles: SHARED_TITLES,
  through: THROUGH,
  actions: ACTIONS,
  documents: DOCUMENTS,
  bare: BARE,
};
