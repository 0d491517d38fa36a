import type { ModelName } from '../../../catalog/model.ts';
import type { ListRule, SpecialFilter } from '../list-rules.ts';

/*
 * The events that a server writes of each object that a request makes, changes or deletes. Measured on real
 * 2023.2.3 and 2025.12.4 (facts: server-transactions, 8); the releases in between read in
 * authentik/events/{models,middleware}.py and authentik/events/api/events.py at their tags. Up to 2023.8 what
 * is done with a token leaves none (measured on 2023.2.3); the sandbox does as if somebody had signed in.
 */

/** What is done to an object, and the event of it. */
export const EVENT_ACTIONS = {
  create: 'model_created',
  update: 'model_updated',
  delete: 'model_deleted',
  members: 'model_updated',
} as const;

/** Objects of which there are no events. */
export const WITHOUT_EVENTS: ReadonlySet<ModelName> = new Set([
  'authentik_events.event',
  'authentik_events.notification',
  'authentik_core.authenticatedsession',
  'authentik_stages_authenticator_static.statictoken',
  'authentik_tasks.task',
]);

/**
 * The names of objects that have no field `name`; `{field}` is the value of one. Measured on 2023.2.3 and 2025.12.4; a
 * token that expires has the time behind it.
 */
export const EVENT_NAMES: Readonly<Record<ModelName, string>> = {
  'authentik_core.token': '{identifier}',
  'authentik_flows.flowstagebinding': 'Flow-stage binding #{order} to {target}',
  'authentik_policies.policybinding': 'Binding from {target} #{order} to {for}',
  'authentik_brands.brand': 'Brand {domain}',
  'authentik_tenants.tenant': 'Tenant {domain}',
};

/** Who or what a policy binding is for, by its fields, as its name has it. */
export const BOUND = { policy: 'Policy', group: 'Group', user: 'User' } as const;

/** Since when members that are added by themselves leave an event: measured on 2023.2.3 (none) and 2025.12.4. */
export const MEMBERS_SINCE = '2023.3';

/** What an event says of the request: since which release. */
export const REQUEST_SINCE = { user_agent: '2023.10', request_id: '2024.6' } as const;

/** The list of events. `key`: what a filter by key finds; up to 2023.10 no object whose key is a number. */
export function eventList(release: '2023.2' | '2025.12', key: 'text' | 'or-number'): ListRule {
  const inside = (name: string): SpecialFilter => ({
    kind: 'inside',
    column: 'context',
    path: ['model', name],
  });
  return {
    model: 'authentik_events.event',
    order: [],
    special: {
      action: { kind: 'contains', column: 'action' },
      username: { kind: 'inside', column: 'user', path: ['username'] },
      context_model_app: inside('app'),
      context_model_name: inside('model_name'),
      context_model_pk: { kind: 'inside', column: 'context', path: ['model', 'pk'], key },
    },
    seen: `${release}: authentik/events/api/events.py`,
  };
}

/** The columns that say at which brand it was, before that at which tenant: the first that the release has counts. */
export const PLACES = [
  { column: 'brand', model: 'authentik_brands.brand', name: 'Brand fallback' },
  { column: 'tenant', model: 'authentik_tenants.tenant', name: 'Tenant fallback' },
] as const;
