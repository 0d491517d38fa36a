import type { LoginRole, PolicyKind, StageKind } from '../login-role.ts';
import type { ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/*
 * What the objects of a model are to somebody who signs in. What each kind of stage does was measured on real
 * servers of 2023.2.3 and 2025.12.4 with 119 and 133 flows, and read in their sources.
 */

/** `has`: only where the model has this field: another model had its name before. */
type Row = Seen & {
  readonly model: ModelName;
  readonly login: LoginRole;
  readonly has?: string | undefined;
};

const MEASURED = 'facts, proofs.md: 2 and 3, measured 2023.2.3 and 2025.12.4';
const READ = 'sources of 2025.12.4';

const STAGES: readonly (readonly [ModelName, StageKind, string])[] = [
  ['authentik_stages_identification.identificationstage', 'identification', MEASURED],
  ['authentik_stages_password.passwordstage', 'password', MEASURED],
  ['authentik_stages_authenticator_validate.authenticatorvalidatestage', 'second-factor', MEASURED],
  ['authentik_stages_user_login.userloginstage', 'login', MEASURED],
  ['authentik_stages_user_logout.userlogoutstage', 'logout', MEASURED],
  ['authentik_stages_deny.denystage', 'deny', MEASURED],
  ['authentik_stages_redirect.redirectstage', 'redirect', MEASURED],
  ['authentik_stages_consent.consentstage', 'consent', MEASURED],
  ['authentik_stages_prompt.promptstage', 'prompt', MEASURED],
  ['authentik_stages_user_write.userwritestage', 'user-write', MEASURED],
  ['authentik_stages_user_delete.userdeletestage', 'user-delete', MEASURED],
  ['authentik_stages_email.emailstage', 'email', MEASURED],
  ['authentik_stages_invitation.invitationstage', 'invitation', MEASURED],
  ['authentik_stages_dummy.dummystage', 'dummy', MEASURED],
  ['authentik_stages_captcha.captchastage', 'gate', MEASURED],
  ['authentik_stages_authenticator_static.authenticatorstaticstage', 'set-up', MEASURED],
  ['authentik_stages_authenticator_totp.authenticatortotpstage', 'set-up', READ],
  ['authentik_stages_authenticator_webauthn.authenticatewebauthnstage', 'gate', READ],
  ['authentik_stages_authenticator_webauthn.authenticatorwebauthnstage', 'gate', READ],
  ['authentik_stages_authenticator_duo.authenticatorduostage', 'gate', READ],
  ['authentik_stages_authenticator_sms.authenticatorsmsstage', 'gate', READ],
  ['authentik_stages_authenticator_email.authenticatoremailstage', 'gate', READ],
  [
    'authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage',
    'gate',
    'sources of 2025.12.4: it verifies a device',
  ],
  ['authentik_endpoints.endpointstage', 'gate', READ],
  ['authentik_stages_source.sourcestage', 'outside', READ],
  ['authentik_stages_mtls.mutualtlsstage', 'outside', READ],
];

const POLICIES: readonly (readonly [ModelName, PolicyKind])[] = [
  ['authentik_policies_expression.expressionpolicy', 'expression'],
  ['authentik_policies_dummy.dummypolicy', 'constant'],
  ['authentik_policies_password.passwordpolicy', 'never'],
  ['authentik_policies_unique_password.uniquepasswordpolicy', 'never'],
  ['authentik_policies_event_matcher.eventmatcherpolicy', 'never'],
];

/** What each model is to a login; one that is not here has nothing to do with it, or nobody knows what. */
export const LOGIN: readonly Row[] = [
  {
    model: 'authentik_tenants.tenant',
    login: { is: 'brand' },
    has: 'flow_authentication',
    seen: `${MEASURED}; since 2024.2 tenants are something else`,
  },
  { model: 'authentik_brands.brand', login: { is: 'brand' }, seen: MEASURED },
  { model: 'authentik_flows.flow', login: { is: 'flow' }, seen: MEASURED },
  { model: 'authentik_flows.flowstagebinding', login: { is: 'stage-binding' }, seen: MEASURED },
  { model: 'authentik_policies.policybinding', login: { is: 'policy-binding' }, seen: MEASURED },
  { model: 'authentik_core.group', login: { is: 'group' }, seen: 'facts, proofs.md: 1' },
  {
    model: 'authentik_core.user',
    login: { is: 'user', devices: '/authenticators/admin/all/?user={key}' },
    seen: 'facts, proofs.md: 4 and 6',
  },
  {
    model: 'authentik_core.token',
    login: { is: 'app-password' },
    seen: 'facts, proofs.md: 4: tokens of intent app_password count with the token backend',
  },
  ...STAGES.map(([model, kind, seen]): Row => ({ model, login: { is: 'stage', kind }, seen })),
  ...POLICIES.map(
    ([model, kind]): Row => ({ model, login: { is: 'policy', kind }, seen: 'facts, proofs.md: 1' }),
  ),
  {
    model: 'authentik_sources_ldap.ldapsource',
    login: { is: 'source', backend: 'authentik.sources.ldap.auth.LDAPBackend' },
    seen: 'sources of 2023.2.3 and 2025.12.4: sources/ldap/auth.py',
  },
  {
    model: 'authentik_sources_kerberos.kerberossource',
    login: { is: 'source', backend: 'authentik.sources.kerberos.auth.KerberosBackend' },
    seen: 'sources of 2025.12.4: sources/kerberos/auth.py',
  },
];
