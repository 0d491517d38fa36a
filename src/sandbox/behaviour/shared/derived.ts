import type { DerivedRule, Shape, TitleRule } from '../behaviour.ts';

export const NAMES = ['component', 'verbose_name', 'verbose_name_plural', 'meta_model_name'];
const STAGE = ['pk', 'name', ...NAMES, 'flow_set'];

/** How a release shows objects inside others. */
export interface Shapes {
  readonly provider: Shape;
  readonly flowOfStage: Shape;
  readonly member: Shape;
  readonly groupOfUser: Shape;
  readonly groupOfBinding: Shape;
}

/** What both described releases work out in the same way, each with its own shapes. */
export const shareDerived = (shapes: Shapes): readonly DerivedRule[] => [
  { model: '*', field: 'pk', how: { kind: 'pk' }, seen: 'group create' },
  {
    model: '*',
    field: 'component',
    how: { kind: 'names', part: 'component' },
    seen: 'oauth2 create minimal sub_mode user_id',
  },
  {
    model: '*',
    field: 'verbose_name',
    how: { kind: 'names', part: 'one' },
    seen: 'oauth2 create minimal sub_mode user_id',
  },
  {
    model: '*',
    field: 'verbose_name_plural',
    how: { kind: 'names', part: 'many' },
    seen: 'oauth2 create minimal sub_mode user_id',
  },
  {
    model: '*',
    field: 'meta_model_name',
    how: { kind: 'names', part: 'model' },
    seen: 'x2 proxy patch via oauth2 endpoint',
  },

  {
    model: 'authentik_core.application',
    field: 'provider_obj',
    how: { kind: 'object', via: 'provider', shape: shapes.provider },
    seen: 'app create',
  },
  {
    model: 'authentik_core.application',
    field: 'launch_url',
    how: { kind: 'computed', name: 'launch-url' },
    seen: 'app create, app patch launch url blank',
  },
  {
    model: 'authentik_core.group',
    field: 'num_pk',
    how: { kind: 'computed', name: 'group-number' },
    seen: 'group create',
  },
  {
    model: 'authentik_core.group',
    field: 'users_obj',
    how: { kind: 'objects', via: 'users', shape: shapes.member },
    seen: 'group child',
  },
  {
    model: 'authentik_core.user',
    field: 'groups',
    how: { kind: 'referrers', model: 'authentik_core.group', via: 'users', field: 'pk' },
    seen: 'user patch groups',
  },
  {
    model: 'authentik_core.user',
    field: 'groups_obj',
    how: { kind: 'objects', via: 'groups', shape: shapes.groupOfUser },
    seen: 'user patch groups',
  },
  {
    model: 'authentik_core.user',
    field: 'is_superuser',
    how: { kind: 'computed', name: 'is-superuser' },
    seen: 'user patch is_superuser (ro)',
  },
  {
    model: 'authentik_core.user',
    field: 'avatar',
    how: { kind: 'computed', name: 'avatar' },
    seen: 'user create',
  },
  {
    model: 'authentik_core.user',
    field: 'uid',
    how: { kind: 'computed', name: 'user-digest' },
    seen: 'user create',
  },
  {
    model: 'authentik_core.token',
    field: 'user_obj',
    how: { kind: 'object', via: 'user' },
    seen: 'token create',
  },

  ...(
    [
      'fingerprint_sha256',
      'fingerprint_sha1',
      'cert_expiry',
      'cert_subject',
      'private_key_available',
    ] as const
  ).map((field) => ({
    model: 'authentik_crypto.certificatekeypair',
    field,
    how: { kind: 'computed', name: field } as const,
    seen: 'cert generate, cert list no details',
  })),
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'certificate_download_url',
    how: { kind: 'template', text: '{root}/crypto/certificatekeypairs/{pk}/view_certificate/?download' },
    seen: 'certs',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'private_key_download_url',
    how: { kind: 'template', text: '{root}/crypto/certificatekeypairs/{pk}/view_private_key/?download' },
    seen: 'certs',
  },

  {
    model: 'authentik_flows.flow',
    field: 'cache_count',
    how: { kind: 'constant', value: 0 },
    seen: 'flow create',
  },
  {
    model: 'authentik_flows.flow',
    field: 'export_url',
    how: { kind: 'template', text: '{root}/flows/instances/{slug}/export/' },
    seen: 'flow create',
  },
  {
    model: 'authentik_flows.flow',
    field: 'stages',
    how: { kind: 'referrers', model: 'authentik_flows.flowstagebinding', via: 'target', field: 'stage' },
    seen: 'flows all',
  },
  {
    model: 'authentik_flows.flow',
    field: 'policies',
    how: { kind: 'referrers', model: 'authentik_policies.policybinding', via: 'target', field: 'policy' },
    seen: 'flows all',
  },
  {
    model: 'authentik_flows.stage',
    field: 'flow_set',
    how: {
      kind: 'referrer-objects',
      model: 'authentik_flows.flowstagebinding',
      via: 'stage',
      field: 'target',
      shape: shapes.flowOfStage,
    },
    seen: 'state stages-all',
  },
  {
    model: 'authentik_flows.flowstagebinding',
    field: 'stage_obj',
    how: { kind: 'object', via: 'stage', shape: { fields: STAGE, masked: 'created' } },
    seen: 'flow binding create: the base class only; flow binding patch: the stage itself',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'created_by',
    how: { kind: 'object', via: 'created_by', shape: shapes.member },
    seen: 'OpenAPI document, component Invitation',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'flow_obj',
    how: { kind: 'object', via: 'flow' },
    seen: 'OpenAPI document, component Invitation',
  },

  {
    model: 'authentik_policies.policy',
    field: 'bound_to',
    how: {
      kind: 'count',
      of: [
        { model: 'authentik_policies.policybinding', via: 'policy' },
        { model: 'authentik_stages_prompt.promptstage', via: 'validation_policies' },
      ],
    },
    seen: 'list default',
  },
  {
    model: 'authentik_policies.policybinding',
    field: 'policy_obj',
    how: { kind: 'object', via: 'policy' },
    seen: 'state policies-bindings: with the own fields of its kind',
  },
  {
    model: 'authentik_policies.policybinding',
    field: 'group_obj',
    how: { kind: 'object', via: 'group', shape: shapes.groupOfBinding },
    seen: 'app policybinding group',
  },
  {
    model: 'authentik_policies.policybinding',
    field: 'user_obj',
    how: { kind: 'object', via: 'user' },
    seen: 'x2 pbinding to rule by pk',
  },
  {
    model: 'authentik_events.notificationtransport',
    field: 'mode_verbose',
    how: { kind: 'computed', name: 'transport-mode' },
    seen: 'x2 transport webhook',
  },

  {
    model: 'authentik_core.provider',
    field: 'assigned_application_slug',
    how: { kind: 'back', model: 'authentik_core.application', via: 'provider', field: 'slug' },
    seen: 'oauth2 get with app',
  },
  {
    model: 'authentik_core.provider',
    field: 'assigned_application_name',
    how: { kind: 'back', model: 'authentik_core.application', via: 'provider', field: 'name' },
    seen: 'oauth2 get with app',
  },
  {
    model: 'authentik_core.provider',
    field: 'outpost_set',
    how: { kind: 'referrers', model: 'authentik_outposts.outpost', via: 'providers', field: 'name' },
    seen: 'proxy create',
  },
  {
    model: 'authentik_providers_saml.samlprovider',
    field: 'url_download_metadata',
    how: { kind: 'template', host: true, text: '{root}/providers/saml/{pk}/metadata/?download' },
    seen: 'x2 saml create',
  },
  ...['url_sso_post', 'url_sso_redirect', 'url_sso_init', 'url_slo_post', 'url_slo_redirect'].map(
    (field) => ({
      model: 'authentik_providers_saml.samlprovider',
      field,
      how: { kind: 'computed', name: 'saml-url' } as const,
      seen: 'x2 saml create: - without an application',
    }),
  ),

  {
    model: 'authentik_sources_oauth.oauthsource',
    field: 'callback_url',
    how: { kind: 'template', host: true, text: '/source/oauth/callback/{slug}/' },
    seen: 'source oauth create',
  },
  {
    model: 'authentik_sources_oauth.oauthsource',
    field: 'type',
    how: { kind: 'computed', name: 'oauth-type' },
    seen: 'source oauth create',
  },

  {
    model: 'authentik_outposts.outpost',
    field: 'providers_obj',
    how: { kind: 'objects', via: 'providers', shape: { ...shapes.provider, masked: 'always' } },
    seen: 'outpost create: under the names of the base class',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'service_connection_obj',
    how: {
      kind: 'object',
      via: 'service_connection',
      shape: { fields: ['pk', 'name', 'local', ...NAMES], masked: 'always' },
    },
    seen: 'outpost create',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'token_identifier',
    how: { kind: 'template', text: 'ak-outpost-{pk}-api' },
    seen: 'outpost create',
  },
];

export const SHARED_TITLES: readonly TitleRule[] = [
  { model: 'authentik_core.group', text: 'Group {name}', seen: 'group used_by' },
  { model: 'authentik_flows.flow', text: 'Flow {name} ({slug})', seen: 'stage used_by' },
  {
    model: 'authentik_flows.flowstagebinding',
    text: 'Flow-stage binding #{order} to {target}',
    seen: 'stage used_by',
  },
];
