import type { ModelName, ShownAs } from '../model.ts';
import type { Seen } from './seen.ts';

/* What is a secret and what is none. */

/** Secrets beside the fields that are never shown. */
export const SECRETS: readonly (Seen & { readonly field: string; readonly models?: readonly ModelName[] })[] =
  [
    { field: 'client_secret', seen: 'point 16' },
    { field: 'kubeconfig', seen: 'holds the cluster credentials' },
    {
      field: 'auth',
      models: ['authentik_stages_authenticator_sms.authenticatorsmsstage'],
      seen: 'document: the token of the SMS provider',
    },
    { field: 'auth_password', seen: 'document: the token of the SMS provider' },
    { field: 'plex_token', seen: 'document' },
    {
      field: 'shared_secret',
      models: ['authentik_providers_radius.radiusprovider'],
      seen: 'measured 2025.12.4: point 31, it comes back',
    },
    {
      field: 'token',
      models: ['authentik_providers_scim.scimprovider'],
      seen: 'measured 2025.12.4: point 31, it comes back',
    },
    {
      field: 'key',
      models: ['authentik_enterprise.license'],
      seen: 'document of 2024.2: the licence itself',
    },
    {
      field: 'password',
      models: ['authentik_stages_authenticator_email.authenticatoremailstage'],
      seen: 'document of 2025.2: the password of the mail server',
    },
    {
      field: 'credentials',
      models: [
        'authentik_providers_google_workspace.googleworkspaceprovider',
        'authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage',
        'authentik_endpoints_connectors_google_chrome.googlechromeconnector',
      ],
      seen: 'documents of 2024.6 to 2026.5: the key file of a service account, and it comes back',
    },
    {
      field: 'settings',
      models: ['authentik_providers_rac.racprovider', 'authentik_providers_rac.endpoint'],
      seen: 'document of 2024.2: what the connection is made with, the password among it; it comes back',
    },
    {
      field: 'static_settings',
      models: ['authentik_providers_rac.racpropertymapping'],
      seen: 'document of 2024.2: settings of a connection, as those of an endpoint',
    },
    {
      field: 'auth_oauth_params',
      models: ['authentik_providers_scim.scimprovider'],
      seen: 'document of 2025.10: what the token is asked for with, and it comes back',
    },
    {
      field: 'context',
      models: ['authentik_blueprints.blueprintinstance'],
      seen: 'document of 2022.12: what a blueprint is given, passwords among it; it comes back',
    },
    {
      field: 'webhook_url',
      models: ['authentik_events.notificationtransport'],
      seen: 'document of 2022.12: who knows the address of a chat can write to it',
    },
    ...['sync_ccache', 'spnego_ccache'].map((field) => ({
      field,
      models: ['authentik_sources_kerberos.kerberossource'],
      seen: 'document of 2024.10: the credentials, or where they are kept; write-only since 2026.8',
    })),
    {
      field: 'key',
      models: ['authentik_endpoints_connectors_agent.enrollmenttoken'],
      seen: 'document of 2025.12: who has it can enrol a device; there is an endpoint of its own to view it',
    },
    {
      field: 'token_set',
      models: ['authentik_stages_authenticator_static.staticdevice'],
      seen: 'document of 2023.10: the codes themselves',
    },
  ];

/** Fields that are never shown although they are no secret. */
export const PUBLIC: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'certificate_data',
    seen: 'point 16: a certificate is shown to everybody who connects',
  },
  { model: 'authentik_agents.agent', field: 'label', seen: 'document of 2026.8: a name for people' },
  ...['expiry', 'pbms'].map((field) => ({
    model: 'authentik_requests.grantrequest',
    field,
    seen: 'document of 2026.8: how long, and for what, access is asked for',
  })),
];

/** What is shown of values that are never shown themselves. */
export const SHOWN_AS: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  readonly shown: ShownAs;
})[] = [
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'certificate_data',
    shown: {
      kind: 'certificate',
      sha256: 'fingerprint_sha256',
      sha1: 'fingerprint_sha1',
      expiry: 'cert_expiry',
    },
    seen: 'documents of all releases; recordings "cert generate", "certs"; of a chain the first (serializers)',
  },
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'key_data',
    shown: {
      kind: 'private-key',
      available: 'private_key_available',
      type: 'private_key_type',
      of: 'certificate_data',
    },
    seen: 'documents of all releases; key_type, since 2025.12, is that of the certificate (serializers)',
  },
];
