import type { CheckRule, UniqueRule, ValidatorRule } from '../behaviour.ts';

export const SHARED_CHECKS: readonly CheckRule[] = [
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'external_host',
    check: 'loose-url',
    seen: 'proxy bad host',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'internal_host',
    check: 'loose-url',
    seen: 'OpenAPI document: format uri, as external_host',
  },
  {
    model: 'authentik_events.notificationtransport',
    field: 'webhook_url',
    check: 'loose-url',
    seen: 'transport create, x2 transport webhook',
  },
  {
    model: 'authentik_sources_ldap.ldapsource',
    field: 'server_uri',
    check: 'ldap-url',
    seen: 'source ldap create, x2 source ldap create',
  },
  { model: 'authentik_core.user', field: 'path', check: 'user-path', seen: 'user bad path' },
  { model: 'authentik_core.group', field: 'attributes', check: 'dictionary', seen: 'group attributes list' },
  {
    model: 'authentik_core.user',
    field: 'attributes',
    check: 'dictionary',
    seen: 'x2 user attributes non-dict',
  },
  {
    model: 'authentik_blueprints.blueprintinstance',
    field: 'context',
    check: 'dictionary',
    seen: 'as group attributes',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'fixed_data',
    check: 'dictionary',
    seen: 'as group attributes',
  },
  {
    model: 'authentik_policies_expression.expressionpolicy',
    field: 'expression',
    check: 'policy',
    seen: 'expr syntax error, expr patch syntax',
  },
  {
    model: 'authentik_providers_oauth2.scopemapping',
    field: 'expression',
    check: 'python',
    seen: 'pm scope syntax',
  },
  {
    model: 'authentik_providers_saml.samlpropertymapping',
    field: 'expression',
    check: 'python',
    seen: 'pm saml syntax',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'certificate_data',
    check: 'certificate',
    seen: 'cert create bad',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'key_data',
    check: 'private-key',
    seen: 'as certificate_data',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'config',
    check: 'outpost-config',
    seen: 'outpost bad config type, outpost bad config key',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'providers',
    check: 'outpost-providers',
    seen: 'outpost wrong provider type',
  },
  {
    model: 'authentik_outposts.kubernetesserviceconnection',
    field: 'kubeconfig',
    check: 'kubeconfig',
    seen: 'svc conn k8s, svc conn k8s no kubeconfig',
  },
];

/** Django's text. */
export const exists = (what: string, field: string): string => `${what} with this ${field} already exists.`;

export const SHARED_UNIQUE: readonly UniqueRule[] = [
  {
    model: 'authentik_flows.stage',
    field: 'name',
    text: exists('stage', 'name'),
    texts: { 'authentik_stages_prompt.promptstage': 'This field must be unique.' },
    seen: 'stage name cross-type dup, stage prompt/stages dup name',
  },
  { model: 'authentik_core.source', field: 'slug', text: exists('source', 'slug'), seen: 'source oauth dup' },
  {
    model: 'authentik_core.propertymapping',
    field: 'managed',
    text: exists('Property Mapping', 'Managed by authentik'),
    seen: 'pm saml patch managed, pm ldap patch managed',
  },
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    field: 'client_id',
    text: exists('OAuth2/OpenID Provider', 'Client ID'),
    seen: 'oauth2 dup client_id',
  },
  {
    model: 'authentik_core.application',
    field: 'slug',
    text: exists('Application', 'slug'),
    seen: 'app dup slug',
  },
  {
    model: 'authentik_core.application',
    field: 'provider',
    text: exists('Application', 'provider'),
    seen: 'app dup provider',
  },
  {
    model: 'authentik_core.token',
    field: 'identifier',
    text: exists('Token', 'identifier'),
    seen: 'token dup',
  },
  {
    model: 'authentik_core.token',
    field: 'managed',
    text: exists('Token', 'Managed by authentik'),
    seen: 'model-fields: unique',
  },
  { model: 'authentik_core.user', field: 'username', text: 'This field must be unique.', seen: 'user dup' },
  { model: 'authentik_flows.flow', field: 'slug', text: exists('Flow', 'slug'), seen: 'flow dup slug' },
  {
    model: 'authentik_stages_prompt.prompt',
    field: 'name',
    text: exists('Prompt', 'name'),
    seen: 'prompt dup name',
  },
  {
    model: 'authentik_events.notificationrule',
    field: 'name',
    text: exists('Notification Rule', 'name'),
    seen: 'rule dup',
  },
  {
    model: 'authentik_events.notificationtransport',
    field: 'name',
    text: exists('Notification Transport', 'name'),
    seen: 'x2 transport dup name',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'managed',
    text: exists('Certificate-Key Pair', 'Managed by authentik'),
    seen: 'model-fields: unique',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'managed',
    text: exists('outpost', 'Managed by authentik'),
    seen: 'model-fields: unique',
  },
];

export const SHARED_VALIDATORS: readonly ValidatorRule[] = [
  {
    model: 'authentik_blueprints.blueprintinstance',
    kind: 'any',
    fields: ['path', 'content'],
    text: 'Either path or content must be set.',
    seen: 'blueprint create no path/content, blueprint patch enabled only',
  },
];
