import type { ObjectRule } from '../../object-rule.ts';
import { CORE_CHECKS } from './core-checks.ts';
import { EVENT_CHECKS } from './event-checks.ts';
import { POLICY_CHECKS } from './policy-checks.ts';
import { PROVIDER_CHECKS } from './provider-checks.ts';
import type { ServerCheck } from './server-check.ts';
import { STAGE_CHECKS } from './stage-checks.ts';

/** Every check of the classes behind the models that entries can write to. */
export const SERVER_CHECKS: readonly ServerCheck[] = [
  ...CORE_CHECKS,
  ...EVENT_CHECKS,
  ...POLICY_CHECKS,
  ...PROVIDER_CHECKS,
  ...STAGE_CHECKS,
];

/** A check that a rule about the object as a whole finds. */
export interface RuleRow extends Omit<ServerCheck, 'found'> {
  readonly rule: Omit<ObjectRule, 'name'>;
}

/** The checks that become rules of the catalog. */
export const OBJECT_RULES: readonly RuleRow[] = SERVER_CHECKS.flatMap(({ found, ...row }) =>
  found.by === 'rule' ? [{ ...row, rule: found.rule }] : [],
);
