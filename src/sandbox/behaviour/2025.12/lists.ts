import type { ModelName } from '../../../catalog/model.ts';
import type { BaseRule, ListRule, PlainList } from '../list-rules.ts';
import type { MirrorRule } from '../write-rules.ts';
import { shareBases } from '../shared/bases.ts';
import { NAMES } from '../shared/shapes.ts';
import { eventList } from '../shared/events.ts';
import { SHARED_LISTS, SHARED_MIRRORS, SHARED_PLAIN_LISTS } from '../shared/lists.ts';
import { MAPPINGS } from './mappings.ts';
import { PROVIDER, SOURCE } from './shapes.ts';

export const BASES: readonly BaseRule[] = [
  ...shareBases({
    provider: PROVIDER,
    source: SOURCE,
    userConnection: ['pk', 'user', 'source', 'source_obj', 'identifier', 'created', 'last_updated'],
  }),
  {
    model: 'authentik_core.groupsourceconnection',
    path: '/sources/group_connections/all/',
    one: 'group source connection',
    many: 'group source connections',
    fields: ['pk', 'group', 'source', 'source_obj', 'identifier', 'created', 'last_updated'],
    filters: [],
    seen: 'OpenAPI document, component GroupSourceConnection',
  },
  {
    model: 'authentik_endpoints.connector',
    path: '/endpoints/connectors/',
    one: 'Connector',
    many: 'Connectors',
    key: 'connector_uuid',
    fields: ['connector_uuid', 'name', 'enabled', ...NAMES],
    filters: ['name'],
    seen: 'OpenAPI document, component Connector',
  },
];

const PROVIDERS = [
  'authentik_providers_google_workspace.googleworkspaceprovider',
  'authentik_providers_microsoft_entra.microsoftentraprovider',
  'authentik_providers_rac.racprovider',
  'authentik_providers_radius.radiusprovider',
  'authentik_providers_scim.scimprovider',
  'authentik_providers_ssf.ssfprovider',
];

/** The fields that queries of lists may name (recorded: "list empty", "user list default"). */
const QUERYABLE: Readonly<Record<ModelName, NonNullable<ListRule['queryable']>>> = {
  'authentik_core.group': { name: 'str', is_superuser: 'bool', attributes: 'relation' },
  'authentik_core.user': {
    username: 'str',
    name: 'str',
    email: 'str',
    path: 'str',
    is_active: 'bool',
    type: ['internal', 'external', 'service_account', 'internal_service_account'],
    attributes: 'relation',
  },
};

export const LISTS: readonly ListRule[] = [
  { model: 'authentik_flows.flowstagebinding', order: ['order', 'pk'], seen: 'state flows__bindings' },
  {
    model: 'authentik_policies.policybinding',
    order: ['order', 'pk'],
    special: {
      target: { kind: 'target', column: 'target' },
      target_in: { kind: 'target', column: 'target' },
    },
    seen: 'state policies__bindings',
  },
  eventList('2025.12', 'or-number'),
  ...SHARED_LISTS.map((rule): ListRule => {
    const queryable = QUERYABLE[rule.model];
    return queryable ? { ...rule, queryable } : rule;
  }),
  {
    model: 'authentik_brands.brand',
    order: ['domain'],
    search: ['domain', 'branding_title'],
    seen: 'tenants',
  },
  {
    model: 'authentik_providers_rac.endpoint',
    order: ['name', 'protocol'],
    search: ['name', 'protocol'],
    visibleUnless: 'superuser_full_list',
    special: { superuser_full_list: { kind: 'ignored' } },
    keptWith: 'provider',
    seen: '2025.12: authentik/providers/rac/api/endpoints.py',
  },
  {
    model: 'authentik_rbac.role',
    order: ['name'],
    search: ['name'],
    special: { managed: { kind: 'equal', column: 'managed' } },
    seen: 'b role list',
  },
  ...MAPPINGS.map(
    (model): ListRule => ({
      model,
      order: ['name'],
      special: { managed: { kind: 'known-values', column: 'managed' } },
      seen: 'pm ldap filter managed',
    }),
  ),
  ...[
    ...PROVIDERS,
    'authentik_policies_geoip.geoippolicy',
    'authentik_policies_unique_password.uniquepasswordpolicy',
  ].map((model): ListRule => ({ model, order: ['name'], seen: 'b scim filter name' })),
];

const only = (path: string): PlainList => ({
  path,
  key: 'id',
  seen: `state ${path.slice(1, -1).replaceAll('/', '__')}`,
});

export const PLAIN_LISTS: readonly PlainList[] = [
  ...SHARED_PLAIN_LISTS,
  ...[
    '/authenticators/admin/endpoint/',
    '/authenticators/email/',
    '/authenticators/endpoint/',
    '/endpoints/devices/',
    '/outposts/radius/',
    '/providers/google_workspace_groups/',
    '/providers/google_workspace_users/',
    '/providers/microsoft_entra_groups/',
    '/providers/microsoft_entra_users/',
    '/providers/scim_groups/',
    '/providers/scim_users/',
    '/rac/connection_tokens/',
    '/reports/exports/',
    '/sources/scim_groups/',
    '/sources/scim_users/',
    '/ssf/streams/',
  ].map(only),
];

export const MIRRORS: readonly MirrorRule[] = [
  ...SHARED_MIRRORS,
  {
    model: 'authentik_core.application',
    field: 'backchannel_providers',
    of: 'authentik_core.provider',
    via: 'backchannel_application',
    seen: 'b app backchannel',
  },
];
