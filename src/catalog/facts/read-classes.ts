import type { ReadClass } from './read-class.ts';
import { FLOW, OPTIONAL_TEXT, TEXT } from './read-class.ts';
import { READ_MODELS } from './read-models.ts';
import type { SeenSince } from './seen.ts';

/*
 * Classes and columns that no server was asked about: they came, or changed, after the last description of
 * the classes (2026.5.0-rc1). What a row says was read and not measured, and a release has it where its
 * document shows the field. "Sources of X": authentik's own on the way to X.
 */

/** Releases of which no server was asked, oldest first: what is known of each rests on this. */
export const UNMEASURED: readonly (SeenSince & { readonly rests: string })[] = [
  {
    since: '2026.2',
    rests: 'its document and its classes, which were read without a server',
    seen: 'sources at the tag version/2026.2.2',
  },
  {
    since: '2026.5',
    rests:
      'its document, its release notes, and the classes of 2026.5.0-rc1, which were read without a server',
    seen: 'development branch of 20 April 2026',
  },
  {
    since: '2026.8',
    rests: 'its document, its release notes, the classes of 2026.5.0-rc1, and parts of its own sources',
    seen: 'document of 2026.8.3; release notes of 2026.8',
  },
];

export const READ_CLASSES: readonly ReadClass[] = [
  {
    model: 'authentik_brands.brand',
    fields: { flow_lockdown: FLOW },
    since: '2026.5',
    seen: 'sources of 2026.5',
  },
  {
    model: 'authentik_core.application',
    fields: { meta_hide: { default: false } },
    since: '2026.5',
    seen: 'sources of 2026.5; release notes of 2026.5: blank://blank as launch address was made into it',
  },
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    fields: { grant_types: { default: [] } },
    since: '2026.5',
    seen: 'sources of 2026.5 and 2026.8; reports in public repositories: made without it, none are allowed',
  },
  {
    model: 'authentik_providers_saml.samlprovider',
    fields: { issuer_override: OPTIONAL_TEXT },
    since: '2026.5',
    seen: 'sources of 2026.5: the column was renamed, and its default became the empty text',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    fields: Object.fromEntries(
      ['email', 'sms', 'static', 'totp'].map((kind) => [`${kind}_otp_throttling_factor`, { default: 1 }]),
    ),
    since: '2026.5',
    seen: 'sources of 2026.5',
  },
  {
    model: 'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
    fields: { prevent_duplicate_devices: { default: false } },
    since: '2026.5',
    seen: 'release notes of 2026.8: off by default since 2026.5.4',
  },
  {
    model: 'authentik_stages_account_lockdown.accountlockdownstage',
    bases: ['authentik_flows.stage'],
    pk: 'stage_ptr',
    unique: [['name']],
    fields: {
      name: TEXT,
      deactivate_user: { default: true },
      set_unusable_password: { default: true },
      delete_sessions: { default: true },
      revoke_tokens: { default: true },
      self_service_completion_flow: FLOW,
    },
    since: '2026.5',
    seen: 'sources of 2026.5',
  },
  {
    model: 'authentik_brands.brand',
    fields: { branding_map_tiles: OPTIONAL_TEXT, flow_user_switch: FLOW, flow_request: FLOW },
    since: '2026.8',
    seen: 'sources of 2026.8',
  },
  ...[
    'authentik_providers_google_workspace.googleworkspaceprovider',
    'authentik_providers_microsoft_entra.microsoftentraprovider',
    'authentik_providers_scim.scimprovider',
  ].map((model) => ({
    model,
    fields: { discovery_enabled: { default: true } },
    since: '2026.8',
    seen: 'sources of 2026.8 (of the SCIM provider)',
  })),
  {
    model: 'authentik_providers_ws_federation.wsfederationprovider',
    fields: { saml_version: { default: '2.0' } },
    since: '2026.8',
    seen: 'sources of 2026.8',
  },
  {
    model: 'authentik_sources_saml.samlsource',
    fields: { issuer_override: OPTIONAL_TEXT },
    since: '2026.8',
    seen: 'sources of 2026.8: the column was renamed, and its default became the empty text',
  },
  {
    model: 'authentik_stages_captcha.captchastage',
    fields: { request_content_type: { default: 'application/x-www-form-urlencoded' } },
    since: '2026.8',
    seen: 'sources of 2026.8',
  },
  {
    model: 'authentik_stages_source.sourcestage',
    fields: { resume_on_match_failures: { default: [] } },
    since: '2026.8',
    seen: 'sources of 2026.8',
  },
  ...READ_MODELS,
];
