import type { DerivedRule } from '../behaviour.ts';
import { NAMES, shareDerived } from '../shared/derived.ts';

/** The names of a provider that lists of providers and other objects show. */
export const PROVIDER = [
  'pk',
  'name',
  'authorization_flow',
  'property_mappings',
  'component',
  'assigned_application_slug',
  'assigned_application_name',
  'verbose_name',
  'verbose_name_plural',
  'meta_model_name',
];

const MEMBER = ['pk', 'username', 'name', 'is_active', 'last_login', 'email', 'avatar', 'attributes', 'uid'];

export const DERIVED: readonly DerivedRule[] = [
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
        'background',
        'policy_engine_mode',
        'compatibility_mode',
        'export_url',
        'layout',
        'denied_action',
      ],
    },
    member: { fields: MEMBER },
    groupOfUser: { fields: ['pk', 'num_pk', 'name', 'is_superuser', 'parent', 'parent_name', 'attributes'] },
    groupOfBinding: {},
  }),
  { model: 'authentik_tenants.tenant', field: 'tenant_uuid', how: { kind: 'pk' }, seen: 'tenants' },
  {
    model: 'authentik_core.application',
    field: 'meta_icon',
    how: { kind: 'asset', empty: null },
    seen: 'app get after rel icon, app get after static icon',
  },
  {
    model: 'authentik_core.group',
    field: 'parent_name',
    how: { kind: 'follow', via: 'parent', field: 'name', omit: true },
    seen: 'group child; left out without a parent',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'private_key_type',
    how: { kind: 'computed', name: 'private_key_type' },
    seen: 'cert generate, cert list no details',
  },
  {
    model: 'authentik_flows.flow',
    field: 'background',
    how: { kind: 'asset', empty: '/static/dist/assets/images/flow_background.jpg' },
    seen: 'flow get after bg, flow get after bg2',
  },
  {
    model: 'authentik_stages_prompt.prompt',
    field: 'promptstage_set',
    how: {
      kind: 'referrer-objects',
      model: 'authentik_stages_prompt.promptstage',
      via: 'fields',
      field: '',
      shape: { fields: ['pk', 'name', ...NAMES, 'flow_set'] },
    },
    seen: 'state stages-prompt-prompts',
  },
  {
    model: 'authentik_events.notificationrule',
    field: 'group_obj',
    how: { kind: 'object', via: 'group' },
    seen: 'rule create',
  },
  {
    model: 'authentik_core.source',
    field: 'icon',
    how: { kind: 'asset', empty: null },
    seen: 'source get after icon',
  },
  {
    model: 'authentik_core.usersourceconnection',
    field: 'source',
    how: { kind: 'object', via: 'source', shape: { fields: ['pk', 'name', 'slug', 'enabled'] } },
    seen: 'OpenAPI document, component UserOAuthSourceConnection',
  },
];
