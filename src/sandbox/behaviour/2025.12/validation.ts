import type { CheckRule, CrashRule, UniqueRule, ValidatorRule } from '../behaviour.ts';
import { exists, SHARED_CHECKS, SHARED_UNIQUE, SHARED_VALIDATORS } from '../shared/validation.ts';

const MAPPINGS = ['authentik_sources_ldap.ldapsourcepropertymapping', 'authentik_sources_oauth.oauthsourcepropertymapping', 'authentik_sources_kerberos.kerberossourcepropertymapping', 'authentik_sources_plex.plexsourcepropertymapping', 'authentik_sources_saml.samlsourcepropertymapping', 'authentik_sources_scim.scimsourcepropertymapping', 'authentik_sources_telegram.telegramsourcepropertymapping', 'authentik_providers_scim.scimmapping', 'authentik_providers_rac.racpropertymapping', 'authentik_providers_radius.radiusproviderpropertymapping', 'authentik_providers_google_workspace.googleworkspaceprovidermapping', 'authentik_providers_microsoft_entra.microsoftentraprovidermapping'];

export const CHECKS: readonly CheckRule[] = [
  ...SHARED_CHECKS,
  { model: 'authentik_blueprints.blueprintinstance', field: 'path', check: 'blueprint-file', seen: 'blueprint bad path, b blueprint oci path' },
  { model: 'authentik_blueprints.blueprintinstance', field: 'content', check: 'blueprint-verdict', seen: 'blueprint content invalid, b blueprint content version 2, b blueprint content structure' },
  { model: 'authentik_core.application', field: 'meta_launch_url', check: 'formatted-url', seen: 'app patch launch url, app patch launch url bad' },
  { model: 'authentik_core.application', field: 'slug', check: 'slug', seen: 'app bad slug' },
  { model: 'authentik_providers_saml.samlprovider', field: 'acs_url', check: 'loose-url', seen: 'b saml bad acs' },
  ...MAPPINGS.map((model): CheckRule => ({ model, field: 'expression', check: 'python', seen: 'pm ldap syntax, b pm source oauth syntax' })),
  { model: 'authentik_outposts.outpost', field: 'name', check: 'embedded-name', seen: 'embedded outpost rename' },
  { model: 'authentik_providers_oauth2.oauth2provider', field: 'redirect_uris', check: 'redirects', seen: 'b oauth2 redirect_uris bad regex, b oauth2 redirect_uris no mode' },
];

/** Nested lists that the framework reads and then cannot write: read-only here. */
export const CRASHES: readonly CrashRule[] = [];

export const UNIQUE: readonly UniqueRule[] = [
  ...SHARED_UNIQUE,
  { model: 'authentik_core.group', field: 'name', text: exists('Group', 'name'), seen: 'group create dup name' },
  { model: 'authentik_core.provider', field: 'name', text: exists('provider', 'name'), seen: 'oauth2 dup name, b proxy name of oauth2' },
  { model: 'authentik_policies.policy', field: 'name', text: exists('Policy', 'name'), seen: 'expr dup, b policy password dup' },
  { model: 'authentik_core.propertymapping', field: 'name', text: exists('Property Mapping', 'name'), seen: 'pm scope dup, b pm cross-type name' },
  { model: 'authentik_outposts.outpostserviceconnection', field: 'name', text: exists('Outpost Service-Connection', 'name'), seen: 'svc conn docker dup name' },
  { model: 'authentik_outposts.outpost', field: 'name', text: exists('Outpost', 'name'), seen: 'b outpost dup' },
  { model: 'authentik_blueprints.blueprintinstance', field: 'name', text: exists('Blueprint Instance', 'name'), seen: 'blueprint dup' },
  { model: 'authentik_crypto.certificatekeypair', field: 'name', text: exists('Certificate-Key Pair', 'name'), seen: 'b cert import dup' },
  { model: 'authentik_brands.brand', field: 'domain', text: 'This field must be unique.', seen: 'tenant dup domain' },
  { model: 'authentik_rbac.role', field: 'name', text: exists('Role', 'name'), seen: 'b role dup' },
  { model: 'authentik_rbac.initialpermissions', field: 'name', text: exists('Initial Permissions', 'name'), seen: 'model-fields: unique' },
  { model: 'authentik_endpoints.deviceaccessgroup', field: 'name', text: exists('Device access group', 'name'), seen: 'model-fields: unique' },
  { model: 'authentik_sources_kerberos.kerberossource', field: 'realm', text: exists('Kerberos Source', 'realm'), seen: 'model-fields: unique' },
  { model: 'authentik_tenants.domain', field: 'domain', text: exists('Domain', 'domain'), seen: 'model-fields: unique' },
];

export const VALIDATORS: readonly ValidatorRule[] = [
  ...SHARED_VALIDATORS,
  { model: 'authentik_policies.policybinding', kind: 'given', fields: ['target'], seen: 'pbinding patch order only, b pbinding patch order only' },
  { model: 'authentik_policies.policybinding', kind: 'exactly-one', fields: ['policy', 'group', 'user'], none: "One of 'group', 'policy', 'user' must be set.", several: "Only one of 'group', 'policy', 'user' can be set.", seen: 'pbinding none set, pbinding two set, b pbinding patch target+order' },
  { model: 'authentik_policies_event_matcher.eventmatcherpolicy', kind: 'first-filled', fields: ['action', 'client_ip', 'app', 'model'], text: 'At least one criteria must be set.', seen: 'b policy event_matcher only name, b policy event_matcher patch name' },
  { model: 'authentik_policies_reputation.reputationpolicy', kind: 'any-true', fields: { check_ip: false, check_username: false }, text: 'Either IP or Username must be checked', seen: 'reputation, b policy reputation patch one' },
  { model: 'authentik_flows.flowstagebinding', kind: 'any-true', fields: { evaluate_on_plan: false, re_evaluate_policies: true }, text: 'Either evaluation on plan or evaluation on run must be enabled', seen: 'b fsb both false, b fsb re_evaluate false only' },
  { model: 'authentik_providers_proxy.proxyprovider', at: 'internal_host', kind: 'needs', field: 'internal_host', when: 'mode', is: ['proxy'], otherwise: 'proxy', text: 'Internal host cannot be empty when forward auth is disabled.', seen: 'proxy mode proxy w/o internal_host (adapted), proxy patch name only' },
  { model: 'authentik_events.notificationtransport', at: 'webhook_url', kind: 'needs', field: 'webhook_url', when: 'mode', is: ['webhook', 'webhook_slack'], otherwise: null, text: 'Webhook URL may not be empty.', seen: 'transport missing url, b transport no url' },
  { model: 'authentik_brands.brand', at: 'default', kind: 'single', field: 'default', assume: false, text: 'Only a single brand can be set as default.', seen: 'b brand second default, b brand make second default' },
  { model: 'authentik_sources_ldap.ldapsource', at: 'sync_users_password', kind: 'single', field: 'sync_users_password', assume: true, nested: true, text: 'Only a single LDAP Source with password synchronization is allowed', seen: 'x2 source ldap second sync_users_password' },
  { model: 'authentik_core.token', at: 'user', kind: 'frozen', field: 'user', text: 'User cannot be changed', seen: 'b token patch user+intent' },
  { model: 'authentik_core.token', at: 'expires', kind: 'no-later', field: 'expires', when: 'intent', is: ['app_password'], minutes: 30, text: 'Token expires exceeds maximum lifetime ({moment} UTC).', seen: 'b token expires too late, x2 token' },
  { model: 'authentik_core.token', at: 'intent', kind: 'one-of', field: 'intent', values: ['api', 'app_password'], text: 'Invalid intent {value}', seen: 'token bad intent' },
  { model: 'authentik_sources_oauth.oauthsource', kind: 'given', fields: ['provider_type'], seen: 'b source oauth patch enabled+provider_type, source oauth patch (adapted)' },
  { model: 'authentik_sources_oauth.oauthsource', kind: 'fetched', fields: ['oidc_well_known_url', 'oidc_jwks_url'], seen: 'source oauth create, b source oauth patch well-known unreachable' },
  { model: 'authentik_sources_oauth.oauthsource', kind: 'oauth-urls', fields: ['authorization_url', 'access_token_url', 'profile_url'], seen: 'source oauth openidconnect missing urls' },
  { model: 'authentik_stages_identification.identificationstage', kind: 'any', fields: ['user_fields', 'sources'], text: 'When no user fields are selected, at least one source must be selected', seen: 'ident user_fields [] no sources, b stage identification patch name' },
  { model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage', at: 'not_configured_action', kind: 'needs', field: 'configuration_stages', when: 'not_configured_action', is: ['configure'], otherwise: null, text: 'When "Not configured action" is set to "Configure", you must set a configuration stage.', seen: 'b stage validate configure w/o stages' },
  { model: 'authentik_providers_saml.samlprovider', kind: 'any-when', when: 'signing_kp', fields: ['sign_assertion', 'sign_response'], text: "With a signing keypair selected, at least one of 'Sign assertion' and 'Sign Response' must be selected.", seen: 'b saml signing_kp only, b saml signing_kp+sign' },
];
