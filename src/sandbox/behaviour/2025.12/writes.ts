import type { EffectRule, GeneratedRule } from '../write-rules.ts';
import { SHARED_EFFECTS, SHARED_GENERATED } from '../shared/writes.ts';

const picture = (model: string, field: string, seen: string): GeneratedRule => ({
  model,
  field,
  make: { value: '' },
  seen,
});

export const GENERATED: readonly GeneratedRule[] = [
  ...SHARED_GENERATED,
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    field: 'device_classes',
    make: { value: ['static', 'totp', 'webauthn', 'duo', 'sms', 'email'] },
    seen: 'b stage authenticator_validate',
  },
  {
    model: 'authentik_providers_radius.radiusprovider',
    field: 'shared_secret',
    make: { alphabet: 'letters', length: 50 },
    seen: 'b radius create',
  },
  {
    model: 'authentik_endpoints_connectors_agent.enrollmenttoken',
    field: 'key',
    make: { alphabet: 'letters', length: 60 },
    seen: 'as tokens',
  },
  {
    model: 'authentik_stages_authenticator_totp.totpdevice',
    field: 'key',
    make: { alphabet: 'letters', length: 40 },
    seen: 'model-fields: default',
  },
  { model: 'authentik_core.user', field: 'uuid', make: 'uuid', seen: 'user create' },
  picture('authentik_core.application', 'meta_icon', 'app create'),
  picture('authentik_flows.flow', 'background', 'flow create'),
  picture('authentik_core.source', 'icon', 'sources all'),
];

/** The scopes that the server adds to a proxy provider, as far as they exist. */
const PROXY_SCOPES = [
  'goauthentik.io/providers/oauth2/scope-openid',
  'goauthentik.io/providers/oauth2/scope-profile',
  'goauthentik.io/providers/oauth2/scope-email',
  'goauthentik.io/providers/oauth2/scope-entitlements',
  'goauthentik.io/providers/proxy/scope-proxy',
];

export const EFFECTS: readonly EffectRule[] = [
  ...SHARED_EFFECTS,
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'mappings',
    field: 'property_mappings',
    managed: PROXY_SCOPES,
    seen: 'proxy create (adapted)',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'callbacks',
    field: 'redirect_uris',
    from: 'external_host',
    path: 'outpost.goauthentik.io/callback',
    suffix: '?X-authentik-auth-callback=true',
    mode: 'strict',
    seen: 'proxy create (adapted)',
  },
  {
    model: 'authentik_core.token',
    kind: 'lifetime',
    field: 'expires',
    when: 'intent',
    is: ['api'],
    minutes: 30,
    seen: 'b token expires too late api, b token patch expires past',
  },
];
