import type { CheckRule, CrashRule, UniqueRule, ValidatorRule } from '../behaviour.ts';

export const CHECKS: readonly CheckRule[] = [
  { model: 'authentik_core.application', field: 'meta_launch_url', check: 'loose-url', seen: 'app patch launch url bad, app patch launch url blank' },
  { model: 'authentik_providers_proxy.proxyprovider', field: 'external_host', check: 'loose-url', seen: 'proxy bad host' },
  { model: 'authentik_providers_proxy.proxyprovider', field: 'internal_host', check: 'loose-url', seen: 'OpenAPI document: format uri, as external_host' },
  { model: 'authentik_events.notificationtransport', field: 'webhook_url', check: 'loose-url', seen: 'transport create, x2 transport webhook' },
  { model: 'authentik_sources_ldap.ldapsource', field: 'server_uri', check: 'ldap-url', seen: 'source ldap create, x2 source ldap create' },
  { model: 'authentik_core.user', field: 'path', check: 'user-path', seen: 'user bad path' },
  { model: 'authentik_core.group', field: 'attributes', check: 'dictionary', seen: 'group attributes list' },
  { model: 'authentik_core.user', field: 'attributes', check: 'dictionary', seen: 'x2 user attributes non-dict' },
  { model: 'authentik_tenants.tenant', field: 'attributes', check: 'dictionary', seen: 'as group attributes' },
  { model: 'authentik_blueprints.blueprintinstance', field: 'context', check: 'dictionary', seen: 'as group attributes' },
  { model: 'authentik_stages_invitation.invitation', field: 'fixed_data', check: 'dictionary', seen: 'as group attributes' },
  { model: 'authentik_policies_expression.expressionpolicy', field: 'expression', check: 'policy', seen: 'expr syntax error, expr patch syntax' },
  { model: 'authentik_providers_oauth2.scopemapping', field: 'expression', check: 'python', seen: 'pm scope syntax' },
  { model: 'authentik_providers_saml.samlpropertymapping', field: 'expression', check: 'python', seen: 'pm saml syntax' },
  { model: 'authentik_sources_ldap.ldappropertymapping', field: 'expression', check: 'python', seen: 'pm ldap syntax' },
  { model: 'authentik_crypto.certificatekeypair', field: 'certificate_data', check: 'certificate', seen: 'cert create bad' },
  { model: 'authentik_crypto.certificatekeypair', field: 'key_data', check: 'private-key', seen: 'as certificate_data' },
  { model: 'authentik_blueprints.blueprintinstance', field: 'path', check: 'blueprint-path', seen: 'blueprint bad path' },
  { model: 'authentik_blueprints.blueprintinstance', field: 'content', check: 'blueprint-content', seen: 'blueprint content invalid, blueprint content yaml error' },
  { model: 'authentik_outposts.outpost', field: 'config', check: 'outpost-config', seen: 'outpost bad config type, outpost bad config key' },
  { model: 'authentik_outposts.outpost', field: 'providers', check: 'outpost-providers', seen: 'outpost wrong provider type' },
  { model: 'authentik_outposts.kubernetesserviceconnection', field: 'kubeconfig', check: 'kubeconfig', seen: 'svc conn k8s, svc conn k8s no kubeconfig' },
];

/** Nested lists that the framework reads and then cannot write. */
export const CRASHES: readonly CrashRule[] = [
  { model: 'authentik_flows.stage', given: ['flow_set'], seen: 'oracle probe__stage_flow_set_existing' },
  { model: 'authentik_stages_prompt.prompt', given: ['promptstage_set'], seen: 'as flow_set: a nested list in model-fields' },
];

const exists = (what: string, field: string): string => `${what} with this ${field} already exists.`;

export const UNIQUE: readonly UniqueRule[] = [
  { model: 'authentik_flows.stage', field: 'name', text: exists('stage', 'name'), texts: { 'authentik_stages_prompt.promptstage': 'This field must be unique.' }, seen: 'stage name cross-type dup, stage prompt/stages dup name' },
  { model: 'authentik_core.source', field: 'slug', text: exists('source', 'slug'), seen: 'source oauth dup' },
  { model: 'authentik_core.propertymapping', field: 'managed', text: exists('Property Mapping', 'Managed by authentik'), seen: 'pm saml patch managed, pm ldap patch managed' },
  { model: 'authentik_providers_oauth2.oauth2provider', field: 'client_id', text: exists('OAuth2/OpenID Provider', 'Client ID'), seen: 'oauth2 dup client_id' },
  { model: 'authentik_core.application', field: 'slug', text: exists('Application', 'slug'), seen: 'app dup slug' },
  { model: 'authentik_core.application', field: 'provider', text: exists('Application', 'provider'), seen: 'app dup provider' },
  { model: 'authentik_core.token', field: 'identifier', text: exists('Token', 'identifier'), seen: 'token dup' },
  { model: 'authentik_core.token', field: 'managed', text: exists('Token', 'Managed by authentik'), seen: 'model-fields: unique' },
  { model: 'authentik_core.user', field: 'username', text: 'This field must be unique.', seen: 'user dup' },
  { model: 'authentik_flows.flow', field: 'slug', text: exists('Flow', 'slug'), seen: 'flow dup slug' },
  { model: 'authentik_stages_prompt.prompt', field: 'name', text: exists('Prompt', 'name'), seen: 'prompt dup name' },
  { model: 'authentik_events.notificationrule', field: 'name', text: exists('Notification Rule', 'name'), seen: 'rule dup' },
  { model: 'authentik_events.notificationtransport', field: 'name', text: exists('Notification Transport', 'name'), seen: 'x2 transport dup name' },
  { model: 'authentik_crypto.certificatekeypair', field: 'managed', text: exists('Certificate-Key Pair', 'Managed by authentik'), seen: 'model-fields: unique' },
  { model: 'authentik_outposts.outpost', field: 'managed', text: exists('outpost', 'Managed by authentik'), seen: 'model-fields: unique' },
];

export const VALIDATORS: readonly ValidatorRule[] = [
  { model: 'authentik_policies.policybinding', kind: 'exactly-one', fields: ['policy', 'group', 'user'], none: "One of 'policy', 'group' or 'user' must be set.", several: "Only one of 'policy', 'group' or 'user' can be set.", seen: 'pbinding none set, pbinding two set, pbinding patch order only' },
  { model: 'authentik_blueprints.blueprintinstance', kind: 'any', fields: ['path', 'content'], text: 'Either path or content must be set.', seen: 'blueprint create no path/content, blueprint patch enabled only' },
  { model: 'authentik_policies_event_matcher.eventmatcherpolicy', kind: 'first-filled', fields: ['action', 'client_ip', 'app'], text: 'At least one criteria must be set.', seen: 'event_matcher all blank, event_matcher only name, event_matcher app only' },
  { model: 'authentik_providers_proxy.proxyprovider', kind: 'needs', field: 'internal_host', when: 'mode', is: ['proxy'], otherwise: 'proxy', text: 'Internal host cannot be empty when forward auth is disabled.', seen: 'proxy mode proxy w/o internal_host, proxy patch name only' },
  { model: 'authentik_events.notificationtransport', kind: 'needs', field: 'webhook_url', when: 'mode', is: ['webhook', 'webhook_slack'], otherwise: null, text: 'Webhook URL may not be empty.', seen: 'transport missing url, x2 transport patch name only' },
  { model: 'authentik_tenants.tenant', kind: 'single', field: 'default', assume: false, text: 'Only a single Tenant can be set as default.', seen: 'tenant second default, tenant patch default again true' },
  { model: 'authentik_sources_ldap.ldapsource', kind: 'single', field: 'sync_users_password', assume: true, text: 'Only a single LDAP Source with password synchronization is allowed', seen: 'x2 source ldap second sync_users_password' },
  { model: 'authentik_core.token', kind: 'one-of', field: 'intent', values: ['api', 'app_password'], text: 'Invalid intent {value}', seen: 'token bad intent' },
  { model: 'authentik_sources_oauth.oauthsource', kind: 'oauth-urls', fields: ['authorization_url', 'access_token_url', 'profile_url'], seen: 'source oauth openidconnect missing urls, source oauth patch' },
];
