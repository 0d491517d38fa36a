import type { EffectRule, GeneratedRule } from '../write-rules.ts';
import { SHARED_EFFECTS, SHARED_GENERATED } from '../shared/writes.ts';

export const GENERATED: readonly GeneratedRule[] = [
  ...SHARED_GENERATED,
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    field: 'device_classes',
    make: { value: ['static', 'totp', 'webauthn', 'duo', 'sms'] },
    seen: 'oracle base-fresh',
  },
];

/** The scopes that the server adds to a proxy provider, as far as they exist. */
const PROXY_SCOPES = [
  'goauthentik.io/providers/oauth2/scope-openid',
  'goauthentik.io/providers/oauth2/scope-profile',
  'goauthentik.io/providers/oauth2/scope-email',
  'goauthentik.io/providers/proxy/scope-proxy',
];

export const EFFECTS: readonly EffectRule[] = [
  ...SHARED_EFFECTS,
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'mappings',
    field: 'property_mappings',
    managed: PROXY_SCOPES,
    seen: 'proxy create',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'callbacks',
    field: 'redirect_uris',
    from: 'external_host',
    path: 'outpost.goauthentik.io/callback',
    suffix: String.raw`\?X-authentik-auth-callback=true`,
    seen: 'proxy create, oracle probe__proxy_provider_forward_single',
  },
];
