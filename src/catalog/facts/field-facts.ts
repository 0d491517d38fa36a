import type { FieldType, Json, ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* Fields: what they take, and what the server fills in. */

/** Fields that must be given to create an object although the document does not require them. */
export const REQUIRED: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_policies_event_matcher.eventmatcherpolicy',
    field: 'action',
    seen: 'point 1: a create without action crashes the server',
  },
  {
    model: 'authentik_stages_identification.identificationstage',
    field: 'user_fields',
    seen: 'measured on a real 2023.2.3: a create with only a name crashes the server',
  },
  {
    model: 'authentik_outposts.kubernetesserviceconnection',
    field: 'kubeconfig',
    seen: 'measured on a real 2023.2.3: a create without it crashes the server, even with local',
  },
  {
    model: 'authentik_sources_saml.samlsource',
    field: 'issuer',
    seen: 'point 1: a create without issuer crashes the server',
  },
];

/** Formats that are others in later releases; the first row that holds counts. */
export const LATER_FORMATS: readonly (Seen & {
  readonly format: string;
  readonly since: string;
  readonly becomes: string;
})[] = [
  {
    format: 'picture',
    since: '2025.10',
    becomes: 'rooted-picture',
    seen: 'sources of 2025.10 (and of the last patches of 2025.8): a slash in front is kept',
  },
  {
    format: 'picture',
    since: '2024.2',
    becomes: 'public-picture',
    seen: 'sources since 2024.2: uploaded files are below the folder of the tenant',
  },
];

/** Lists that are ordered although they hold links, and lists without order although they hold none. */
export const UNORDERED: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_stages_identification.identificationstage',
    field: 'user_fields',
    seen:
      'choices that are looked up, not walked through; an array in the database keeps the order it was ' +
      'given',
  },
  {
    model: 'authentik_policies_geoip.geoippolicy',
    field: 'countries',
    seen: 'measured on a real 2025.12.4: the server sorts them',
  },
];

/** Fields that the server makes itself when they are not given. */
export const GENERATED: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_core.token',
    field: 'user',
    seen: 'recording "token create minimal": the user of the caller',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'property_mappings',
    seen: 'point 16: proxy providers get their mappings from the server',
  },
];

/** Defaults of the API that differ from those of the server's classes. */
export const DEFAULTS: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  /** Missing: a list of every choice that there is. */
  readonly default?: Json;
})[] = [
  {
    model: 'authentik_core.token',
    field: 'intent',
    default: 'api',
    seen: 'recording "token with key field": a token made without an intent is an API token',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    field: 'device_classes',
    seen: 'states of 2023.2.3 and 2025.12.4, authenticator-validate: its blueprint names none; sources: accept all',
  },
  {
    model: 'authentik_sources_plex.plexsource',
    field: 'allowed_servers',
    default: [],
    seen: 'document and class: a list without a value',
  },
];

/**
 * Attributes that the server's serializers have only while its own importer uses them. In no document; seen
 * in the serializers of the last patches of all releases. `since`, `until`: the first and the last release
 * that has it. `writtenAs`: another name for a field of the API.
 */
export const IMPORTER_ONLY: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  readonly type: FieldType;
  readonly since: string;
  readonly until?: string;
  readonly writtenAs?: string;
  /** White space at both ends is cut off, and something must be left. */
  readonly filled?: true;
})[] = [
  {
    model: 'authentik_core.application',
    field: 'icon',
    type: 'string',
    since: '2023.5',
    writtenAs: 'meta_icon',
    filled: true,
    seen: 'measured on a real 2025.12.4: the importer writes meta_icon; not blank',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'created_by',
    type: 'integer',
    since: '2025.12',
    seen: 'serializers',
  },
  {
    model: 'authentik_endpoints_connectors_agent.enrollmenttoken',
    field: 'key',
    type: 'string',
    since: '2025.12',
    seen: 'serializers',
  },
];
