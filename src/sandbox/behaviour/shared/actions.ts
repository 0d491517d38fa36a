import type { ActionRule } from '../behaviour.ts';

const APPLICATION = 'authentik_core.application';
const USER = 'authentik_core.user';
const GROUP = 'authentik_core.group';
const TOKEN = 'authentik_core.token';
const CERTIFICATE = 'authentik_crypto.certificatekeypair';
const FLOW = 'authentik_flows.flow';
const BLUEPRINT = 'authentik_blueprints.blueprintinstance';

export const SHARED_ACTIONS: readonly ActionRule[] = [
  { method: 'GET', path: '/admin/version/', does: 'version', seen: 'admin/version' },
  { method: 'GET', path: '/root/config/', does: 'document', column: 'root-config', public: true, seen: 'unauth root/config' },
  { method: 'GET', path: '/admin/system/', does: 'document', column: 'system', seen: 'admin/system' },
  { method: 'GET', path: '/core/users/me/', does: 'me', seen: 'token auth with set key' },
  { method: 'GET', path: '/core/users/paths/', model: USER, column: 'path', does: 'list-paths', seen: 'state core-users-paths' },
  { method: 'POST', path: '/core/users/service_account/', does: 'service-account', seen: 'service_account' },
  { method: 'POST', path: '/core/users/{key}/set_password/', model: USER, does: 'set-password', seen: 'user set_password' },
  { method: 'POST', path: '/core/tokens/{key}/set_key/', model: TOKEN, does: 'set-key', seen: 'token set_key, token set_key empty' },
  { method: 'GET', path: '/core/tokens/{key}/view_key/', model: TOKEN, column: 'key', does: 'view-column', seen: 'token view_key' },
  { method: 'POST', path: '/core/groups/{key}/add_user/', model: GROUP, column: 'users', does: 'add-member', seen: 'group add_user' },
  { method: 'POST', path: '/core/groups/{key}/remove_user/', model: GROUP, column: 'users', does: 'remove-member', seen: 'group remove_user' },
  { method: 'POST', path: '/crypto/certificatekeypairs/generate/', model: CERTIFICATE, does: 'generate-certificate', seen: 'cert generate' },
  { method: 'GET', path: '/crypto/certificatekeypairs/{key}/view_certificate/', model: CERTIFICATE, column: 'certificate_data', does: 'view-column', seen: 'cert view_certificate' },
  { method: 'GET', path: '/crypto/certificatekeypairs/{key}/view_private_key/', model: CERTIFICATE, column: 'key_data', does: 'view-column', seen: 'as view_certificate' },
  { method: 'GET', path: '/flows/instances/cache_info/', does: 'document', column: 'cache', seen: 'state flows-instances-cache_info' },
  { method: 'GET', path: '/policies/all/cache_info/', does: 'document', column: 'cache', seen: 'state policies-all-cache_info' },
  { method: 'POST', path: '/flows/instances/cache_clear/', does: 'done', seen: 'OpenAPI document' },
  { method: 'POST', path: '/policies/all/cache_clear/', does: 'done', seen: 'OpenAPI document' },
  { method: 'GET', path: '/flows/instances/{key}/export/', model: FLOW, does: 'flow-export', seen: 'flow export' },
  { method: 'GET', path: '/flows/instances/{key}/diagram/', model: FLOW, does: 'flow-diagram', seen: 'flow diagram' },
  { method: 'GET', path: '/providers/oauth2/{key}/setup_urls/', model: 'authentik_providers_oauth2.oauth2provider', column: APPLICATION, does: 'setup-urls', seen: 'oauth2 setup_urls, oauth2 setup_urls no app' },
  { method: 'GET', path: '/providers/saml/{key}/metadata/', model: 'authentik_providers_saml.samlprovider', does: 'saml-metadata', public: true, seen: 'x2 saml metadata (no app)' },
  { method: 'GET', path: '/outposts/instances/default_settings/', does: 'outpost-defaults', seen: 'outpost default_settings' },
  { method: 'GET', path: '/managed/blueprints/available/', model: BLUEPRINT, does: 'blueprint-files', seen: 'blueprints available' },
  { method: 'GET', path: '/stages/email/templates/', does: 'document', column: 'empty', seen: 'state stages-email-templates' },
  { method: 'GET', path: '/events/events/actions/', does: 'document', column: 'empty', seen: 'state events-events-actions' },
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
