import type { DerivedRule, Shape, TitleRule } from '../behaviour.ts';
import { NAMES, shareDerived, SHARED_TITLES } from '../shared/derived.ts';

/** The names of a provider that lists of providers and other objects show. */
export const PROVIDER = [
  'pk',
  'name',
  'authentication_flow',
  'authorization_flow',
  'invalidation_flow',
  'property_mappings',
  'component',
  'assigned_application_slug',
  'assigned_application_name',
  'assigned_backchannel_application_slug',
  'assigned_backchannel_application_name',
  'verbose_name',
  'verbose_name_plural',
  'meta_model_name',
];
const MEMBER: Shape = {
  fields: ['pk', 'username', 'name', 'is_active', 'last_login', 'email', 'attributes', 'uid'],
};
const PARTIAL_GROUP: Shape = { fields: ['pk', 'num_pk', 'name', 'is_superuser', 'attributes'] };
const RELATED_GROUP: Shape = { fields: ['pk', 'name', 'is_superuser', 'attributes', 'group_uuid'] };
const ROLE: Shape = { fields: ['pk', 'name'] };
const SOURCE: Shape = {
  fields: [
    'pk',
    'name',
    'slug',
    'enabled',
    'promoted',
    'authentication_flow',
    'enrollment_flow',
    'user_property_mappings',
    'group_property_mappings',
    ...NAMES,
    'policy_engine_mode',
    'user_matching_mode',
    'managed',
    'user_path_template',
    'icon',
    'icon_url',
    'icon_themed_urls',
  ],
};

const GROUP = 'authentik_core.group';
const APPLICATION = 'authentik_core.application';

export const DERIVED: readonly DerivedRule[] = [
  ...[
    ['authentik_brands.brand', 'brand_uuid'],
    ['authentik_endpoints_connectors_agent.agentconnector', 'connector_uuid'],
    ['authentik_endpoints_connectors_agent.enrollmenttoken', 'token_uuid'],
    ['authentik_enterprise.license', 'license_uuid'],
    ['authentik_core.applicationentitlement', 'pbm_uuid'],
    ['authentik_endpoints.deviceaccessgroup', 'pbm_uuid'],
    ['authentik_tenants.domain', 'id'],
  ].map(
    ([model = '', field = '']): DerivedRule => ({
      model,
      field,
      how: { kind: 'pk' },
      seen: 'OpenAPI document',
    }),
  ),

  {
    model: APPLICATION,
    field: 'backchannel_providers',
    how: { kind: 'referrers', model: 'authentik_core.provider', via: 'backchannel_application', field: 'pk' },
    seen: 'b app backchannel',
  },
  {
    model: APPLICATION,
    field: 'backchannel_providers_obj',
    how: { kind: 'objects', via: 'backchannel_providers', shape: { fields: PROVIDER } },
    seen: 'b app backchannel',
  },
  {
    model: APPLICATION,
    field: 'meta_icon_url',
    how: { kind: 'picture', of: 'meta_icon', empty: null },
    seen: 'app create with meta_icon, b app meta_icon relative',
  },
  {
    model: APPLICATION,
    field: 'meta_icon_themed_urls',
    how: { kind: 'constant', value: null },
    seen: 'app create',
  },
  {
    model: 'authentik_flows.flow',
    field: 'background_url',
    how: { kind: 'picture', of: 'background', empty: '/static/dist/assets/images/flow_background.jpg' },
    seen: 'flow get after bg, b flow background',
  },
  {
    model: 'authentik_flows.flow',
    field: 'background_themed_urls',
    how: { kind: 'constant', value: null },
    seen: 'flow create',
  },
  {
    model: 'authentik_core.source',
    field: 'icon_url',
    how: { kind: 'picture', of: 'icon', empty: null },
    seen: 'b source icon',
  },
  {
    model: 'authentik_sources_oauth.oauthsource',
    field: 'icon_url',
    how: { kind: 'computed', name: 'oauth-icon' },
    seen: 'b source oauth patch enabled+provider_type',
  },
  ...[
    ['authentik_sources_ldap.ldapsource', 'ldap'],
    ['authentik_sources_kerberos.kerberossource', 'kerberos'],
    ['authentik_sources_plex.plexsource', 'plex'],
    ['authentik_sources_saml.samlsource', 'saml'],
    ['authentik_sources_telegram.telegramsource', 'telegram'],
  ].map(
    ([model = '', name = '']): DerivedRule => ({
      model,
      field: 'icon_url',
      how: { kind: 'picture', of: 'icon', empty: `/static/authentik/sources/${name}.png` },
      seen: 'x2 source ldap create',
    }),
  ),
  {
    model: 'authentik_core.source',
    field: 'icon_themed_urls',
    how: { kind: 'constant', value: null },
    seen: 'sources all',
  },

  { model: GROUP, field: 'group_uuid', how: { kind: 'pk' }, seen: 'b group get include' },
  {
    model: 'authentik_policies.policybinding',
    field: 'user_obj',
    how: { kind: 'object', via: 'user', shape: MEMBER },
    seen: 'b rule pbinding',
  },
  {
    model: GROUP,
    field: 'parents_obj',
    how: { kind: 'objects', via: 'parents', shape: RELATED_GROUP, include: { by: 'include_parents' } },
    seen: 'b group get include',
  },
  {
    model: GROUP,
    field: 'children',
    how: { kind: 'referrers', model: GROUP, via: 'parents', field: 'pk' },
    seen: 'b group get include',
  },
  {
    model: GROUP,
    field: 'children_obj',
    how: {
      kind: 'referrer-objects',
      model: GROUP,
      via: 'parents',
      field: '',
      shape: RELATED_GROUP,
      include: { by: 'include_children' },
    },
    seen: 'b group get include',
  },
  {
    model: GROUP,
    field: 'users_obj',
    how: { kind: 'objects', via: 'users', shape: MEMBER, include: { by: 'include_users', usual: true } },
    seen: 'b group list no users',
  },
  {
    model: GROUP,
    field: 'roles_obj',
    how: { kind: 'objects', via: 'roles', shape: ROLE },
    seen: 'b group roles',
  },
  {
    model: GROUP,
    field: 'inherited_roles_obj',
    how: { kind: 'constant', value: null },
    seen: 'group create',
  },
  {
    model: 'authentik_core.user',
    field: 'roles_obj',
    how: { kind: 'objects', via: 'roles', shape: ROLE, include: { by: 'include_roles', usual: true } },
    seen: 'b user patch roles',
  },
  {
    model: 'authentik_core.user',
    field: 'groups_obj',
    how: {
      kind: 'objects',
      via: 'groups',
      shape: PARTIAL_GROUP,
      include: { by: 'include_groups', usual: true },
    },
    seen: 'b user include_groups false',
  },

  {
    model: 'authentik_core.provider',
    field: 'assigned_backchannel_application_slug',
    how: { kind: 'follow', via: 'backchannel_application', field: 'slug' },
    seen: 'b app backchannel',
  },
  {
    model: 'authentik_core.provider',
    field: 'assigned_backchannel_application_name',
    how: { kind: 'follow', via: 'backchannel_application', field: 'name' },
    seen: 'b app backchannel',
  },
  {
    model: 'authentik_providers_rac.endpoint',
    field: 'provider_obj',
    how: { kind: 'object', via: 'provider' },
    seen: 'OpenAPI document, component Endpoint',
  },
  {
    model: 'authentik_providers_rac.endpoint',
    field: 'launch_url',
    how: { kind: 'constant', value: null },
    seen: 'OpenAPI document, component Endpoint',
  },
  {
    model: 'authentik_providers_ssf.ssfprovider',
    field: 'token_obj',
    how: { kind: 'object', via: 'token' },
    seen: 'OpenAPI document, component SSFProvider',
  },
  {
    model: 'authentik_providers_ssf.ssfprovider',
    field: 'ssf_url',
    how: { kind: 'constant', value: null },
    seen: 'OpenAPI document, component SSFProvider',
  },
  {
    model: 'authentik_sources_scim.scimsource',
    field: 'root_url',
    how: { kind: 'template', host: true, text: '/source/scim/{slug}/v2' },
    seen: 'OpenAPI document, component SCIMSource',
  },
  {
    model: 'authentik_sources_scim.scimsource',
    field: 'token_obj',
    how: { kind: 'object', via: 'token' },
    seen: 'OpenAPI document, component SCIMSource',
  },
  ...['authentik_sources_kerberos.kerberossource', 'authentik_sources_ldap.ldapsource'].map(
    (model): DerivedRule => ({
      model,
      field: 'connectivity',
      how: { kind: 'constant', value: null },
      seen: 'source ldap create',
    }),
  ),
  ...['authentik_core.usersourceconnection', 'authentik_core.groupsourceconnection'].map(
    (model): DerivedRule => ({
      model,
      field: 'source_obj',
      how: { kind: 'object', via: 'source', shape: SOURCE },
      seen: 'OpenAPI document, component UserSourceConnection',
    }),
  ),

  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'key_type',
    how: { kind: 'computed', name: 'key_type' },
    seen: 'cert generate',
  },
  {
    model: 'authentik_stages_prompt.prompt',
    field: 'prompt_stages_obj',
    how: { kind: 'referrer-objects', model: 'authentik_stages_prompt.promptstage', via: 'fields', field: '' },
    seen: 'state stages__prompt__prompts: with the own fields of the stage',
  },
  {
    model: 'authentik_events.notificationrule',
    field: 'destination_group_obj',
    how: { kind: 'object', via: 'destination_group' },
    seen: 'rule create (adapted)',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'refresh_interval_s',
    how: { kind: 'computed', name: 'refresh-seconds' },
    seen: 'outpost create',
  },
  {
    model: 'authentik_rbac.initialpermissions',
    field: 'permissions_obj',
    how: { kind: 'computed', name: 'initial-permissions' },
    seen: 'b initial_permissions',
  },
  {
    model: 'authentik_policies_geoip.geoippolicy',
    field: 'countries_obj',
    how: { kind: 'constant', value: [] },
    seen: 'OpenAPI document, component GeoIPPolicy',
  },
  {
    model: 'authentik_endpoints.endpointstage',
    field: 'connector_obj',
    how: { kind: 'object', via: 'connector' },
    seen: 'OpenAPI document, component EndpointStage',
  },
  {
    model: 'authentik_endpoints_connectors_agent.enrollmenttoken',
    field: 'device_group_obj',
    how: { kind: 'object', via: 'device_group' },
    seen: 'OpenAPI document, component EnrollmentToken',
  },
  {
    model: 'authentik_stages_authenticator_static.staticdevice',
    field: 'token_set',
    how: { kind: 'constant', value: [] },
    seen: 'OpenAPI document, component StaticDevice',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    field: 'webauthn_allowed_device_types_obj',
    how: { kind: 'constant', value: [] },
    seen: 'b stage authenticator_validate',
  },
  {
    model: 'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
    field: 'device_type_restrictions_obj',
    how: { kind: 'constant', value: [] },
    seen: 'state stages__authenticator__webauthn',
  },
  // What this release does in its own way stands before what it shares.
  ...shareDerived({
    provider: { fields: PROVIDER },
    flowOfStage: {
      fields: [
        'pk',
        'policybindingmodel_ptr_id',
        'name',
        'slug',
        'title',
        'designation',
        'background_url',
        'policy_engine_mode',
        'compatibility_mode',
        'export_url',
        'layout',
        'denied_action',
      ],
    },
    member: MEMBER,
    groupOfUser: PARTIAL_GROUP,
    groupOfBinding: PARTIAL_GROUP,
  }),
];

export const TITLES: readonly TitleRule[] = [
  ...SHARED_TITLES,
  { model: 'authentik_rbac.role', text: 'Role {name}', seen: 'b group used_by' },
  { model: APPLICATION, text: '{name}', seen: 'b rbac permissions/roles' },
];
