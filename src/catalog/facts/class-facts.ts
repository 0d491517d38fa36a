import type { ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* Names: what models, their base classes and columns are called, where the document does not say it. */

/**
 * Fields whose name in the API differs from the name in the database: model → API name → database name. A
 * release without such a column does not mind.
 */
export const ALIASES: Readonly<Record<ModelName, Readonly<Record<string, string>>>> = {
  'authentik_core.user': { groups: 'ak_groups' },
  'authentik_outposts.outpost': { config: '_config' },
  'authentik_providers_oauth2.oauth2provider': { redirect_uris: '_redirect_uris' },
  'authentik_providers_proxy.proxyprovider': { redirect_uris: '_redirect_uris' },
  'authentik_providers_ws_federation.wsfederationprovider': { reply_url: 'acs_url', wtrealm: 'audience' },
};

/**
 * Models whose component in the document is not named like their class; a release without that component does
 * not mind.
 */
export const COMPONENTS: readonly (Seen & {
  readonly model: ModelName;
  readonly component: string;
  readonly label: string;
})[] = [
  {
    model: 'authentik_providers_oauth2.accesstoken',
    component: 'TokenModel',
    label: 'AccessToken',
    seen: 'document of 2023.2.3: /oauth2/access_tokens/',
  },
  {
    model: 'authentik_providers_oauth2.refreshtoken',
    component: 'TokenModel',
    label: 'RefreshToken',
    seen: 'document of 2023.2.3: /oauth2/refresh_tokens/',
  },
  {
    model: 'authentik_providers_oauth2.authorizationcode',
    component: 'ExpiringBaseGrantModel',
    label: 'AuthorizationCode',
    seen: 'document of 2023.2.3: /oauth2/authorization_codes/',
  },
  {
    model: 'authentik_endpoints.device',
    component: 'EndpointDevice',
    label: 'Device',
    seen: 'document of 2025.12.4: /endpoints/devices/',
  },
  {
    model: 'authentik_stages_authenticator_endpoint_gdtc.endpointdevice',
    component: 'GoogleEndpointDevice',
    label: 'EndpointDevice',
    seen: 'document of 2025.12.4: /authenticators/admin/endpoint/',
  },
];

/** Base classes, with the list of all their kinds. */
export const BASES: readonly (Seen & {
  readonly model: ModelName;
  readonly label: string;
  readonly list?: string;
})[] = [
  { model: 'authentik_core.provider', label: 'Provider', list: '/providers/all/', seen: 'document' },
  { model: 'authentik_core.source', label: 'Source', list: '/sources/all/', seen: 'document' },
  {
    model: 'authentik_core.propertymapping',
    label: 'PropertyMapping',
    list: '/propertymappings/all/',
    seen: 'document',
  },
  {
    model: 'authentik_core.usersourceconnection',
    label: 'UserSourceConnection',
    list: '/sources/user_connections/all/',
    seen: 'document',
  },
  {
    model: 'authentik_core.groupsourceconnection',
    label: 'GroupSourceConnection',
    list: '/sources/group_connections/all/',
    seen: 'document of 2025.12.4',
  },
  {
    model: 'authentik_endpoints.connector',
    label: 'Connector',
    list: '/endpoints/connectors/',
    seen: 'document of 2025.12.4',
  },
  { model: 'authentik_flows.stage', label: 'Stage', list: '/stages/all/', seen: 'document' },
  { model: 'authentik_policies.policy', label: 'Policy', list: '/policies/all/', seen: 'document' },
  {
    model: 'authentik_policies.policybindingmodel',
    label: 'PolicyBindingModel',
    seen: 'no list in any document',
  },
  {
    model: 'authentik_outposts.outpostserviceconnection',
    label: 'OutpostServiceConnection',
    list: '/outposts/service_connections/all/',
    seen: 'document',
  },
];

/** Models that a blueprint may name and that are no table: they do something else. */
export const META: readonly (Seen & {
  readonly model: ModelName;
  readonly label: string;
  readonly instances: ModelName;
  readonly identifies: readonly string[];
})[] = [
  {
    model: 'authentik_blueprints.metaapplyblueprint',
    label: 'MetaApplyBlueprint',
    instances: 'authentik_blueprints.blueprintinstance',
    identifies: ['name', 'path'],
    seen: 'facts, blueprint-language.md',
  },
];

/** Models that somebody has proposed for authentik, and that no release up to 2026.8 has. */
export const PROPOSED: readonly (Seen & { readonly model: ModelName; readonly hint: string })[] = [
  {
    model: 'authentik_blueprints.metacleanblueprint',
    hint:
      'it was proposed for authentik, and would delete all objects of a model: give each an entry with ' +
      'state: absent',
    seen: 'a branch of authentik; not in 2026.2.2, 2026.5.0-rc1 or the document of 2026.8.3',
  },
];
