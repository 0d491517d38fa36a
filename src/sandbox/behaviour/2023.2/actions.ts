import type { Json } from '../../../catalog/model.ts';
import type { ActionRule } from '../behaviour.ts';

const APPLICATION = 'authentik_core.application';
const USER = 'authentik_core.user';
const GROUP = 'authentik_core.group';
const TOKEN = 'authentik_core.token';
const CERTIFICATE = 'authentik_crypto.certificatekeypair';
const FLOW = 'authentik_flows.flow';
const BLUEPRINT = 'authentik_blueprints.blueprintinstance';

export const ACTIONS: readonly ActionRule[] = [
  { method: 'GET', path: '/admin/version/', does: 'version', seen: 'admin/version' },
  { method: 'GET', path: '/root/config/', does: 'document', column: 'root-config', public: true, seen: 'unauth root/config' },
  { method: 'GET', path: '/admin/system/', does: 'document', column: 'system', seen: 'admin/system' },
  { method: 'GET', path: '/admin/system_tasks/', does: 'tasks', seen: 'x2 system_tasks' },
  { method: 'GET', path: '/admin/apps/', does: 'document', column: 'empty', seen: 'state admin-apps' },
  { method: 'GET', path: '/admin/workers/', does: 'document', column: 'workers', seen: 'state admin-workers' },
  { method: 'GET', path: '/core/users/me/', does: 'me', seen: 'token auth with set key' },
  { method: 'GET', path: '/core/users/paths/', model: USER, column: 'path', does: 'list-paths', seen: 'state core-users-paths' },
  { method: 'POST', path: '/core/users/service_account/', does: 'service-account', seen: 'service_account' },
  { method: 'POST', path: '/core/users/{key}/set_password/', model: USER, does: 'set-password', seen: 'user set_password' },
  { method: 'POST', path: '/core/tokens/{key}/set_key/', model: TOKEN, does: 'set-key', seen: 'token set_key, token set_key empty' },
  { method: 'GET', path: '/core/tokens/{key}/view_key/', model: TOKEN, column: 'key', does: 'view-column', seen: 'token view_key' },
  { method: 'POST', path: '/core/groups/{key}/add_user/', model: GROUP, column: 'users', does: 'add-member', seen: 'group add_user' },
  { method: 'POST', path: '/core/groups/{key}/remove_user/', model: GROUP, column: 'users', does: 'remove-member', seen: 'group remove_user' },
  { method: 'POST', path: '/core/applications/{key}/set_icon_url/', model: APPLICATION, column: 'meta_icon', does: 'set-asset-url', seen: 'app set_icon_url' },
  { method: 'POST', path: '/flows/instances/{key}/set_background_url/', model: FLOW, column: 'background', does: 'set-asset-url', seen: 'flow set_background_url' },
  { method: 'POST', path: '/sources/all/{key}/set_icon_url/', model: 'authentik_core.source', column: 'icon', does: 'set-asset-url', seen: 'source set_icon_url' },
  { method: 'GET', path: '/core/tenants/current/', model: 'authentik_tenants.tenant', does: 'current-tenant', public: true, seen: 'tenants/current' },
  { method: 'POST', path: '/crypto/certificatekeypairs/generate/', model: CERTIFICATE, does: 'generate-certificate', seen: 'cert generate' },
  { method: 'GET', path: '/crypto/certificatekeypairs/{key}/view_certificate/', model: CERTIFICATE, column: 'certificate_data', does: 'view-column', seen: 'cert view_certificate' },
  { method: 'GET', path: '/crypto/certificatekeypairs/{key}/view_private_key/', model: CERTIFICATE, column: 'key_data', does: 'view-column', seen: 'as view_certificate' },
  { method: 'GET', path: '/flows/instances/cache_info/', does: 'document', column: 'cache', seen: 'state flows-instances-cache_info' },
  { method: 'GET', path: '/policies/all/cache_info/', does: 'document', column: 'cache', seen: 'state policies-all-cache_info' },
  { method: 'POST', path: '/flows/instances/cache_clear/', does: 'done', seen: 'OpenAPI document' },
  { method: 'POST', path: '/policies/all/cache_clear/', does: 'done', seen: 'OpenAPI document' },
  { method: 'POST', path: '/flows/instances/import/', does: 'flow-import', seen: 'flow import no file, flow import json, flow import v3' },
  { method: 'GET', path: '/flows/instances/{key}/export/', model: FLOW, does: 'flow-export', seen: 'flow export' },
  { method: 'GET', path: '/flows/instances/{key}/diagram/', model: FLOW, does: 'flow-diagram', seen: 'flow diagram' },
  { method: 'GET', path: '/providers/oauth2/{key}/setup_urls/', model: 'authentik_providers_oauth2.oauth2provider', column: APPLICATION, does: 'setup-urls', seen: 'oauth2 setup_urls, oauth2 setup_urls no app' },
  { method: 'GET', path: '/providers/saml/{key}/metadata/', model: 'authentik_providers_saml.samlprovider', does: 'saml-metadata', public: true, seen: 'x2 saml metadata (no app)' },
  { method: 'GET', path: '/outposts/instances/default_settings/', does: 'outpost-defaults', seen: 'outpost default_settings' },
  { method: 'GET', path: '/managed/blueprints/available/', model: BLUEPRINT, does: 'blueprint-files', seen: 'blueprints available' },
  { method: 'POST', path: '/managed/blueprints/{key}/apply/', model: BLUEPRINT, does: 'blueprint-apply', seen: 'blueprint apply, blueprint apply disabled' },
  { method: 'GET', path: '/stages/email/templates/', does: 'document', column: 'empty', seen: 'state stages-email-templates' },
  { method: 'GET', path: '/events/events/actions/', does: 'document', column: 'empty', seen: 'state events-events-actions' },
  { method: 'GET', path: '/events/events/per_month/', does: 'document', column: 'empty', seen: 'state events-events-per_month' },
  { method: 'GET', path: '/events/events/top_per_user/', does: 'document', column: 'empty', seen: 'state events-events-top_per_user' },
  { method: 'GET', path: '/authenticators/all/', does: 'document', column: 'empty', seen: 'state authenticators-all' },
  { method: 'GET', path: '/authenticators/admin/all/', does: 'document', column: 'empty', seen: 'state authenticators-admin-all' },
  { method: 'GET', path: '/sources/oauth/source_types/', does: 'oauth-types', seen: 'state sources-oauth-source_types' },
  { method: 'GET', path: '/sources/all/user_settings/', does: 'document', column: 'empty', seen: 'state sources-all-user_settings' },
  { method: 'GET', path: '/stages/all/user_settings/', does: 'document', column: 'empty', seen: 'state stages-all-user_settings' },
  ...([
    ['/stages/all/', 'authentik_flows.stage'],
    ['/policies/all/', 'authentik_policies.policy'],
    ['/propertymappings/all/', 'authentik_core.propertymapping'],
    ['/providers/all/', 'authentik_core.provider'],
    ['/sources/all/', 'authentik_core.source'],
    ['/outposts/service_connections/all/', 'authentik_outposts.outpostserviceconnection'],
  ] as const).map(([path, model]) => ({ method: 'GET' as const, path: `${path}types/`, model, does: 'list-types', seen: `state ${path.slice(1, -1).replaceAll('/', '-')}-types` })),
];

const OUTPOST_CONFIG: Json = {
  authentik_host: '',
  authentik_host_insecure: false,
  authentik_host_browser: '',
  log_level: 'warning',
  object_naming_template: 'ak-outpost-%(name)s',
  container_image: null,
  docker_network: null,
  docker_map_ports: true,
  docker_labels: null,
  kubernetes_replicas: 1,
  kubernetes_namespace: 'default',
  kubernetes_ingress_annotations: {},
  kubernetes_ingress_secret_name: 'authentik-outpost-tls',
  kubernetes_ingress_class_name: null,
  kubernetes_service_type: 'ClusterIP',
  kubernetes_disabled_components: [],
  kubernetes_image_pull_secrets: [],
};

/** Answers that do not depend on what is stored. */
export const DOCUMENTS: Readonly<Record<string, Json>> = {
  empty: [],
  cache: { count: 0 },
  workers: { count: 1 },
  system: { env: {}, http_headers: {}, http_host: '127.0.0.1', http_is_secure: false, runtime: {}, tenant: '', server_time: '', embedded_outpost_host: '' },
  'root-config': {
    error_reporting: { enabled: false, sentry_dsn: '', environment: 'customer', send_pii: false, traces_sample_rate: 0.1 },
    capabilities: ['can_impersonate'],
    cache_timeout: 300,
    cache_timeout_flows: 300,
    cache_timeout_policies: 300,
    cache_timeout_reputation: 300,
  },
  'outpost-config': OUTPOST_CONFIG,
  // Seen: blueprint apply.
  'file-labels': { example: { 'blueprints.goauthentik.io/instantiate': 'false' } },
  'outpost-types': { proxy: 'authentik_providers_proxy.proxyprovider', ldap: 'authentik_providers_ldap.ldapprovider' },
  'transport-modes': { local: 'authentik inbuilt notifications', webhook: 'Generic Webhook', webhook_slack: 'Slack Webhook (Slack/Discord)', email: 'Email' },
};
