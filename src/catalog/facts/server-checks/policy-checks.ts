import type { ServerCheck } from './server-check.ts';

/** Policies and policy bindings. */
export const POLICY_CHECKS: readonly ServerCheck[] = [
  {
    name: 'policy-binding-subjects',
    models: ['authentik_policies.policybinding'],
    fields: ['policy', 'group', 'user'],
    refuses: 'a binding of more than one of policy, group and user',
    seen: 'recording "Only one of …"',
    found: {
      by: 'rule',
      rule: {
        refused: {
          any: [
            {
              all: [
                { not: { field: 'policy', empty: true, otherwise: null } },
                { not: { field: 'group', empty: true, otherwise: null } },
              ],
            },
            {
              all: [
                { not: { field: 'policy', empty: true, otherwise: null } },
                { not: { field: 'user', empty: true, otherwise: null } },
              ],
            },
            {
              all: [
                { not: { field: 'group', empty: true, otherwise: null } },
                { not: { field: 'user', empty: true, otherwise: null } },
              ],
            },
          ],
        },
        at: ['user', 'group', 'policy'],
        message: 'only one of policy, group, user can be set',
        hint: 'make a binding for each',
      },
    },
  },
  {
    name: 'policy-binding-subject',
    models: ['authentik_policies.policybinding'],
    fields: ['policy', 'group', 'user'],
    refuses: 'a binding of neither policy, group nor user',
    seen: 'recording "One of … must be set"',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'policy', empty: true, otherwise: null },
            { field: 'group', empty: true, otherwise: null },
            { field: 'user', empty: true, otherwise: null },
          ],
        },
        at: ['policy', 'group', 'user'],
        message: 'one of policy, group, user must be set',
      },
    },
  },
  {
    name: 'event-matcher-criteria',
    models: ['authentik_policies_event_matcher.eventmatcherpolicy'],
    fields: ['action', 'client_ip', 'app'],
    refuses: 'an event matcher whose criteria are all empty texts',
    seen: 'probe event_matcher_all_empty',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'action', is: [''] },
            { field: 'client_ip', is: [''] },
            { field: 'app', is: [''] },
          ],
        },
        at: ['action', 'client_ip', 'app'],
        message: 'one of action, client_ip, app must say which events match',
        hint: 'an empty text means any event; at least one must not be empty',
      },
    },
  },
];
