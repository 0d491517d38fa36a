import { check, unique, type CheckRule, type UniqueRule, type ValidatorRule } from '../validation-rules.ts';

export const SHARED_CHECKS: readonly CheckRule[] = [
  check('authentik_providers_proxy.proxyprovider', 'external_host', 'loose-url', 'proxy bad host'),
  check(
    'authentik_providers_proxy.proxyprovider',
    'internal_host',
    'loose-url',
    'OpenAPI document: format uri, as external_host',
  ),
  check(
    'authentik_events.notificationtransport',
    'webhook_url',
    'loose-url',
    'transport create, x2 transport webhook',
  ),
  check(
    'authentik_sources_ldap.ldapsource',
    'server_uri',
    'ldap-url',
    'source ldap create, x2 source ldap create',
  ),
  check('authentik_core.user', 'path', 'user-path', 'user bad path'),
  check('authentik_core.group', 'attributes', 'dictionary', 'group attributes list'),
  check('authentik_core.user', 'attributes', 'dictionary', 'x2 user attributes non-dict'),
  check('authentik_blueprints.blueprintinstance', 'context', 'dictionary', 'as group attributes'),
  check('authentik_stages_invitation.invitation', 'fixed_data', 'dictionary', 'as group attributes'),
  check(
    'authentik_policies_expression.expressionpolicy',
    'expression',
    'policy',
    'expr syntax error, expr patch syntax',
  ),
  check('authentik_providers_oauth2.scopemapping', 'expression', 'python', 'pm scope syntax'),
  check('authentik_providers_saml.samlpropertymapping', 'expression', 'python', 'pm saml syntax'),
  check('authentik_crypto.certificatekeypair', 'certificate_data', 'certificate', 'cert create bad'),
  check('authentik_crypto.certificatekeypair', 'key_data', 'private-key', 'as certificate_data'),
  check(
    'authentik_outposts.outpost',
    'config',
    'outpost-config',
    'outpost bad config type, outpost bad config key',
  ),
  check('authentik_outposts.outpost', 'providers', 'outpost-providers', 'outpost wrong provider type'),
  check(
    'authentik_outposts.kubernetesserviceconnection',
    'kubeconfig',
    'kubeconfig',
    'svc conn k8s, svc conn k8s no kubeconfig',
  ),
];

/** Django's error message for a value that another object has. */
export const exists = (what: string, field: string): string => `${what} with this ${field} already exists.`;

export const SHARED_UNIQUE: readonly UniqueRule[] = [
  {
    model: 'authentik_flows.stage',
    field: 'name',
    text: exists('stage', 'name'),
    texts: { 'authentik_stages_prompt.promptstage': 'This field must be unique.' },
    seen: 'stage name cross-type dup, stage prompt/stages dup name',
  },
  unique('authentik_core.source', 'slug', exists('source', 'slug'), 'source oauth dup'),
  unique(
    'authentik_core.propertymapping',
    'managed',
    exists('Property Mapping', 'Managed by authentik'),
    'pm saml patch managed, pm ldap patch managed',
  ),
  unique(
    'authentik_providers_oauth2.oauth2provider',
    'client_id',
    exists('OAuth2/OpenID Provider', 'Client ID'),
    'oauth2 dup client_id',
  ),
  unique('authentik_core.application', 'slug', exists('Application', 'slug'), 'app dup slug'),
  unique('authentik_core.application', 'provider', exists('Application', 'provider'), 'app dup provider'),
  unique('authentik_core.token', 'identifier', exists('Token', 'identifier'), 'token dup'),
  unique('authentik_core.token', 'managed', exists('Token', 'Managed by authentik'), 'model-fields: unique'),
  unique('authentik_core.user', 'username', 'This field must be unique.', 'user dup'),
  unique('authentik_flows.flow', 'slug', exists('Flow', 'slug'), 'flow dup slug'),
  unique('authentik_stages_prompt.prompt', 'name', exists('Prompt', 'name'), 'prompt dup name'),
  unique('authentik_events.notificationrule', 'name', exists('Notification Rule', 'name'), 'rule dup'),
  unique(
    'authentik_events.notificationtransport',
    'name',
    exists('Notification Transport', 'name'),
    'x2 transport dup name',
  ),
  unique(
    'authentik_crypto.certificatekeypair',
    'managed',
    exists('Certificate-Key Pair', 'Managed by authentik'),
    'model-fields: unique',
  ),
  unique(
    'authentik_outposts.outpost',
    'managed',
    exists('outpost', 'Managed by authentik'),
    'model-fields: unique',
  ),
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
