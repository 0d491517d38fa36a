import type { ModelName } from '../model.ts';
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
  ];

/** Fields that are never shown although they are no secret. */
export const PUBLIC: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_crypto.certificatekeypair',
    field: 'certificate_data',
    seen: 'point 16: a certificate is shown to everybody who connects',
  },
];
