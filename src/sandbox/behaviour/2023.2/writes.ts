import type { EffectRule, GeneratedRule } from '../behaviour.ts';

export const GENERATED: readonly GeneratedRule[] = [
  { model: 'authentik_providers_oauth2.oauth2provider', field: 'client_id', make: { alphabet: 'letters', length: 40 }, seen: 'oauth2 create minimal sub_mode user_id' },
  { model: 'authentik_providers_oauth2.oauth2provider', field: 'client_secret', make: { alphabet: 'printable', length: 128 }, seen: 'oauth2 create minimal sub_mode user_id' },
  { model: 'authentik_providers_proxy.proxyprovider', field: 'cookie_secret', make: { alphabet: 'letters', length: 50 }, seen: 'tools/rest_dump.py: lengths of generated values' },
  { model: 'authentik_sources_plex.plexsource', field: 'client_id', make: { alphabet: 'letters', length: 40 }, seen: 'tools/rest_dump.py: lengths of generated values' },
  { model: 'authentik_core.token', field: 'key', make: { alphabet: 'letters', length: 60 }, seen: 'token view_key' },
  { model: 'authentik_core.token', field: 'expires', make: { minutes: 30 }, seen: 'token create minimal' },
  { model: 'authentik_stages_invitation.invitation', field: 'expires', make: { minutes: 30 }, seen: 'as tokens' },
  { model: 'authentik_events.event', field: 'expires', make: { minutes: 525_600 }, seen: 'x2 events last' },
  { model: 'authentik_events.event', field: 'created', make: 'now', seen: 'x2 events last' },
  { model: 'authentik_core.user', field: 'date_joined', make: 'now', seen: 'model-fields' },
  { model: 'authentik_core.user', field: 'password_change_date', make: 'now', seen: 'model-fields' },
  { model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage', field: 'device_classes', make: { value: ['static', 'totp', 'webauthn', 'duo', 'sms'] }, seen: 'oracle base-fresh' },
];

/** The scopes that a proxy provider gets from the server, as far as they are there. */
const PROXY_SCOPES = ['goauthentik.io/providers/oauth2/scope-openid', 'goauthentik.io/providers/oauth2/scope-profile', 'goauthentik.io/providers/oauth2/scope-email', 'goauthentik.io/providers/proxy/scope-proxy'];

export const EFFECTS: readonly EffectRule[] = [
  { model: 'authentik_providers_proxy.proxyprovider', kind: 'mappings', field: 'property_mappings', managed: PROXY_SCOPES, seen: 'proxy create' },
  { model: 'authentik_providers_proxy.proxyprovider', kind: 'callbacks', field: 'redirect_uris', from: 'external_host', path: 'outpost.goauthentik.io/callback', suffix: String.raw`\?X-authentik-auth-callback=true`, seen: 'proxy create, oracle probe__proxy_provider_forward_single' },
  { model: 'authentik_providers_proxy.proxyprovider', kind: 'fixed', field: 'client_type', value: 'confidential', seen: 'oracle probe__proxy_provider_forward_single' },
  { model: 'authentik_core.token', kind: 'caller', field: 'user', seen: 'token create minimal, token patch, token put w/o user' },
  { model: 'authentik_core.token', kind: 'reset', field: 'intent', value: 'api', seen: 'token create minimal, x2 token patch description only' },
  { model: 'authentik_stages_invitation.invitation', kind: 'caller-on-create', field: 'created_by', seen: 'OpenAPI document: read-only and required' },
  { model: 'authentik_blueprints.blueprintinstance', kind: 'touch', field: 'last_applied', on: 'write', seen: 'blueprint patch enabled+path' },
  ...['authentik_policies.policy', 'authentik_blueprints.blueprintinstance', 'authentik_crypto.certificatekeypair', 'authentik_core.usersourceconnection'].map((model) => ({ model, kind: 'touch', field: 'last_updated', on: 'write', seen: 'model-fields: last_updated' }) as const),
];
