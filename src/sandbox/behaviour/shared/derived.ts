import { derived, type DerivedRule } from '../derived-rules.ts';
import { NAMES, type Shapes } from './shapes.ts';

const STAGE = ['pk', 'name', ...NAMES, 'flow_set'];

/** The fields that both described releases work out in the same way, each with its own shapes. */
export const shareDerived = (shapes: Shapes): readonly DerivedRule[] => [
  derived('*', 'pk', { kind: 'pk' }, 'group create'),
  derived('*', 'component', { kind: 'names', part: 'component' }, 'oauth2 create minimal sub_mode user_id'),
  derived('*', 'verbose_name', { kind: 'names', part: 'one' }, 'oauth2 create minimal sub_mode user_id'),
  derived(
    '*',
    'verbose_name_plural',
    { kind: 'names', part: 'many' },
    'oauth2 create minimal sub_mode user_id',
  ),
  derived('*', 'meta_model_name', { kind: 'names', part: 'model' }, 'x2 proxy patch via oauth2 endpoint'),

  derived(
    'authentik_core.application',
    'provider_obj',
    { kind: 'object', via: 'provider', shape: shapes.provider },
    'app create',
  ),
  derived(
    'authentik_core.application',
    'launch_url',
    { kind: 'computed', name: 'launch-url' },
    'app create, app patch launch url blank',
  ),
  derived('authentik_core.group', 'num_pk', { kind: 'computed', name: 'group-number' }, 'group create'),
  derived(
    'authentik_core.group',
    'users_obj',
    { kind: 'objects', via: 'users', shape: shapes.member },
    'group child',
  ),
  derived(
    'authentik_core.user',
    'groups',
    { kind: 'referrers', model: 'authentik_core.group', via: 'users', field: 'pk' },
    'user patch groups',
  ),
  derived(
    'authentik_core.user',
    'groups_obj',
    { kind: 'objects', via: 'groups', shape: shapes.groupOfUser },
    'user patch groups',
  ),
  derived(
    'authentik_core.user',
    'is_superuser',
    { kind: 'computed', name: 'is-superuser' },
    'user patch is_superuser (ro)',
  ),
  derived('authentik_core.user', 'avatar', { kind: 'computed', name: 'avatar' }, 'user create'),
  derived('authentik_core.user', 'uid', { kind: 'computed', name: 'user-digest' }, 'user create'),
  derived('authentik_core.token', 'user_obj', { kind: 'object', via: 'user' }, 'token create'),

  ...(
    [
      'fingerprint_sha256',
      'fingerprint_sha1',
      'cert_expiry',
      'cert_subject',
      'private_key_available',
    ] as const
  ).map((field) =>
    derived(
      'authentik_crypto.certificatekeypair',
      field,
      { kind: 'computed', name: field },
      'cert generate, cert list no details',
    ),
  ),
  derived(
    'authentik_crypto.certificatekeypair',
    'certificate_download_url',
    { kind: 'template', text: '{root}/crypto/certificatekeypairs/{pk}/view_certificate/?download' },
    'certs',
  ),
  derived(
    'authentik_crypto.certificatekeypair',
    'private_key_download_url',
    { kind: 'template', text: '{root}/crypto/certificatekeypairs/{pk}/view_private_key/?download' },
    'certs',
  ),

  derived('authentik_flows.flow', 'cache_count', { kind: 'constant', value: 0 }, 'flow create'),
  derived(
    'authentik_flows.flow',
    'export_url',
    { kind: 'template', text: '{root}/flows/instances/{slug}/export/' },
    'flow create',
  ),
  derived(
    'authentik_flows.flow',
    'stages',
    { kind: 'referrers', model: 'authentik_flows.flowstagebinding', via: 'target', field: 'stage' },
    'flows all',
  ),
  derived(
    'authentik_flows.flow',
    'policies',
    { kind: 'referrers', model: 'authentik_policies.policybinding', via: 'target', field: 'policy' },
    'flows all',
  ),
  derived(
    'authentik_flows.stage',
    'flow_set',
    {
      kind: 'referrer-objects',
      model: 'authentik_flows.flowstagebinding',
      via: 'stage',
      field: 'target',
      shape: shapes.flowOfStage,
    },
    'state stages-all',
  ),
  derived(
    'authentik_flows.flowstagebinding',
    'stage_obj',
    { kind: 'object', via: 'stage', shape: { fields: STAGE, masked: 'created' } },
    'flow binding create: the base class only; flow binding patch: the stage itself',
  ),
  derived(
    'authentik_stages_invitation.invitation',
    'created_by',
    { kind: 'object', via: 'created_by', shape: shapes.member },
    'OpenAPI document, component Invitation',
  ),
  derived(
    'authentik_stages_invitation.invitation',
    'flow_obj',
    { kind: 'object', via: 'flow' },
    'OpenAPI document, component Invitation',
  ),

  derived(
    'authentik_policies.policy',
    'bound_to',
    {
      kind: 'count',
      of: [
        { model: 'authentik_policies.policybinding', via: 'policy' },
        { model: 'authentik_stages_prompt.promptstage', via: 'validation_policies' },
      ],
    },
    'list default',
  ),
  derived(
    'authentik_policies.policybinding',
    'policy_obj',
    { kind: 'object', via: 'policy' },
    'state policies-bindings: with the own fields of its kind',
  ),
  derived(
    'authentik_policies.policybinding',
    'group_obj',
    { kind: 'object', via: 'group', shape: shapes.groupOfBinding },
    'app policybinding group',
  ),
  derived(
    'authentik_policies.policybinding',
    'user_obj',
    { kind: 'object', via: 'user' },
    'x2 pbinding to rule by pk',
  ),
  derived(
    'authentik_events.notificationtransport',
    'mode_verbose',
    { kind: 'computed', name: 'transport-mode' },
    'x2 transport webhook',
  ),

  derived(
    'authentik_core.provider',
    'assigned_application_slug',
    { kind: 'back', model: 'authentik_core.application', via: 'provider', field: 'slug' },
    'oauth2 get with app',
  ),
  derived(
    'authentik_core.provider',
    'assigned_application_name',
    { kind: 'back', model: 'authentik_core.application', via: 'provider', field: 'name' },
    'oauth2 get with app',
  ),
  derived(
    'authentik_core.provider',
    'outpost_set',
    { kind: 'referrers', model: 'authentik_outposts.outpost', via: 'providers', field: 'name' },
    'proxy create',
  ),
  derived(
    'authentik_providers_saml.samlprovider',
    'url_download_metadata',
    { kind: 'template', host: true, text: '{root}/providers/saml/{pk}/metadata/?download' },
    'x2 saml create',
  ),
  ...['url_sso_post', 'url_sso_redirect', 'url_sso_init', 'url_slo_post', 'url_slo_redirect'].map((field) =>
    derived(
      'authentik_providers_saml.samlprovider',
      field,
      { kind: 'computed', name: 'saml-url' },
      'x2 saml create: - without an application',
    ),
  ),

  derived(
    'authentik_sources_oauth.oauthsource',
    'callback_url',
    { kind: 'template', host: true, text: '/source/oauth/callback/{slug}/' },
    'source oauth create',
  ),
  derived(
    'authentik_sources_oauth.oauthsource',
    'type',
    { kind: 'computed', name: 'oauth-type' },
    'source oauth create',
  ),

  derived(
    'authentik_outposts.outpost',
    'providers_obj',
    { kind: 'objects', via: 'providers', shape: { ...shapes.provider, masked: 'always' } },
    'outpost create: under the names of the base class',
  ),
  derived(
    'authentik_outposts.outpost',
    'service_connection_obj',
    {
      kind: 'object',
      via: 'service_connection',
      shape: { fields: ['pk', 'name', 'local', ...NAMES], masked: 'always' },
    },
    'outpost create',
  ),
  derived(
    'authentik_outposts.outpost',
    'token_identifier',
    { kind: 'template', text: 'ak-outpost-{pk}-api' },
    'outpost create',
  ),
];
