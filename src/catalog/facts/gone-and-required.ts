import type { ModelName } from '../model.ts';
import { OAUTH2 } from './renames.ts';
import type { SeenSince } from './seen.ts';

/*
 * Fields that a release no longer has, and fields that it requires where the one before did not: see
 * renames.ts.
 */

/** A field that is gone, and what stands in for it. */
export interface FieldGone extends SeenSince {
  readonly models: readonly ModelName[];
  readonly field: string;
  readonly instead: string;
}

export const FIELDS_GONE: readonly FieldGone[] = [
  {
    models: ['authentik_brands.brand'],
    field: 'event_retention',
    instead: 'it is a setting of the whole system since then: Admin interface, System, Settings',
    since: '2024.2',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_providers_ldap.ldapprovider'],
    field: 'search_group',
    instead: 'give users or a role the permission to search the full LDAP directory of this provider',
    since: '2024.8',
    seen: 'documents; rest-api-2023-vs-2025',
  },
  {
    models: ['authentik_sources_ldap.ldapsourcepropertymapping'],
    field: 'object_field',
    instead: 'let the expression return a mapping with the field in it',
    since: '2024.8',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_sources_scim.scimsource'],
    field: 'user_matching_mode',
    instead: 'take it out',
    since: '2024.8',
    seen: 'documents',
  },
  {
    models: ['authentik_rbac.initialpermissions'],
    field: 'mode',
    instead: 'take it out: they always go to a role',
    since: '2025.12',
    seen: 'documents',
  },
  {
    models: ['authentik_sources_scim.scimsource'],
    field: 'icon',
    instead: 'take it out',
    since: '2025.12',
    seen: 'documents',
  },
  {
    models: ['authentik_stages_authenticator_webauthn.authenticatorwebauthnstage'],
    field: 'prevent_duplicate_devices',
    instead: 'take it out: it refused a second key of the same batch, and was off since 2026.5.4',
    since: '2026.8',
    seen: 'documents; release notes of 2026.8',
  },
];

/**
 * A field without which nothing is created any more. `write`: a value that does what the release before did.
 */
export interface FieldRequired extends SeenSince {
  readonly models: readonly ModelName[];
  readonly field: string;
  readonly write?: string;
}

export const FIELDS_REQUIRED: readonly FieldRequired[] = [
  { models: ['authentik_stages_prompt.prompt'], field: 'name', since: '2023.2', seen: 'documents' },
  {
    models: ['authentik_providers_oauth2.oauth2provider'],
    field: 'redirect_uris',
    since: '2024.8',
    seen: 'documents',
    write: '[]',
  },
  {
    models: [
      ...OAUTH2,
      'authentik_providers_ldap.ldapprovider',
      'authentik_providers_radius.radiusprovider',
      'authentik_providers_saml.samlprovider',
    ],
    field: 'invalidation_flow',
    since: '2024.10',
    seen: 'documents; rest-api-later',
    write: '!Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]',
  },
];
