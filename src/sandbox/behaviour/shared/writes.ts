import type { EffectRule, GeneratedRule } from '../write-rules.ts';

export const SHARED_GENERATED: readonly GeneratedRule[] = [
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    field: 'client_id',
    make: { alphabet: 'letters', length: 40 },
    seen: 'oauth2 create minimal sub_mode user_id',
  },
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    field: 'client_secret',
    make: { alphabet: 'printable', length: 128 },
    seen: 'oauth2 create minimal sub_mode user_id',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'cookie_secret',
    make: { alphabet: 'letters', length: 50 },
    seen: 'tools/rest_dump.py: lengths of generated values',
  },
  {
    model: 'authentik_sources_plex.plexsource',
    field: 'client_id',
    make: { alphabet: 'letters', length: 40 },
    seen: 'tools/rest_dump.py: lengths of generated values',
  },
  {
    model: 'authentik_core.token',
    field: 'key',
    make: { alphabet: 'letters', length: 60 },
    seen: 'token view_key',
  },
  { model: 'authentik_core.token', field: 'expires', make: { minutes: 30 }, seen: 'token create minimal' },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'expires',
    make: { minutes: 30 },
    seen: 'as tokens',
  },
  { model: 'authentik_events.event', field: 'expires', make: { minutes: 525_600 }, seen: 'x2 events last' },
  { model: 'authentik_events.event', field: 'created', make: 'now', seen: 'x2 events last' },
  { model: 'authentik_core.user', field: 'date_joined', make: 'now', seen: 'model-fields' },
  { model: 'authentik_core.user', field: 'password_change_date', make: 'now', seen: 'model-fields' },
];

export const SHARED_EFFECTS: readonly EffectRule[] = [
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'fixed',
    field: 'client_type',
    value: 'confidential',
    seen: 'oracle probe__proxy_provider_forward_single',
  },
  {
    model: 'authentik_core.token',
    kind: 'caller',
    field: 'user',
    seen: 'token create minimal, token patch, token put w/o user',
  },
  {
    model: 'authentik_core.token',
    kind: 'reset',
    field: 'intent',
    value: 'api',
    seen: 'token create minimal, x2 token patch description only, b token patch description only',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    kind: 'caller-on-create',
    field: 'created_by',
    seen: 'OpenAPI document: read-only and required',
  },
  {
    model: 'authentik_blueprints.blueprintinstance',
    kind: 'timestamp',
    field: 'last_applied',
    on: 'write',
    seen: 'blueprint patch enabled+path',
  },
  ...[
    'authentik_policies.policy',
    'authentik_blueprints.blueprintinstance',
    'authentik_crypto.certificatekeypair',
    'authentik_core.usersourceconnection',
  ].map(
    (model) =>
      ({
        model,
        kind: 'timestamp',
        field: 'last_updated',
        on: 'write',
        seen: 'model-fields: last_updated',
      }) as const,
  ),
];
