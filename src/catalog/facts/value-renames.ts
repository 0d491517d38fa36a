import type { ModelName } from '../model.ts';
import type { ValueChange } from './renames.ts';
import type { SeenSince } from './seen.ts';

/** A field that keeps its name and takes values of another form. */
export interface ValueRename extends SeenSince {
  readonly models: readonly ModelName[];
  readonly field: string;
  readonly change: ValueChange;
  readonly how: string;
  /** What it was before, where that is of another type. */
  readonly was?: string;
}

export const VALUE_RENAMES: readonly ValueRename[] = [
  {
    models: ['authentik_providers_oauth2.oauth2provider'],
    field: 'redirect_uris',
    change: 'redirect-uris',
    since: '2024.8',
    seen: 'documents; rest-api-later',
    how: 'a list with a matching_mode and a url for each address',
    was: 'text, one address a line',
  },
  {
    models: ['authentik_stages_email.emailstage'],
    field: 'token_expiry',
    change: 'minutes',
    since: '2025.4',
    seen: 'documents; the defaults 30 and minutes=30 of the classes',
    how: 'a duration such as minutes=30',
    was: 'a whole number of minutes',
  },
  {
    models: ['authentik_sources_saml.samlsource'],
    field: 'name_id_policy',
    since: '2024.10',
    seen: 'documents',
    how: 'the X509SubjectName of SAML 1.1',
    change: {
      values: {
        'urn:oasis:names:tc:SAML:2.0:nameid-format:X509SubjectName':
          'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
      },
    },
  },
  {
    models: ['authentik_policies_event_matcher.eventmatcherpolicy'],
    field: 'app',
    since: '2025.2',
    seen: 'documents',
    how: 'the app has left the enterprise part',
    change: { values: { 'authentik.enterprise.providers.rac': 'authentik.providers.rac' } },
  },
  {
    models: ['authentik_sources_oauth.oauthsource'],
    field: 'provider_type',
    since: '2026.8',
    seen: 'documents; sources on the way to 2026.8: its migration does the same',
    how: 'entraid, which is there since 2025.8',
    change: { values: { azuread: 'entraid' } },
  },
];
