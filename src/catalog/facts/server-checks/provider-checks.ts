import { COMPILED } from '../value-facts.ts';
import type { ServerCheck } from './server-check.ts';

const PROXY = 'authentik_providers_proxy.proxyprovider';
const SAML = 'authentik_providers_saml.samlprovider';

/** Providers, and the mappings of their properties. */
export const PROVIDER_CHECKS: readonly ServerCheck[] = [
  {
    name: 'proxy-internal-host',
    models: [PROXY],
    fields: ['mode', 'internal_host'],
    refuses: 'a proxy provider in mode proxy without the address behind it',
    seen: 'probe proxy_provider_proxy_no_internal',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'mode', is: ['proxy'], otherwise: 'proxy' },
            { field: 'internal_host', empty: true, otherwise: '' },
          ],
        },
        at: ['mode', 'internal_host'],
        message: 'mode proxy needs internal_host, the address behind the proxy',
        hint: 'add internal_host, or use forward_single or forward_domain',
      },
    },
  },
  {
    name: 'proxy-basic-auth',
    models: [PROXY],
    fields: ['basic_auth_enabled', 'basic_auth_user_attribute', 'basic_auth_password_attribute'],
    refuses: 'basic authentication without the attributes that hold name and password',
    seen: 'serializers: providers/proxy',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'basic_auth_enabled', truthy: true, otherwise: false },
            {
              any: [
                { field: 'basic_auth_user_attribute', is: [''], otherwise: '' },
                { field: 'basic_auth_password_attribute', is: [''], otherwise: '' },
              ],
            },
          ],
        },
        at: ['basic_auth_enabled', 'basic_auth_user_attribute', 'basic_auth_password_attribute'],
        message: 'basic_auth_enabled needs basic_auth_user_attribute and basic_auth_password_attribute',
        hint: "name the attributes of users that hold what is sent to the application's login",
      },
    },
  },
  {
    name: 'saml-provider-signing',
    models: [SAML],
    fields: ['signing_kp', 'sign_assertion', 'sign_response'],
    since: '2024.8',
    refuses: 'a key to sign with, and nothing to sign; what is left out counts as false',
    seen: 'recordings "b saml signing_kp only", "b saml signing_kp+sign"; serializers since 2024.8',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { not: { field: 'signing_kp', empty: true, otherwise: null } },
            { not: { field: 'sign_assertion', truthy: true, otherwise: false } },
            { not: { field: 'sign_response', truthy: true, otherwise: false } },
          ],
        },
        at: ['signing_kp', 'sign_assertion', 'sign_response'],
        message: 'signing_kp needs sign_assertion: true or sign_response: true beside it',
        hint: 'write one of them out: the server takes what is not written for false here',
      },
    },
  },
  {
    name: 'ws-federation-signing',
    models: ['authentik_providers_ws_federation.wsfederationprovider'],
    fields: ['signing_kp', 'sign_assertion'],
    since: '2026.2',
    refuses: 'a key to sign with, and nothing to sign; what is left out counts as false',
    seen: 'serializers since 2026.2: enterprise/providers/ws_federation, as those of SAML',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { not: { field: 'signing_kp', empty: true, otherwise: null } },
            { not: { field: 'sign_assertion', truthy: true, otherwise: false } },
          ],
        },
        at: ['signing_kp', 'sign_assertion'],
        message: 'signing_kp needs sign_assertion: true beside it',
        hint: 'write it out: the server takes what is not written for false here',
      },
    },
  },
  {
    name: 'saml-signing-key-type',
    models: [SAML, 'authentik_providers_ws_federation.wsfederationprovider'],
    fields: ['signing_kp'],
    since: '2026.2',
    refuses: 'a key of another type than RSA, EC or DSA to sign with',
    seen: 'serializers since 2026.2: providers/saml',
    found: {
      by: 'rule',
      rule: {
        refused: { linked: 'signing_kp', meets: { field: 'key_type', is: ['ed25519', 'ed448'] } },
        at: ['signing_kp'],
        message: 'SAML is signed with a key of type RSA, EC or DSA',
        hint: 'use another key pair',
      },
    },
  },
  {
    name: 'oauth2-redirect-pattern',
    models: ['authentik_providers_oauth2.oauth2provider'],
    fields: ['redirect_uris'],
    since: '2024.8',
    refuses: 'an address with matching_mode regex that is no regular expression of Python',
    seen: 'recording "b oauth2 redirect_uris bad regex"; serializers since 2024.8: providers/oauth2',
    found: {
      by: 'rule',
      rule: {
        refused: {
          items: 'redirect_uris',
          meets: {
            all: [
              { field: 'matching_mode', is: ['regex'] },
              { field: 'url', noPattern: true },
            ],
          },
        },
        at: ['redirect_uris'],
        message: 'an address with matching_mode regex is no regular expression',
        hint: 'close its brackets and escape what stands for itself, or use matching_mode: strict',
      },
    },
  },
  ...['client_id', 'client_secret'].map(
    (field): ServerCheck => ({
      name: `printable-oauth2provider-${field}`,
      models: ['authentik_providers_oauth2.oauth2provider'],
      fields: [field],
      since: '2026.8',
      refuses: `characters that ASCII does not have or cannot print, in ${field}`,
      seen: 'pull request 23760 of authentik, for 2026.8',
      found: { by: 'form' },
    }),
  ),
  {
    name: 'scope-name-space',
    models: ['authentik_providers_oauth2.scopemapping'],
    fields: ['scope_name'],
    since: '2023.1',
    refuses: 'a scope whose name has a space in it',
    seen: 'serializers since 2023.1: providers/oauth2',
    found: { by: 'form' },
  },
  {
    name: 'mapping-expression-syntax',
    models: COMPILED,
    fields: ['expression'],
    refuses: 'an expression that is no Python',
    seen: 'recordings "pm scope syntax", "pm saml syntax", "pm ldap syntax"; serializers: core/property_mappings',
    found: { by: 'form' },
  },
];
