import { derived, type DerivedRule } from '../derived-rules.ts';
import { shareDerived } from '../shared/derived.ts';
import { flowOfStage, NAMES } from '../shared/shapes.ts';

/** The fields of a provider that lists of providers and other objects show. */
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
    flowOfStage: flowOfStage('background'),
    member: { fields: MEMBER },
    groupOfUser: { fields: ['pk', 'num_pk', 'name', 'is_superuser', 'parent', 'parent_name', 'attributes'] },
    groupOfBinding: {},
  }),
  derived('authentik_tenants.tenant', 'tenant_uuid', { kind: 'pk' }, 'tenants'),
  derived(
    'authentik_core.application',
    'meta_icon',
    { kind: 'asset', empty: null, asIs: 'any' },
    'app get after rel icon, app get after static icon',
  ),
  derived(
    'authentik_core.group',
    'parent_name',
    { kind: 'follow', via: 'parent', field: 'name', omit: true },
    'group child; left out without a parent',
  ),
  derived(
    'authentik_crypto.certificatekeypair',
    'private_key_type',
    { kind: 'computed', name: 'private_key_type' },
    'cert generate, cert list no details',
  ),
  derived(
    'authentik_flows.flow',
    'background',
    { kind: 'asset', empty: '/static/dist/assets/images/flow_background.jpg', asIs: 'http' },
    'flow get after bg, flow get after bg2',
  ),
  derived(
    'authentik_stages_prompt.prompt',
    'promptstage_set',
    {
      kind: 'referrer-objects',
      model: 'authentik_stages_prompt.promptstage',
      via: 'fields',
      field: '',
      shape: { fields: ['pk', 'name', ...NAMES, 'flow_set'] },
    },
    'state stages-prompt-prompts',
  ),
  derived('authentik_events.notificationrule', 'group_obj', { kind: 'object', via: 'group' }, 'rule create'),
  derived(
    'authentik_core.source',
    'icon',
    { kind: 'asset', empty: null, asIs: 'any' },
    'source get after icon',
  ),
  derived(
    'authentik_core.usersourceconnection',
    'source',
    { kind: 'object', via: 'source', shape: { fields: ['pk', 'name', 'slug', 'enabled'] } },
    'OpenAPI document, component UserOAuthSourceConnection',
  ),
];
