import type { Condition } from '../../object-rule.ts';
import type { ServerCheck } from './server-check.ts';

const OAUTH = 'authentik_sources_oauth.oauthsource';
const LDAP = 'authentik_sources_ldap.ldapsource';
const URLS = ['authorization_url', 'access_token_url', 'profile_url'];

const syncsPasswords = (otherwise: boolean): Condition => ({
  all: [
    { field: 'sync_users_password', truthy: true, otherwise },
    { another: { field: 'sync_users_password', truthy: true } },
  ],
});

const ONLY_ONE = {
  at: ['sync_users_password'],
  message: 'only one LDAP source can have sync_users_password: true',
  hint: 'write sync_users_password: false for the others',
};

/** Sources. */
export const SOURCE_CHECKS: readonly ServerCheck[] = [
  {
    name: 'oauth-source-urls',
    models: [OAUTH],
    fields: ['provider_type', ...URLS, 'oidc_well_known_url'],
    refuses: 'a source of a type without addresses of its own that names none',
    seen: 'recording "source oauth openidconnect missing urls"; sources: sources/oauth/types',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'provider_type', is: ['openidconnect', 'mailcow', 'okta'] },
            { field: 'oidc_well_known_url', empty: true, otherwise: '' },
            { any: URLS.map((given) => ({ not: { given } })) },
          ],
        },
        at: ['provider_type'],
        message: `this provider_type needs ${URLS.join(', ')}, or oidc_well_known_url`,
        hint: 'add the addresses, or the one of the configuration that names them',
      },
    },
  },
  {
    name: 'oauth-source-fetched',
    models: [OAUTH],
    fields: ['oidc_well_known_url', 'oidc_jwks_url'],
    refuses: 'addresses from which the server cannot fetch a configuration or keys',
    seen: 'recordings "source oauth create", "b source oauth patch well-known unreachable"',
    found: { by: 'none', why: 'only the server can try, in its own network' },
  },
  {
    name: 'ldap-one-password-sync',
    models: [LDAP],
    fields: ['sync_users_password'],
    until: '2024.6',
    refuses: 'a second source that synchronises passwords; what is left out counts as true',
    seen: 'recording "x2 source ldap second sync_users_password"; serializers to 2024.6: sources/ldap',
    found: { by: 'rule', rule: { refused: syncsPasswords(true), ...ONLY_ONE } },
  },
  {
    name: 'ldap-one-password-sync-2024-8',
    models: [LDAP],
    fields: ['sync_users_password'],
    since: '2024.8',
    refuses: 'a second source that synchronises passwords',
    seen: 'recording "x2 source ldap second sync_users_password"; serializers since 2024.8: sources/ldap',
    found: { by: 'rule', rule: { refused: syncsPasswords(false), ...ONLY_ONE } },
  },
  ...(['user', 'group'] as const).map(
    (what): ServerCheck => ({
      name: `ldap-sync-${what}s-mappings`,
      models: [LDAP],
      fields: [`sync_${what}s`, `${what}_property_mappings`],
      since: '2024.8',
      refuses: `sync_${what}s: true without mappings; where it is left out, nothing is checked`,
      seen: 'serializers since 2024.8: sources/ldap',
      found: {
        by: 'rule',
        rule: {
          refused: {
            all: [
              { field: `sync_${what}s`, truthy: true, otherwise: false },
              { field: `${what}_property_mappings`, empty: true, otherwise: [] },
            ],
          },
          at: [`${what}_property_mappings`, `sync_${what}s`],
          message: `sync_${what}s: true needs ${what}_property_mappings, which say what becomes of an entry`,
          hint: `add mappings, or write sync_${what}s: false`,
        },
      },
    }),
  ),
  {
    name: 'ldap-client-certificate-key',
    models: [LDAP],
    fields: ['client_certificate'],
    since: '2023.6',
    refuses: 'a client certificate without a private key',
    seen: 'serializers since 2023.6: sources/ldap',
    found: {
      by: 'rule',
      rule: {
        refused: {
          linked: 'client_certificate',
          meets: {
            any: [
              { field: 'private_key_available', is: [false] },
              { all: [{ created: true }, { field: 'key_data', empty: true, otherwise: '' }] },
            ],
          },
        },
        at: ['client_certificate'],
        message: 'client_certificate must have a private key',
        hint: 'give the certificate key_data, or name another one',
      },
    },
  },
  {
    name: 'saml-source-signing',
    models: ['authentik_sources_saml.samlsource'],
    fields: ['verification_kp', 'signed_assertion', 'signed_response'],
    since: '2025.10',
    refuses: 'a certificate to verify with, and nothing to verify; what is left out counts as false',
    seen: 'serializers since 2025.10: sources/saml',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { not: { field: 'verification_kp', empty: true, otherwise: null } },
            { not: { field: 'signed_assertion', truthy: true, otherwise: false } },
            { not: { field: 'signed_response', truthy: true, otherwise: false } },
          ],
        },
        at: ['verification_kp', 'signed_assertion', 'signed_response'],
        message: 'verification_kp needs signed_assertion: true or signed_response: true beside it',
        hint: 'write one of them out: the server takes what is not written for false here',
      },
    },
  },
  {
    name: 'source-built-in-kept',
    models: ['authentik_core.source'],
    fields: ['managed'],
    since: '2025.4',
    refuses: 'deleting the source that stands for the server itself',
    seen: 'views since 2025.4: core/sources',
    found: { by: 'none', why: 'it is of the base class, of which no entry can be' },
  },
];
