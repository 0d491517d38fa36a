import type { ValidatorRule } from '../validation-rules.ts';

const OAUTH = 'authentik_sources_oauth.oauthsource';
const LDAP = 'authentik_sources_ldap.ldapsource';

const ONE_WRITER = {
  model: LDAP,
  kind: 'single',
  field: 'sync_users_password',
  text: 'Only a single LDAP Source with password synchronization is allowed',
  seen: 'x2 source ldap second sync_users_password',
} as const;

const URLS = {
  model: OAUTH,
  kind: 'oauth-urls',
  fields: ['authorization_url', 'access_token_url', 'profile_url'],
  from: 'oidc_well_known_url',
  seen: 'source oauth openidconnect missing urls, source oauth patch',
} as const;

const FETCHED = {
  model: OAUTH,
  kind: 'fetched',
  fields: ['oidc_well_known_url', 'oidc_jwks_url'],
  seen: 'source oauth create, b source oauth patch well-known unreachable',
} as const;

/** Mappings that a source of people or groups must have where it synchronises them. */
const mappings = (kind: 'user' | 'group'): ValidatorRule => ({
  model: LDAP,
  at: `${kind}_property_mappings`,
  kind: 'needs',
  field: `${kind}_property_mappings`,
  when: `sync_${kind}s`,
  is: [true],
  otherwise: false,
  text: `When 'Sync ${kind}s' is enabled, '${kind}s property mappings' cannot be empty.`,
  seen: '2025.12: authentik/sources/ldap/api.py',
  since: '2024.8',
});

/** What the server checks of sources. */
export const SOURCE_CHECKS: readonly ValidatorRule[] = [
  {
    model: OAUTH,
    kind: 'given',
    fields: ['provider_type'],
    seen: 'b source oauth patch enabled+provider_type, source oauth patch (adapted)',
    since: '2023.10',
    until: '2025.12',
  },
  { ...FETCHED, fails: true, until: '2023.6' },
  { ...FETCHED, since: '2023.8' },
  { ...URLS, until: '2025.12' },
  { ...URLS, stored: true, since: '2026.2' },
  { ...ONE_WRITER, assume: true, until: '2024.6' },
  {
    ...ONE_WRITER,
    method: true,
    at: 'sync_users_password',
    assume: false,
    nested: true,
    since: '2024.8',
    until: '2025.12',
  },
  { ...ONE_WRITER, method: true, at: 'sync_users_password', assume: false, since: '2026.2' },
  {
    model: LDAP,
    kind: 'linked-filled',
    method: true,
    at: 'client_certificate',
    field: 'client_certificate',
    column: 'key_data',
    text: 'Invalid pk "{value}" - object does not exist.',
    seen: '2025.12: authentik/sources/ldap/api.py',
    since: '2023.6',
  },
  mappings('user'),
  mappings('group'),
  {
    model: 'authentik_sources_saml.samlsource',
    kind: 'any-when',
    when: 'verification_kp',
    fields: ['signed_assertion', 'signed_response'],
    text:
      'With a Verification Certificate selected, at least one of ' +
      "'Verify Assertion Signature' or 'Verify Response Signature' must be selected.",
    seen: '2025.12: authentik/sources/saml/api/source.py',
    since: '2025.10',
  },
];
