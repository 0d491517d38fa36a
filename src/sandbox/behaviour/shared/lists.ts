import type { ThroughRule } from '../behaviour.ts';
import type { ListRule, PlainList } from '../list-rules.ts';
import type { MirrorRule } from '../write-rules.ts';

export const SHARED_LISTS: readonly ListRule[] = [
  {
    model: 'authentik_core.application',
    order: ['name'],
    search: ['name', 'slug', 'meta_launch_url', 'meta_description', 'meta_publisher', 'group'],
    visibleUnless: 'superuser_full_list',
    special: { superuser_full_list: { kind: 'ignored' } },
    seen: 'x2 app list slug=a (fills cache), x2 app list after binding, full',
  },
  {
    model: 'authentik_core.group',
    order: ['name'],
    search: ['name', 'is_superuser'],
    special: {
      attributes: { kind: 'json', column: 'attributes' },
      members_by_pk: { kind: 'members', of: 'users', field: 'pk' },
      members_by_username: { kind: 'members', of: 'users', field: 'username' },
    },
    seen: 'group filter attributes, group filter attributes bad',
  },
  {
    model: 'authentik_core.user',
    order: ['username'],
    search: ['username', 'name', 'is_active', 'email'],
    hidden: { username: 'AnonymousUser' },
    special: {
      attributes: { kind: 'json', column: 'attributes' },
      groups_by_name: { kind: 'members', of: 'groups', field: 'name' },
      groups_by_pk: { kind: 'members', of: 'groups', field: 'pk' },
      path_startswith: { kind: 'prefix', column: 'path' },
      is_superuser: { kind: 'superusers' },
    },
    seen: 'AnonymousUser, user filter username case, x2 GET 500',
  },
  {
    model: 'authentik_core.token',
    order: ['identifier'],
    search: ['identifier', 'intent', 'description'],
    seen: 'tokens list',
  },
  { model: 'authentik_core.source', order: ['name'], seen: 'sources all' },
  {
    model: 'authentik_crypto.certificatekeypair',
    special: { has_key: { kind: 'filled', column: 'key_data' }, include_details: { kind: 'ignored' } },
    seen: 'filter bad bool, cert list no details',
  },
  {
    model: 'authentik_flows.flow',
    order: ['slug', 'name'],
    search: ['name', 'slug', 'designation', 'title'],
    seen: 'flows all, search',
  },
  { model: 'authentik_flows.flowstagebinding', order: ['target', 'order'], seen: 'state flows-bindings' },
  {
    model: 'authentik_policies.policybinding',
    order: ['target', 'order'],
    special: {
      target: { kind: 'target', column: 'target' },
      target_in: { kind: 'target', column: 'target' },
    },
    seen: 'pbinding filter target=fsb pk, pbinding filter target=pbm ptr, pbinding filter target_in',
  },
  ...[
    'authentik_policies_dummy.dummypolicy',
    'authentik_policies_event_matcher.eventmatcherpolicy',
    'authentik_policies_expiry.passwordexpirypolicy',
    'authentik_policies_expression.expressionpolicy',
    'authentik_policies_password.passwordpolicy',
    'authentik_policies_reputation.reputationpolicy',
  ].map((model) => ({
    model,
    order: ['name'],
    seen: 'state policies-expression, policies-event_matcher',
  })),
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    order: ['name'],
    also: ['authentik_providers_proxy.proxyprovider'],
    seen: 'oauth2 list has proxy?, x2 proxy patch via oauth2 endpoint',
  },
  { model: 'authentik_providers_proxy.proxyprovider', order: ['name'], seen: 'proxy filter name' },
  { model: 'authentik_providers_saml.samlprovider', order: ['name'], seen: 'x2 saml filter name' },
  {
    model: 'authentik_providers_ldap.ldapprovider',
    order: ['name'],
    seen: 'ldap filter name: the plain name filters, too',
    special: { name: { kind: 'equal', column: 'name' } },
  },
  {
    model: 'authentik_providers_oauth2.scopemapping',
    order: ['scope_name'],
    search: ['name', 'scope_name'],
    special: { managed: { kind: 'known-values', column: 'managed' } },
    seen: 'pm scope filter managed list',
  },
  {
    model: 'authentik_providers_saml.samlpropertymapping',
    order: ['name'],
    special: { managed: { kind: 'known-values', column: 'managed' } },
    seen: 'pm saml filter managed',
  },
  { model: 'authentik_events.notificationrule', order: ['name'], seen: 'state events-rules' },
  { model: 'authentik_events.notificationtransport', order: ['name'], seen: 'state events-transports' },
  {
    model: 'authentik_outposts.outpost',
    order: ['name'],
    special: { providers_by_pk: { kind: 'members', of: 'providers', field: 'pk' } },
    seen: 'outpost filter name (unsupported?)',
  },
  {
    model: 'authentik_sources_oauth.oauthsource',
    special: { has_jwks: { kind: 'filled', column: 'oidc_jwks_url' } },
    seen: 'OpenAPI document',
  },
  {
    model: 'authentik_stages_invitation.invitationstage',
    special: { no_flows: { kind: 'unused', by: 'authentik_flows.flowstagebinding', via: 'stage' } },
    seen: 'OpenAPI document',
  },
];

const only = (path: string, more: Partial<PlainList> = {}): PlainList => ({
  path,
  key: 'id',
  seen: `state ${path.slice(1, -1).replaceAll('/', '-')}`,
  ...more,
});

/** Lists of objects that only the server makes; they are empty, as on a fresh server. */
export const SHARED_PLAIN_LISTS: readonly PlainList[] = [
  only('/oauth2/access_tokens/', { component: 'TokenModel', delete: true }),
  only('/oauth2/authorization_codes/', { component: 'ExpiringBaseGrantModel', delete: true }),
  only('/oauth2/refresh_tokens/', { component: 'TokenModel', delete: true }),
  only('/core/user_consent/', { component: 'UserConsent', delete: true }),
  only('/core/authenticated_sessions/', { key: 'uuid', component: 'AuthenticatedSession', delete: true }),
  only('/policies/reputation/scores/', { key: 'reputation_uuid', component: 'Reputation', delete: true }),
  ...[
    '/authenticators/duo/',
    '/authenticators/sms/',
    '/authenticators/static/',
    '/authenticators/totp/',
    '/authenticators/webauthn/',
    '/authenticators/admin/static/',
    '/authenticators/admin/totp/',
    '/outposts/ldap/',
    '/outposts/proxy/',
  ].map((path) => only(path)),
];

export const SHARED_MIRRORS: readonly MirrorRule[] = [
  {
    model: 'authentik_core.user',
    field: 'groups',
    of: 'authentik_core.group',
    via: 'users',
    seen: 'user patch groups, group child',
  },
];

export const THROUGH: readonly ThroughRule[] = [
  { link: 'authentik_flows.flowstagebinding', from: 'stage', to: 'target', seen: 'stage used_by' },
];
