import type { AccessBinding, PolicyAnswer } from '../access-binding.ts';
import type { ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* Who is let in: what bindings say, and the policies that say the same to everybody. */

/** Models whose objects say who is let in. */
export const ACCESS: readonly (Seen & { readonly model: ModelName; readonly access: AccessBinding })[] = [
  {
    model: 'authentik_policies.policybinding',
    seen: 'facts, proofs.md, section 1, measured on 2023.2.3 and 2025.12.4: no binding that is switched on lets everybody in',
    access: {
      target: 'target',
      guards: ['authentik_core.application', 'authentik_core.applicationentitlement', 'authentik_flows.flow'],
      mode: { field: 'policy_engine_mode', any: 'any' },
      enabled: 'enabled',
      negate: 'negate',
      policy: 'policy',
      group: { field: 'group', members: 'users', within: ['parent', 'parents'] },
    },
  },
];

/** Policies of which it can be told that they give everybody the same answer. */
export const ANSWERS: readonly (Seen & { readonly model: ModelName; readonly answer: PolicyAnswer })[] = [
  {
    model: 'authentik_policies_expression.expressionpolicy',
    answer: { field: 'expression', kind: 'python' },
    seen: 'facts, proofs.md, section 1: the truth of what an expression returns',
  },
  {
    model: 'authentik_policies_dummy.dummypolicy',
    answer: { field: 'result', kind: 'value' },
    seen: 'facts, proofs.md, section 1',
  },
];
