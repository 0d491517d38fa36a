import type { ObjectRule } from '../../object-rule.ts';
import { BLUEPRINT_CHECKS, REQUIRED_CHECKS } from './blueprint-checks.ts';
import { CORE_CHECKS } from './core-checks.ts';
import { ENTERPRISE_CHECKS } from './enterprise-checks.ts';
import { EVENT_CHECKS } from './event-checks.ts';
import { FORMAT_CHECKS } from './format-checks.ts';
import { measuredIn } from './measured.ts';
import { OUTPOST_CHECKS } from './outpost-checks.ts';
import { POLICY_CHECKS } from './policy-checks.ts';
import { PROVIDER_CHECKS } from './provider-checks.ts';
import type { ServerCheck } from './server-check.ts';
import { SOURCE_CHECKS } from './source-checks.ts';
import { STAGE_CHECKS } from './stage-checks.ts';
import { TEMPLATE_CHECKS } from './template-checks.ts';
import { UNIQUE_CHECKS } from './unique-checks.ts';

const ROWS: readonly ServerCheck[] = [
  ...CORE_CHECKS,
  ...EVENT_CHECKS,
  ...TEMPLATE_CHECKS,
  ...POLICY_CHECKS,
  ...PROVIDER_CHECKS,
  ...SOURCE_CHECKS,
  ...STAGE_CHECKS,
  ...OUTPOST_CHECKS,
  ...BLUEPRINT_CHECKS,
  ...ENTERPRISE_CHECKS,
  ...REQUIRED_CHECKS,
  ...FORMAT_CHECKS,
  ...UNIQUE_CHECKS,
];

/** Every check of the classes behind the models that entries can write to. */
export const SERVER_CHECKS: readonly ServerCheck[] = ROWS.map((row) => {
  const measured = measuredIn(row.name);
  return measured.length > 0 ? { ...row, seen: `${row.seen}; measured ${measured.join(' and ')}` } : row;
});

/** A check that a rule about the object as a whole finds. */
export interface RuleRow extends Omit<ServerCheck, 'found'> {
  readonly rule: Omit<ObjectRule, 'name'>;
}

/** The checks that become rules of the catalog. */
export const OBJECT_RULES: readonly RuleRow[] = SERVER_CHECKS.flatMap(({ found, ...row }) =>
  found.by === 'rule' ? [{ ...row, rule: found.rule }] : [],
);
