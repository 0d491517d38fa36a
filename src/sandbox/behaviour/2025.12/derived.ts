import { derived, type DerivedRule } from '../derived-rules.ts';
import { shareDerived } from '../shared/derived.ts';
import { flowOfStage } from '../shared/shapes.ts';
import { PICTURES } from './pictures.ts';
import { MEMBER, PARTIAL_GROUP, PROVIDER, RELATED_GROUP, ROLE, SOURCE } from './shapes.ts';

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
    ['authentik_tasks_schedules.schedule', 'id'],
  ].map(([model = '', field = '']): DerivedRule => derived(model, field, { kind: 'pk' }, 'OpenAPI document')),

  derived(
    APPLICATION,
    'backchannel_providers',
    { kind: 'referrers', model: 'authentik_core.provider', via: 'backchannel_application', field: 'pk' },
    'b app backchannel',
  ),
  derived(
    APPLICATION,
    'backchannel_providers_obj',
    { kind: 'objects', via: 'backchannel_providers', shape: { fields: PROVIDER } },
    'b app backchannel',
  ),
  ...PICTURES,

  derived(GROUP, 'group_uuid', { kind: 'pk' }, 'b group get include'),
  derived(
    'authentik_policies.policybinding',
    'user_obj',
    { kind: 'object', via: 'user', shape: MEMBER },
    'b rule pbinding',
  ),
  derived(
    GROUP,
    'parents_obj',
    { kind: 'objects', via: 'parents', shape: RELATED_GROUP, include: { by: 'include_parents' } },
    'b group get include',
  ),
  derived(
    GROUP,
    'children',
    { kind: 'referrers', model: GROUP, via: 'parents', field: 'pk' },
    'b group get include',
  ),
  derived(
    GROUP,
    'children_obj',
    {
      kind: 'referrer-objects',
      model: GROUP,
      via: 'parents',
      field: '',
      shape: RELATED_GROUP,
      include: { by: 'include_children' },
    },
    'b group get include',
  ),
  derived(
    GROUP,
    'users_obj',
    { kind: 'objects', via: 'users', shape: MEMBER, include: { by: 'include_users', usual: true } },
    'b group list no users',
  ),
  derived(GROUP, 'roles_obj', { kind: 'objects', via: 'roles', shape: ROLE }, 'b group roles'),
  derived(GROUP, 'inherited_roles_obj', { kind: 'constant', value: null }, 'group create'),
  derived(
    'authentik_core.user',
    'roles_obj',
    { kind: 'objects', via: 'roles', shape: ROLE, include: { by: 'include_roles', usual: true } },
    'b user patch roles',
  ),
  derived(
    'authentik_core.user',
    'groups_obj',
    {
      kind: 'objects',
      via: 'groups',
      shape: PARTIAL_GROUP,
      include: { by: 'include_groups', usual: true },
    },
    'b user include_groups false',
  ),

  derived(
    'authentik_core.provider',
    'assigned_backchannel_application_slug',
    { kind: 'follow', via: 'backchannel_application', field: 'slug' },
    'b app backchannel',
  ),
  derived(
    'authentik_core.provider',
    'assigned_backchannel_application_name',
    { kind: 'follow', via: 'backchannel_application', field: 'name' },
    'b app backchannel',
  ),
  derived(
    'authentik_providers_rac.endpoint',
    'provider_obj',
    { kind: 'object', via: 'provider' },
    'OpenAPI document, component Endpoint',
  ),
  derived(
    'authentik_providers_rac.endpoint',
    'launch_url',
    { kind: 'constant', value: null },
    'OpenAPI document, component Endpoint',
  ),
  derived(
    'authentik_providers_ssf.ssfprovider',
    'token_obj',
    { kind: 'object', via: 'token' },
    'OpenAPI document, component SSFProvider',
  ),
  derived(
    'authentik_providers_ssf.ssfprovider',
    'ssf_url',
    { kind: 'constant', value: null },
    'OpenAPI document, component SSFProvider',
  ),
  derived(
    'authentik_sources_scim.scimsource',
    'root_url',
    { kind: 'template', host: true, text: '/source/scim/{slug}/v2' },
    'OpenAPI document, component SCIMSource',
  ),
  derived(
    'authentik_sources_scim.scimsource',
    'token_obj',
    { kind: 'object', via: 'token' },
    'OpenAPI document, component SCIMSource',
  ),
  ...['authentik_sources_kerberos.kerberossource', 'authentik_sources_ldap.ldapsource'].map(
    (model): DerivedRule =>
      derived(model, 'connectivity', { kind: 'constant', value: null }, 'source ldap create'),
  ),
  ...['authentik_core.usersourceconnection', 'authentik_core.groupsourceconnection'].map(
    (model): DerivedRule =>
      derived(
        model,
        'source_obj',
        { kind: 'object', via: 'source', shape: { fields: SOURCE } },
        'OpenAPI document, component UserSourceConnection',
      ),
  ),

  derived(
    'authentik_crypto.certificatekeypair',
    'key_type',
    { kind: 'computed', name: 'key_type' },
    'cert generate',
  ),
  derived(
    'authentik_stages_prompt.prompt',
    'prompt_stages_obj',
    { kind: 'referrer-objects', model: 'authentik_stages_prompt.promptstage', via: 'fields', field: '' },
    'state stages__prompt__prompts: with the own fields of the stage',
  ),
  derived(
    'authentik_events.notificationrule',
    'destination_group_obj',
    { kind: 'object', via: 'destination_group' },
    'rule create (adapted)',
  ),
  derived(
    'authentik_outposts.outpost',
    'refresh_interval_s',
    { kind: 'computed', name: 'refresh-seconds' },
    'outpost create',
  ),
  derived(
    'authentik_rbac.initialpermissions',
    'permissions_obj',
    { kind: 'computed', name: 'initial-permissions' },
    'b initial_permissions',
  ),
  derived(
    'authentik_policies_geoip.geoippolicy',
    'countries_obj',
    { kind: 'constant', value: [] },
    'OpenAPI document, component GeoIPPolicy',
  ),
  derived(
    'authentik_endpoints.endpointstage',
    'connector_obj',
    { kind: 'object', via: 'connector' },
    'OpenAPI document, component EndpointStage',
  ),
  derived(
    'authentik_endpoints_connectors_agent.enrollmenttoken',
    'device_group_obj',
    { kind: 'object', via: 'device_group' },
    'OpenAPI document, component EnrollmentToken',
  ),
  derived(
    'authentik_stages_authenticator_static.staticdevice',
    'token_set',
    { kind: 'constant', value: [] },
    'OpenAPI document, component StaticDevice',
  ),
  derived(
    'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    'webauthn_allowed_device_types_obj',
    { kind: 'constant', value: [] },
    'b stage authenticator_validate',
  ),
  derived(
    'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
    'device_type_restrictions_obj',
    { kind: 'constant', value: [] },
    'state stages__authenticator__webauthn',
  ),
  ...['rel_obj_app_label', 'rel_obj_model', 'description', 'last_task_status'].map((field) =>
    derived('authentik_tasks_schedules.schedule', field, { kind: 'recorded' }, 'state tasks__schedules'),
  ),
  // The first rule for a field counts: this release's own ones come before the shared ones.
  ...shareDerived({
    provider: { fields: PROVIDER },
    flowOfStage: flowOfStage('background_url'),
    member: MEMBER,
    groupOfUser: PARTIAL_GROUP,
    groupOfBinding: PARTIAL_GROUP,
  }),
];
