import type { Condition } from '../../object-rule.ts';
import type { ServerCheck } from './server-check.ts';

const BINDING = 'authentik_policies.policybinding';
/** It has the serializer of bindings, and their checks (measured 2025.12.4). */
const DEVICE_BINDING = 'authentik_endpoints.deviceuserbinding';
const MATCHER = 'authentik_policies_event_matcher.eventmatcherpolicy';

const CRITERIA = ['action', 'client_ip', 'app'];

const none = (field: string): Condition => ({ field, empty: true, otherwise: null });
const some = (field: string): Condition => ({ not: none(field) });
/** Only groups and users can be bound to an entitlement; a policy beside one of them does not count. */
const ENTITLEMENT: Condition = { linked: 'target', models: ['authentik_core.applicationentitlement'] };

/** Policies and policy bindings. */
export const POLICY_CHECKS: readonly ServerCheck[] = [
  {
    name: 'policy-binding-subjects',
    models: [BINDING, DEVICE_BINDING],
    fields: ['policy', 'group', 'user'],
    refuses: 'a binding of more than one of policy, group and user',
    seen: 'recording "Only one of …"; serializers: policies/bindings',
    found: {
      by: 'rule',
      rule: {
        refused: {
          any: [
            { all: [some('group'), some('user')] },
            {
              all: [some('policy'), { any: [some('group'), some('user')] }, { not: { surely: ENTITLEMENT } }],
            },
          ],
        },
        at: ['user', 'group', 'policy'],
        message: 'only one of policy, group, user can be set',
        hint: 'make a binding for each; to replace what a binding has, set that to null',
      },
    },
  },
  {
    name: 'policy-binding-subject',
    models: [BINDING, DEVICE_BINDING],
    fields: ['policy', 'group', 'user'],
    refuses: 'a binding of neither policy, group nor user',
    seen: 'recording "One of … must be set"',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [none('policy'), none('group'), none('user')] },
        at: ['policy', 'group', 'user'],
        message: 'one of policy, group, user must be set',
      },
    },
  },
  {
    name: 'entitlement-binding-policy',
    models: [BINDING],
    fields: ['policy', 'group', 'user'],
    since: '2024.12',
    refuses: 'a policy bound to an entitlement',
    seen: 'serializers since 2024.12: policies/bindings, core/models',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [ENTITLEMENT, some('policy'), none('group'), none('user')] },
        at: ['policy'],
        message: 'an entitlement is given to a group or a user, never by a policy',
        hint: 'bind a group or a user, or bind the policy to the application',
      },
    },
  },
  {
    name: 'event-matcher-criteria',
    models: [MATCHER],
    fields: CRITERIA,
    until: '2023.5',
    refuses: 'an event matcher whose criteria are all empty texts',
    seen: 'probe event_matcher_all_empty; serializers to 2023.5: policies/event_matcher',
    found: {
      by: 'rule',
      rule: {
        refused: { all: CRITERIA.map((field) => ({ field, is: [''], otherwise: '' })) },
        at: CRITERIA,
        message: `one of ${CRITERIA.join(', ')} must say which events match`,
        hint: 'an empty text means any event; at least one must not be empty',
      },
    },
  },
  {
    name: 'event-matcher-blank',
    models: [MATCHER],
    fields: [...CRITERIA, 'model'],
    since: '2023.6',
    refuses: 'an event matcher whose criteria are all empty texts: each of them is refused by itself',
    seen: 'serializers and models since 2023.6: policies/event_matcher',
    found: { by: 'form' },
  },
  {
    name: 'reputation-neither',
    models: ['authentik_policies_reputation.reputationpolicy'],
    fields: ['check_ip', 'check_username'],
    since: '2023.8',
    refuses: 'a reputation of neither the address nor the name; what is left out counts as false',
    seen: 'recordings "reputation", "b policy reputation patch one"; serializers since 2023.8',
    found: {
      by: 'rule',
      rule: {
        refused: {
          not: {
            any: [
              { field: 'check_ip', truthy: true, otherwise: false },
              { field: 'check_username', truthy: true, otherwise: false },
            ],
          },
        },
        at: ['check_ip', 'check_username'],
        message: 'check_ip or check_username must be true, and written out',
        hint: 'the server takes what is not written for false here',
      },
    },
  },
  {
    name: 'policy-expression-syntax',
    models: ['authentik_policies_expression.expressionpolicy'],
    fields: ['expression'],
    refuses: 'an expression that is no Python',
    seen: 'recordings "expr syntax error", "expr patch syntax"; serializers and models: policies/expression',
    found: { by: 'form' },
  },
];
