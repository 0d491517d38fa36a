import { describe, expect, test } from 'vitest';
import { isBrake } from '../../src/diagnostics/brakes.ts';
import { hasShared } from '../shared.ts';
import { RecordedServer } from './recorded-server.ts';

/*
 * Mistakes and harmless look-alikes with what they did on real servers (facts, proofs.md: 4), where the recordings
 * have no row of them, and others of the same kinds.
 */

type Outcome = 'locked out' | 'open to all' | 'fine' | 'not told' | 'refused';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  'login-lockout': 'locked out',
  'login-unproved': 'open to all',
  'login-unknown': 'not told',
};

const FLOW = '!Find [authentik_flows.flow, [slug, default-authentication-flow]]';
const ADMINS = '!Find [authentik_core.group, [name, authentik Admins]]';
const AKADMIN = '!Find [authentik_core.user, [username, akadmin]]';
const [IDENTIFICATION, PASSWORD, SECOND, LOGIN] = [
  ['identification', 'identificationstage', 'identification'],
  ['password', 'passwordstage', 'password'],
  ['authenticator_validate', 'authenticatorvalidatestage', 'mfa-validation'],
  ['user_login', 'userloginstage', 'login'],
].map(
  ([app = '', model = '', name = '']) =>
    ({ model: `authentik_stages_${app}.${model}`, name: `default-authentication-${name}` }) as const,
) as [Stage, Stage, Stage, Stage];

interface Stage {
  readonly model: string;
  readonly name: string;
}

const find = ({ model, name }: Stage): string => `!Find [${model}, [name, ${name}]]`;
const flow = (attrs: string): string =>
  `{model: authentik_flows.flow, identifiers: {slug: default-authentication-flow}, attrs: {${attrs}}}`;
const stage = ({ model, name }: Stage, attrs: string): string =>
  `{model: ${model}, identifiers: {name: ${name}}, attrs: {${attrs}}}`;
/** The place that a stage has in the login flow. */
const place = (one: Stage, attrs: string, more = ''): string =>
  `{model: authentik_flows.flowstagebinding, id: place, identifiers: {target: ${FLOW}, stage: ${find(one)}}, attrs: {${attrs}}${more}}`;
/** A new stage with a place in the login flow. */
const added = (model: string, order: number, attrs = '', placed = ''): string[] => [
  `{model: ${model}, id: new, identifiers: {name: new}, attrs: {${attrs}}}`,
  `{model: authentik_flows.flowstagebinding, id: place, identifiers: {target: ${FLOW}, stage: !KeyOf new, order: ${order}}, attrs: {${placed}}}`,
];
/** A condition on something. */
const bound = (target: string, asks: string, attrs = '', order = 0): string =>
  `{model: authentik_policies.policybinding, identifiers: {target: ${target}, order: ${order}, ${asks}}, attrs: {enabled: true, ${attrs}}}`;
const policy = (id: string, expression: string): string =>
  `{model: authentik_policies_expression.expressionpolicy, id: ${id}, identifiers: {name: ${id}}, attrs: {expression: ${JSON.stringify(expression)}}}`;
const newFlow = (slug: string): string =>
  `{model: authentik_flows.flow, id: ${slug}, identifiers: {slug: ${slug}}, attrs: {name: ${slug}, title: ${slug}, designation: authentication}}`;
const brand = (domain: string, attrs: string): string =>
  `{model: BRAND, identifiers: {domain: ${domain}}, attrs: {${attrs}}}`;
const user = (name: string, attrs: string): string =>
  `{model: authentik_core.user, identifiers: {username: ${name}}, attrs: {${attrs}}}`;

const DENY = 'authentik_stages_deny.denystage';
const AGAIN = 'evaluate_on_plan: false, re_evaluate_policies: true';
const ONCE = 'evaluate_on_plan: true, re_evaluate_policies: false';
const PENDING = 'return request.context["pending_user"].username == "akadmin"';

const CASES: readonly (readonly [what: string, entries: readonly string[], was: Outcome, is?: Outcome])[] = [
  ['M01 no login stage', [place(LOGIN, '', ', state: absent')], 'locked out'],
  [
    'H03 a deny stage that a policy takes out',
    [...added(DENY, 5), policy('never', 'return False'), bound('!KeyOf place', 'policy: !KeyOf never')],
    'fine',
  ],
  ['M04c a negated group on the flow', [bound(FLOW, `group: ${ADMINS}`, 'negate: true')], 'locked out'],
  [
    'M04d a negated user on the flow',
    [user('other', 'name: o, groups: []'), bound(FLOW, `user: ${AKADMIN}`, 'negate: true')],
    'fine',
    'locked out',
  ],
  ['M05 for superusers only', [flow('authentication: require_superuser')], 'locked out'],
  [
    'M06b a flow without a login',
    [
      newFlow('my-login'),
      `{model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf my-login, stage: ${find(IDENTIFICATION)}, order: 0}}`,
      brand('authentik-default', 'flow_authentication: !KeyOf my-login'),
    ],
    'locked out',
  ],
  ['H06 such a flow that no brand has', [newFlow('my-login')], 'fine'],
  [
    'M09 no device, denied',
    [stage(SECOND, 'not_configured_action: deny, device_classes: [totp, static]')],
    'locked out',
  ],
  ['H09 no device, skipped', [stage(SECOND, 'not_configured_action: skip, device_classes: [totp]')], 'fine'],
  ['M10 akadmin is inactive', [user('akadmin', 'is_active: false')], 'locked out'],
  [
    'M13 a policy on the login needs the user too early',
    [policy('him', PENDING), place(LOGIN, ONCE), bound('!KeyOf place', 'policy: !KeyOf him')],
    'locked out',
  ],
  [
    'H13 the same when its turn comes',
    [policy('him', PENDING), place(LOGIN, AGAIN), bound('!KeyOf place', 'policy: !KeyOf him')],
    'fine',
  ],
  [
    'M15 a policy that is false on the flow',
    [policy('never', 'return False'), bound(FLOW, 'policy: !KeyOf never')],
    'locked out',
  ],
  [
    'M15b one of two policies, all of which must pass',
    [
      policy('never', 'return False'),
      policy('always', 'return True'),
      flow('policy_engine_mode: all'),
      bound(FLOW, 'policy: !KeyOf never'),
      bound(FLOW, 'policy: !KeyOf always', '', 1),
    ],
    'locked out',
  ],
  [
    'H15 one of two policies, one of which is enough',
    [
      policy('never', 'return False'),
      policy('always', 'return True'),
      bound(FLOW, 'policy: !KeyOf never'),
      bound(FLOW, 'policy: !KeyOf always', '', 1),
    ],
    'fine',
  ],
  [
    'H17 a password stage of its own, and then the other',
    [stage(IDENTIFICATION, `password_stage: ${find(PASSWORD)}, user_fields: [username]`)],
    'fine',
  ],
  ['M18 only after a redirect', [flow('authentication: require_redirect')], 'refused', 'locked out'],
  [
    'M19 a captcha',
    [...added('authentik_stages_captcha.captchastage', 5, 'public_key: a, private_key: b')],
    'not told',
  ],
  ['H20 what is denied goes on', [flow('denied_action: continue')], 'fine'],
  ['M12b the password comes after the login', [place(PASSWORD, 'order: 200')], 'open to all'],
  [
    'a password policy that is false when its turn comes',
    [policy('never', 'return False'), place(PASSWORD, AGAIN), bound('!KeyOf place', 'policy: !KeyOf never')],
    'open to all',
    // That one has a policy already, which passes, and one is enough.
    'fine',
  ],
  [
    'the same where all policies must pass',
    [
      policy('never', 'return False'),
      place(PASSWORD, `${AGAIN}, policy_engine_mode: all`),
      bound('!KeyOf place', 'policy: !KeyOf never'),
    ],
    'open to all',
  ],
  [
    'a password policy that raises',
    [
      policy('broken', 'raise ValueError("x")'),
      place(PASSWORD, AGAIN),
      bound('!KeyOf place', 'policy: !KeyOf broken'),
    ],
    'open to all',
    'fine',
  ],
  [
    'the login is taken out by a raising policy',
    [
      policy('broken', 'raise ValueError("x")'),
      bound(
        '!Find [authentik_flows.flowstagebinding, [target__slug, default-authentication-flow], [order, 100]]',
        'policy: !KeyOf broken',
      ),
    ],
    'locked out',
  ],
  [
    'akadmin is deleted',
    ['{model: authentik_core.user, identifiers: {username: akadmin}, state: absent}'],
    'locked out',
  ],
  [
    'the group of the admins is deleted',
    ['{model: authentik_core.group, identifiers: {name: authentik Admins}, state: absent}'],
    'locked out',
  ],
  [
    'the group has no members',
    ['{model: authentik_core.group, identifiers: {name: authentik Admins}, attrs: {users: []}}'],
    'locked out',
  ],
  [
    'akadmin leaves for another superuser with a password',
    [
      user('second', `name: s, password: "a long one", groups: [${ADMINS}]`),
      user('akadmin', 'is_active: false'),
    ],
    'fine',
  ],
  [
    'akadmin leaves for one without a password',
    [user('second', `name: s, groups: [${ADMINS}]`), user('akadmin', 'is_active: false')],
    'locked out',
  ],
  ['a deny stage after the login', [...added(DENY, 200)], 'fine'],
  [
    'a deny stage for members of another group',
    [
      '{model: authentik_core.group, id: bad, identifiers: {name: bad}}',
      ...added(DENY, 50, '', AGAIN),
      bound('!KeyOf place', 'group: !KeyOf bad'),
    ],
    'fine',
  ],
  [
    'a deny stage for the admins',
    [...added(DENY, 50, '', AGAIN), bound('!KeyOf place', `group: ${ADMINS}`)],
    'locked out',
  ],
  [
    'a deny stage whose policy nobody can tell',
    [
      policy('who', 'return ak_client_ip.is_private'),
      ...added(DENY, 50, '', AGAIN),
      bound('!KeyOf place', 'policy: !KeyOf who'),
    ],
    'not told',
  ],
  ['a second stage in the same place', [...added(DENY, 100)], 'not told'],
  [
    'users are logged out after the login',
    added('authentik_stages_user_logout.userlogoutstage', 150),
    'locked out',
  ],
  ['the user is deleted on the way', added('authentik_stages_user_delete.userdeletestage', 50), 'locked out'],
  ['only identification by e-mail', [stage(IDENTIFICATION, 'user_fields: [email]')], 'fine'],
  [
    'only identification by a name that nobody has',
    [stage(IDENTIFICATION, 'user_fields: [upn]')],
    'locked out',
    'fine',
  ],
  [
    'only app passwords, which nobody has',
    [stage(PASSWORD, 'backends: [authentik.core.auth.TokenBackend]')],
    'locked out',
  ],
  [
    'a prompt on the way',
    [
      '{model: authentik_stages_prompt.prompt, id: asked, identifiers: {name: asked}, attrs: {field_key: asked, label: Asked, type: text}}',
      ...added('authentik_stages_prompt.promptstage', 15, 'fields: [!KeyOf asked]'),
    ],
    'fine',
  ],
  ['consent on the way', [...added('authentik_stages_consent.consentstage', 50)], 'fine'],
  ['a mail on the way', [...added('authentik_stages_email.emailstage', 50)], 'not told'],
];

describe.skipIf(!hasShared).each([
  ['2023.2.3', 'authentik_tenants.tenant'],
  ['2025.12.4', 'authentik_brands.brand'],
] as const)('mistakes on %s', (release, model) => {
  const server = new RecordedServer(release);

  const cases = CASES.map(([what, entries, was, is = was]) => ({ what, entries, was, is }));

  test.each(cases)('$what', ({ entries, was, is }) => {
    const text = `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;
    const found = server.find(text.replaceAll('BRAND', model), {
      allowProtected: [model, 'authentik_core.group', 'authentik_core.user'],
    });
    const codes = found.flatMap(({ code }) => OUTCOMES[code] ?? []);
    const isRefused = found.some(({ code, severity }) => severity === 'error' && !isBrake(code));
    const outcomes = isRefused ? ['refused'] : codes;
    const expected = release === '2023.2.3' ? was : is;
    expect(outcomes).toEqual(expected === 'fine' ? [] : [expected]);
  });
});
