import type { Behaviour } from '../behaviour.ts';
import { THROUGH } from '../shared/lists.ts';
import { uniqueOf } from '../shared/unique.ts';
import { checksOf } from '../checks/checks-of.ts';
import { ACTIONS } from './actions.ts';
import { BARE } from './bare.ts';
import { DERIVED } from './derived.ts';
import { TITLES } from './titles.ts';
import { DOCUMENTS } from './documents.ts';
import { BASES, LISTS, MIRRORS, PLAIN_LISTS } from './lists.ts';
import { EFFECTS, GENERATED } from './writes.ts';

/**
 * How authentik 2025.12 behaves, from the exchanges recorded with a real server; each row names where it was
 * seen.
 */
export const BEHAVIOUR_2025_12: Behaviour = {
  release: '2025.12',
  conventions: {
    page: { size: 20, cap: 100 },
    autocomplete: true,
    denied: 'refused',
    namesMissing: true,
    missingSlash: 'unknown',
    badScheme: 'Authentication credentials were not provided.',
    actionNames: 'lower',
    namesSecrets: true,
    seen:
      'list page_size=1000 big table, non-superuser list groups, 404 uuid object, ' +
      'no trailing slash GET, bad scheme, user used_by, transport create, ' +
      'user set_password missing, token set_key empty',
  },
  wellKnown: {
    user: 'authentik_core.user',
    token: 'authentik_core.token',
    group: 'authentik_core.group',
    above: 'parents',
    policy: 'authentik_policies.policy',
    binding: 'authentik_policies.policybinding',
    target: 'authentik_policies.policybindingmodel',
    targetId: 'policybindingmodel_ptr_id',
    event: 'authentik_events.event',
    intent: 'api',
    systemApp: 'authentik_rbac',
    permission: 'auth.permission',
  },
  bases: BASES,
  lists: LISTS,
  plainLists: PLAIN_LISTS,
  derived: DERIVED,
  ...checksOf('2025.12'),
  unique: uniqueOf('2025.12'),
  generated: GENERATED,
  mirrors: MIRRORS,
  effects: EFFECTS,
  titles: TITLES,
  through: THROUGH,
  actions: ACTIONS,
  documents: DOCUMENTS,
  bare: BARE,
};
