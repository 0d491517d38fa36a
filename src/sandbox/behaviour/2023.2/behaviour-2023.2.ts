import type { Behaviour } from '../behaviour.ts';
import { ACTIONS, DOCUMENTS } from './actions.ts';
import { BASES, LISTS, MIRRORS, PLAIN_LISTS, THROUGH } from './bases.ts';
import { BARE } from './bare.ts';
import { DERIVED, TITLES } from './derived.ts';
import { CHECKS, CRASHES, UNIQUE, VALIDATORS } from './validation.ts';
import { EFFECTS, GENERATED } from './writes.ts';

/** How authentik 2023.2 behaves, from the exchanges recorded with a real server; each row names where it was seen. */
export const BEHAVIOUR_2023_2: Behaviour = {
  release: '2023.2',
  anchors: {
    user: 'authentik_core.user',
    token: 'authentik_core.token',
    group: 'authentik_core.group',
    policy: 'authentik_policies.policy',
    binding: 'authentik_policies.policybinding',
    target: 'authentik_policies.policybindingmodel',
    targetId: 'policybindingmodel_ptr_id',
    intent: 'api',
  },
  bases: BASES,
  lists: LISTS,
  plainLists: PLAIN_LISTS,
  derived: DERIVED,
  checks: CHECKS,
  unique: UNIQUE,
  validators: VALIDATORS,
  crashes: CRASHES,
  generated: GENERATED,
  mirrors: MIRRORS,
  effects: EFFECTS,
  titles: TITLES,
  through: THROUGH,
  actions: ACTIONS,
  documents: DOCUMENTS,
  bare: BARE,
};
