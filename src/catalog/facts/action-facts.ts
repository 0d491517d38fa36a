import type { ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* Writes that the document offers and a server does not take, or not always. */

/**
 * Models whose collection has a POST with which no entry can make an object. `lacks`: a column that must not be
 * null, as long as the POST, which crashes then, does not take it; without it, in every release.
 */
export const CANNOT_CREATE: readonly (Seen & {
  readonly model: ModelName;
  readonly lacks?: string;
  readonly why: string;
})[] = [
  ...['duo', 'email', 'sms', 'static', 'totp', 'webauthn'].map((kind) => ({
    model: `authentik_stages_authenticator_${kind}.${kind}device`,
    lacks: 'user',
    why: 'the API takes only its name, and not whose it is: one that exists can be renamed or deleted',
    seen:
      'measured on a real 2023.2.3 (duo, sms, webauthn) and 2025.12.4 (all): POST /authenticators/admin/ ' +
      'crashes',
  })),
  ...['oauth.useroauth', 'plex.plex', 'plex.userplex', 'saml.usersaml', 'kerberos.userkerberos'].map(
    (kind) => ({
      model: `authentik_sources_${kind}sourceconnection`,
      lacks: 'source',
      why: 'the API does not take the source that it connects to: one that exists can be changed or deleted',
      seen: 'measured on a real 2023.2.3: POST /sources/user_connections/ crashes',
    }),
  ),
  ...['kerberos', 'ldap', 'oauth', 'plex', 'saml', 'telegram'].flatMap((kind) =>
    ['user', 'group'].map((whose) => ({
      model: `authentik_sources_${kind}.${whose}${kind}sourceconnection`,
      lacks: whose,
      why: `the API does not take the ${whose} that it connects: one that exists can be changed or deleted`,
      seen: `documents of 2024.10 and since 2026.5: the ${whose} is read-only, and the class wants one (described for 2025.12.4)`,
    })),
  ),
  {
    model: 'authentik_agents.agent',
    why: 'the POST makes an API token with it, which is shown once: make it in the Admin interface; one that exists can be changed or deleted',
    seen:
      'document of 2026.8.3: the answer to POST is an agent with a token; sources on the way to it: the ' +
      'importer cannot set whose it is',
  },
  {
    model: 'authentik_requests.grantrequest',
    why: 'a user asks for access in a flow that the POST only gives a link to',
    seen: 'document of 2026.8.3; sources on the way to it',
  },
];

/** Models of which a DELETE keeps the object: it calls off what the object says, and shows it from then on. */
export const KEPT: readonly (Seen & { readonly model: ModelName })[] = [
  {
    model: 'authentik_lifecycle.useroffboarding',
    seen: 'sources on the way to 2026.8: a DELETE only sets its status to canceled',
  },
];

/**
 * Models of which the server makes and changes objects only while it has a valid enterprise licence. `since`,
 * `until`: the first and the last release that wants one.
 */
export const LICENSED: readonly (Seen & {
  readonly model: ModelName;
  readonly since: string;
  readonly until?: string | undefined;
})[] = (
  [
    ['authentik_providers_rac.racprovider', '2024.2', '2024.12'],
    ['authentik_providers_rac.endpoint', '2024.2', '2024.12'],
    ['authentik_stages_source.sourcestage', '2024.4'],
    ['authentik_providers_google_workspace.googleworkspaceprovider', '2024.6'],
    ['authentik_providers_microsoft_entra.microsoftentraprovider', '2024.6'],
    ['authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage', '2024.10'],
    ['authentik_providers_ssf.ssfprovider', '2025.2'],
    ['authentik_policies_unique_password.uniquepasswordpolicy', '2025.4'],
    ['authentik_stages_mtls.mutualtlsstage', '2025.6'],
    ['authentik_endpoints_connectors_fleet.fleetconnector', '2026.2'],
    ['authentik_providers_ws_federation.wsfederationprovider', '2026.2'],
    ['authentik_endpoints_connectors_google_chrome.googlechromeconnector', '2026.5'],
    ['authentik_stages_account_lockdown.accountlockdownstage', '2026.5'],
    ['authentik_agents.agent', '2026.8'],
    ['authentik_lifecycle.useroffboarding', '2026.8'],
    ['authentik_requests.requestrule', '2026.8'],
    ['authentik_requests.requestrulebinding', '2026.8'],
  ] as const
).map(([model, since, until]) => ({
  model,
  since,
  until,
  seen:
    'serializers of the last patches, of 2026.5.0-rc1, and on the way to 2026.8; mutualtlsstage and ' +
    'uniquepasswordpolicy measured on a real 2025.12.4',
}));
