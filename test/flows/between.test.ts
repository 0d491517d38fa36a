import { describe, expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { RecordedServer } from './recorded-server.ts';

/*
 * What would be so if a run failed in the middle, on fresh servers as they were recorded: the login flow is that of
 * authentik's own blueprints.
 */

const FLOW = '!Find [authentik_flows.flow, [slug, default-authentication-flow]]';
const OLD_STAGE = '!Find [authentik_stages_password.passwordstage, [name, default-authentication-password]]';
const BACKENDS = '[authentik.core.auth.InbuiltBackend]';
const STAGE = `- {model: authentik_stages_password.passwordstage, id: mine, identifiers: {name: mine}, attrs: {backends: ${BACKENDS}}}\n`;
const PLACE = `- {model: authentik_flows.flowstagebinding, identifiers: {target: ${FLOW}, stage: !KeyOf mine, order: 21}, attrs: {evaluate_on_plan: true, re_evaluate_policies: true}}\n`;
const OLD_GONE = `- {model: authentik_flows.flowstagebinding, identifiers: {target: ${FLOW}, stage: ${OLD_STAGE}, order: 20}, state: absent}\n`;
const DENY = '- {model: authentik_stages_deny.denystage, id: deny, identifiers: {name: deny}}\n';
const DENY_PLACE = `- {model: authentik_flows.flowstagebinding, id: place, identifiers: {target: ${FLOW}, stage: !KeyOf deny, order: 15}, attrs: {evaluate_on_plan: false, re_evaluate_policies: true}}\n`;
const POLICY =
  '- {model: authentik_policies_expression.expressionpolicy, id: never, identifiers: {name: never}, attrs: {expression: return False}}\n';
const BOUND =
  '- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf place, policy: !KeyOf never, order: 0}}\n';

describe.skipIf(!hasShared).each([
  { release: '2023.2.3', host: '127.0.0.1:9310' },
  { release: '2025.12.4', host: '127.0.0.1:9431' },
])('on $release', ({ release, host }) => {
  const server = new RecordedServer(release);
  const found = (entries: string, judgesBetween = true, on = server) =>
    on
      .find(`version: 1\nentries:\n${entries}`, {
        host,
        judgesBetween,
        allowCascade: ['authentik_flows.flowstagebinding'],
        allowProtected: ['authentik_flows.flowstagebinding', 'authentik_stages_password.passwordstage'],
      })
      .filter(({ code }) => /^(lockout|login)-/.test(code));

  test.each<[what: string, entries: string, says: RegExp]>([
    [
      'the password stage is replaced by another at another place',
      STAGE + PLACE + OLD_GONE,
      /^if the change of .* failed: whoever types the name/,
    ],
    [
      'a stage that denies is let in by a policy that is made after it',
      DENY + DENY_PLACE + POLICY + BOUND,
      /^if the change of .* failed: no superuser could sign in any more/,
    ],
  ])('%s: a failure in between is warned of, with what helps', (_, entries, says) => {
    const findings = found(entries);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning lockout-between']);
    expect(findings[0]?.message).toMatch(says);
    expect(findings[0]?.hint).toContain('--atomic');
    expect(findings[0]?.place).toBeDefined();
    // Only where it is asked for: of a plan that is not run nothing is in the middle.
    expect(found(entries, false)).toEqual([]);
  });

  test.each<[what: string, entries: string]>([
    [
      'the place gets the new stage',
      `${STAGE}- {model: authentik_flows.flowstagebinding, identifiers: {target: ${FLOW}, order: 20}, attrs: {stage: !KeyOf mine}}\n`,
    ],
    ['only the new stage is put in beside the old one', STAGE + PLACE],
    [
      'the stage is changed',
      `- {model: authentik_stages_password.passwordstage, identifiers: {name: default-authentication-password}, attrs: {failed_attempts_before_cancel: 7}}\n${POLICY}`,
    ],
    ['no login is touched', `${STAGE}${POLICY}`],
    ['there is one change', OLD_GONE.replace('state: absent', 'attrs: {re_evaluate_policies: true}')],
  ])('%s: nothing is said', (_, entries) => {
    expect(found(entries).filter(({ code }) => code === 'lockout-between')).toEqual([]);
  });

  test('where nobody gets in already, nothing is said', () => {
    const closed = server.with('authentik_core.user', (row) => ({ ...row, is_active: false }));
    expect(
      found(STAGE + PLACE + OLD_GONE, true, closed).filter(({ code }) => code === 'lockout-between'),
    ).toEqual([]);
  });
});
