import type { ModelName } from '../model.ts';
import type { SeenSince } from './seen.ts';

/*
 * What is called or written otherwise since a release. "documents" in a row: the fields of the models in the
 * documents of the release before and of `since`, which a test compares with the row; what they do not say
 * (that the new field is the old one, and how values carry over) is what the row adds, and where it was seen.
 */

/**
 * How a value is carried over. `same`: as it is; `list`: the only item of a list; `decide`: a person must
 * say; a table: by the value as written.
 */
export type ValueChange =
  | 'same'
  | 'list'
  | 'decide'
  | 'redirect-uris'
  | 'minutes'
  | { readonly values: Readonly<Record<string, string>> };

/** A field that has another name. */
export interface FieldRename extends SeenSince {
  readonly models: readonly ModelName[];
  readonly from: string;
  readonly to: string;
  readonly change: ValueChange;
  /** What else to know, for people. */
  readonly how?: string;
}

/** The models that are OAuth2 providers. */
export const OAUTH2: readonly ModelName[] = [
  'authentik_providers_oauth2.oauth2provider',
  'authentik_providers_proxy.proxyprovider',
];

export const FIELD_RENAMES: readonly FieldRename[] = [
  {
    models: ['authentik_stages_user_write.userwritestage'],
    from: 'can_create_users',
    to: 'user_creation_mode',
    since: '2023.1',
    seen: 'documents; issue 4, point 3',
    change: { values: { true: 'create_when_required', false: 'never_create' } },
    how:
      'true is create_when_required, false is never_create; the default was false and is ' +
      'create_when_required',
  },
  {
    models: OAUTH2,
    from: 'token_validity',
    to: 'access_token_validity',
    change: 'decide',
    since: '2023.2',
    seen: 'documents; issue 4, point 3',
    how: 'refresh tokens have a validity of their own since then: refresh_token_validity',
  },
  {
    models: ['authentik_events.event'],
    from: 'tenant',
    to: 'brand',
    change: 'same',
    since: '2024.2',
    seen: 'documents',
  },
  {
    models: ['authentik_sources_ldap.ldapsource'],
    from: 'property_mappings',
    to: 'user_property_mappings',
    change: 'same',
    since: '2024.8',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_sources_ldap.ldapsource'],
    from: 'property_mappings_group',
    to: 'group_property_mappings',
    change: 'same',
    since: '2024.8',
    seen: 'documents; rest-api-later',
  },
  {
    models: OAUTH2,
    from: 'jwks_sources',
    to: 'jwt_federation_sources',
    change: 'same',
    since: '2024.12',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_events.notificationtransport'],
    from: 'webhook_mapping',
    to: 'webhook_mapping_body',
    change: 'same',
    since: '2025.4',
    seen: 'documents; rest-api-2023-vs-2025',
  },
  {
    models: ['authentik_events.notificationrule'],
    from: 'group',
    to: 'destination_group',
    change: 'same',
    since: '2025.8',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_providers_oauth2.oauth2provider'],
    from: 'backchannel_logout_uri',
    to: 'logout_uri',
    change: 'same',
    since: '2025.10',
    seen: 'documents',
    how: 'logout_method says how; its default is backchannel',
  },
  {
    models: ['authentik_core.group'],
    from: 'parent',
    to: 'parents',
    change: 'list',
    since: '2025.12',
    seen: 'documents; rest-api-later',
  },
  {
    models: ['authentik_providers_scim.scimprovider'],
    from: 'filter_group',
    to: 'group_filters',
    change: 'list',
    since: '2026.2',
    seen: 'documents',
  },
  {
    models: ['authentik_providers_saml.samlprovider'],
    from: 'issuer',
    to: 'issuer_override',
    change: 'same',
    since: '2026.5',
    seen: 'documents; release notes of 2026.5; sources: the column was renamed, with its values',
    how: 'without it the server makes one of its own address, where it was "authentik"',
  },
  {
    models: ['authentik_sources_saml.samlsource'],
    from: 'issuer',
    to: 'issuer_override',
    change: 'same',
    since: '2026.8',
    seen: 'documents; sources on the way to 2026.8: the column was renamed',
    how: 'without it the server takes the address of its metadata',
  },
];

/** Columns that have another name, where the API calls them the same in every release. */
export const LOOKUP_RENAMES: readonly FieldRename[] = [
  {
    models: ['authentik_core.user'],
    from: 'ak_groups',
    to: 'groups',
    change: 'same',
    since: '2026.2',
    seen: 'classes of 2025.12.4 and 2026.2.2: the column has the name that the API always had',
  },
];

/** A model that has another name. */
export interface ModelRename extends SeenSince {
  readonly from: ModelName;
  readonly to: ModelName;
  readonly how?: string;
}

export const MODEL_RENAMES: readonly ModelRename[] = [
  {
    from: 'authentik_tenants.tenant',
    to: 'authentik_brands.brand',
    since: '2024.2',
    seen: 'documents; rest-api-later',
  },
  {
    from: 'authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
    to: 'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
    since: '2024.4',
    seen: 'documents: the same path and fields',
  },
  {
    from: 'authentik_sources_ldap.ldappropertymapping',
    to: 'authentik_sources_ldap.ldapsourcepropertymapping',
    since: '2024.8',
    seen: 'documents; rest-api-later',
    how: 'object_field is gone: the expression returns a mapping with the field in it',
  },
  {
    from: 'authentik_sources_plex.plexsourceconnection',
    to: 'authentik_sources_plex.userplexsourceconnection',
    since: '2024.8',
    seen: 'documents: the same path',
  },
];
