import type { Applying, Companion, FieldType, Json, ModelName, Protection } from '../model.ts';

/*
 * What neither the document nor the server's classes say. Every row names where it was seen: "point N" is the
 * numbered list of traps measured on a real 2023.2.3 server, "probe X" an outcome of the real importer. A row
 * about a model, field or endpoint that a release does not have does nothing for that release.
 */

interface Seen {
  readonly seen: string;
}

/**
 * Fields whose name in the API differs from the name in the database: model → API name → database name. A
 * release without such a column does not mind.
 */
export const ALIASES: Readonly<Record<ModelName, Readonly<Record<string, string>>>> = {
  'authentik_core.user': { groups: 'ak_groups' },
  'authentik_outposts.outpost': { config: '_config' },
  'authentik_providers_oauth2.oauth2provider': { redirect_uris: '_redirect_uris' },
  'authentik_providers_proxy.proxyprovider': { redirect_uris: '_redirect_uris' },
};

/** Models whose component in the document is not named like their class. */
export const COMPONENTS: readonly (Seen & {
  readonly model: ModelName;
  readonly component: string;
  readonly label: string;
})[] = [
  {
    model: 'authentik_providers_oauth2.accesstoken',
    component: 'TokenModel',
    label: 'AccessToken',
    seen: 'document of 2023.2.3: /oauth2/access_tokens/',
  },
  {
    model: 'authentik_providers_oauth2.refreshtoken',
    component: 'TokenModel',
    label: 'RefreshToken',
    seen: 'document of 2023.2.3: /oauth2/refresh_tokens/',
  },
  {
    model: 'authentik_providers_oauth2.authorizationcode',
    component: 'ExpiringBaseGrantModel',
    label: 'AuthorizationCode',
    seen: 'document of 2023.2.3: /oauth2/authorization_codes/',
  },
];

/** Base classes, with the list of all their kinds. */
export const BASES: readonly (Seen & {
  readonly model: ModelName;
  readonly label: string;
  readonly list?: string;
})[] = [
  { model: 'authentik_core.provider', label: 'Provider', list: '/providers/all/', seen: 'document' },
  { model: 'authentik_core.source', label: 'Source', list: '/sources/all/', seen: 'document' },
  {
    model: 'authentik_core.propertymapping',
    label: 'PropertyMapping',
    list: '/propertymappings/all/',
    seen: 'document',
  },
  {
    model: 'authentik_core.usersourceconnection',
    label: 'UserSourceConnection',
    list: '/sources/user_connections/all/',
    seen: 'document',
  },
  {
    model: 'authentik_core.groupsourceconnection',
    label: 'GroupSourceConnection',
    list: '/sources/group_connections/all/',
    seen: 'document of 2025.12.4',
  },
  {
    model: 'authentik_endpoints.connector',
    label: 'Connector',
    list: '/endpoints/connectors/',
    seen: 'document of 2025.12.4',
  },
  { model: 'authentik_flows.stage', label: 'Stage', list: '/stages/all/', seen: 'document' },
  { model: 'authentik_policies.policy', label: 'Policy', list: '/policies/all/', seen: 'document' },
  {
    model: 'authentik_policies.policybindingmodel',
    label: 'PolicyBindingModel',
    seen: 'no list in any document',
  },
  {
    model: 'authentik_outposts.outpostserviceconnection',
    label: 'OutpostServiceConnection',
    list: '/outposts/service_connections/all/',
    seen: 'document',
  },
];

/** Query that a list call always needs. */
export const LIST_QUERIES: readonly (Seen & {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
})[] = [
  {
    path: '/core/applications/',
    query: { superuser_full_list: 'true' },
    seen: 'point 2: without it a list of a per-user cache, which ignores filters',
  },
];

/**
 * Fields written through an endpoint of their own. `{key}` is the object's item key; `base:X`: every kind of
 * the base class X.
 */
export const SETTERS: readonly (Seen & {
  readonly model: string;
  readonly field: string;
  readonly path: string;
  readonly body: string;
  readonly secret?: true;
})[] = [
  {
    model: 'authentik_core.token',
    field: 'key',
    path: '/core/tokens/{key}/set_key/',
    body: 'key',
    secret: true,
    seen: 'point 18',
  },
  {
    model: 'authentik_core.user',
    field: 'password',
    path: '/core/users/{key}/set_password/',
    body: 'password',
    secret: true,
    seen: 'point 18',
  },
  {
    model: 'authentik_core.application',
    field: 'meta_icon',
    path: '/core/applications/{key}/set_icon_url/',
    body: 'url',
    seen: 'point 17',
  },
  {
    model: 'authentik_flows.flow',
    field: 'background',
    path: '/flows/instances/{key}/set_background_url/',
    body: 'url',
    seen: 'point 17',
  },
  {
    model: 'base:authentik_core.source',
    field: 'icon',
    path: '/sources/all/{key}/set_icon_url/',
    body: 'url',
    seen: 'point 17; recording "source set_icon_url"',
  },
];

/** Fields that go along with a PATCH, with their live values. */
export const COMPANIONS: readonly (Seen & { readonly model: ModelName } & Companion)[] = [
  {
    model: 'authentik_core.token',
    fields: ['user', 'intent'],
    seen: 'point 3: without them the token goes to the caller and becomes an API token',
  },
  {
    model: 'authentik_policies.policybinding',
    fields: ['policy', 'group', 'user'],
    anyOf: ['policy', 'group', 'user'],
    seen: 'point 4',
  },
  {
    model: 'authentik_policies.policybinding',
    fields: ['target'],
    seen: 'measured 2025.12.4: a PATCH without target crashes',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    fields: ['mode', 'internal_host'],
    seen: 'point 4: a PATCH without mode is checked as mode proxy',
  },
  {
    model: 'authentik_outposts.kubernetesserviceconnection',
    fields: ['local'],
    when: ['kubeconfig'],
    seen: 'point 1: an empty kubeconfig is refused unless the same body says local',
  },
  { model: 'authentik_sources_oauth.oauthsource', fields: ['provider_type'], seen: 'point 4' },
  {
    model: 'authentik_blueprints.blueprintinstance',
    fields: ['path', 'content'],
    anyOf: ['path', 'content'],
    seen: 'point 4',
  },
  {
    model: 'authentik_policies_event_matcher.eventmatcherpolicy',
    fields: ['action', 'client_ip', 'app', 'model'],
    nulls: true,
    seen: 'point 1 and 4: action must be a key of every body, null where it is null; recording 2025.12.4 "b policy event_matcher patch"',
  },
  {
    model: 'authentik_flows.flowstagebinding',
    fields: ['evaluate_on_plan', 're_evaluate_policies'],
    when: ['evaluate_on_plan', 're_evaluate_policies'],
    seen: 'measured 2025.12.4: the check looks at the body only',
  },
  {
    model: 'authentik_stages_identification.identificationstage',
    fields: ['user_fields', 'sources'],
    seen: 'measured 2025.12.4: any PATCH without them is refused',
  },
  {
    model: 'authentik_policies_reputation.reputationpolicy',
    fields: ['check_ip', 'check_username'],
    seen: 'measured 2025.12.4: point 20 of the comparison with 2023.2.3, one of them must be true in every body; serializers since 2023.8',
  },
  {
    model: 'authentik_providers_saml.samlprovider',
    fields: ['sign_assertion', 'sign_response'],
    when: ['signing_kp'],
    seen: 'measured 2025.12.4: point 28 of the comparison with 2023.2.3; serializers since 2024.8',
  },
  {
    model: 'authentik_sources_saml.samlsource',
    fields: ['signed_assertion', 'signed_response'],
    when: ['verification_kp'],
    seen: 'serializers since 2025.10: one of them must be true beside a verification certificate',
  },
  {
    model: 'authentik_sources_ldap.ldapsource',
    fields: ['user_property_mappings'],
    when: ['sync_users'],
    seen: 'serializers since 2024.8: refused without mappings in the same body',
  },
  {
    model: 'authentik_sources_ldap.ldapsource',
    fields: ['group_property_mappings'],
    when: ['sync_groups'],
    seen: 'serializers since 2024.8: refused without mappings in the same body',
  },
  {
    model: 'authentik_sources_ldap.ldapsource',
    fields: ['sync_users_password'],
    seen: 'serializers of 2023.2: a PATCH without it is checked as if it were true',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    fields: ['basic_auth_user_attribute', 'basic_auth_password_attribute'],
    when: ['basic_auth_enabled'],
    seen: 'serializers of all releases: both must be in the body that switches basic authentication on',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    fields: ['configuration_stages'],
    when: ['not_configured_action'],
    seen: 'point 28 of the comparison with 2023.2.3: configure needs them in the same body',
  },
  {
    model: 'authentik_stages_redirect.redirectstage',
    fields: ['target_static', 'target_flow'],
    when: ['mode'],
    seen: 'serializers since 2024.12: the target of the mode must be in the same body',
  },
  {
    model: 'authentik_events.notificationtransport',
    fields: ['webhook_url'],
    when: ['mode'],
    seen: 'serializers of all releases: a webhook needs its address in the same body',
  },
];

/** Lists that are ordered although they hold links, and lists without order although they hold none. */
export const UNORDERED: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  {
    model: 'authentik_stages_identification.identificationstage',
    field: 'user_fields',
    seen: 'choices that are looked up, not walked through; an array in the database keeps the order it was given',
  },
  {
    model: 'authentik_policies_geoip.geoippolicy',
    field: 'countries',
    seen: 'measured on a real 2025.12.4: the server sorts them',
  },
];

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

/**
 * Forms of what can be written that the document does not say. `base:X`: every kind of the base class X.
 * `since`: the first release that checks it.
 */
export const FORMS: readonly (Seen & {
  readonly model: string;
  readonly field: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly since?: string;
})[] = [
  {
    model: 'authentik_sources_ldap.ldapsource',
    field: 'server_uri',
    format: 'uris',
    seen: 'measured with the importer of 2023.2.3: several addresses with commas between them',
  },
  {
    model: 'authentik_stages_password.passwordstage',
    field: 'backends',
    minLength: 1,
    seen: 'measured with the importer of 2023.2.3: the list may not be empty',
  },
  {
    model: 'authentik_core.user',
    field: 'path',
    pattern: '^(?!/)(?!.*/$)',
    seen: 'probe user_bad_path: no slash at either end',
  },
  ...['interval', 'grace_period'].map((field) => ({
    model: 'authentik_lifecycle.lifecyclerule',
    field,
    format: 'duration',
    seen: 'serializers of 2026.2: the two are compared as durations',
  })),
  ...[
    ['authentik_core.application', 'meta_icon'],
    ['base:authentik_core.source', 'icon'],
    ['authentik_flows.flow', 'background'],
    ['authentik_brands.brand', 'branding_logo'],
    ['authentik_brands.brand', 'branding_favicon'],
    ['authentik_brands.brand', 'branding_default_flow_background'],
  ].map(([model = '', field = '']) => ({
    model,
    field,
    format: 'media',
    since: '2025.12',
    seen: 'measured on a real 2025.12.4: an address, an icon of Font Awesome, or the path of a file',
  })),
];

/**
 * Formats that later releases check less strictly; from when on is not known, so the strict ones hold where
 * they were measured.
 */
export const LATER_FORMATS = {
  since: '2023.3',
  formats: { uri: 'address', uris: 'addresses' } as Readonly<Record<string, string>>,
  seen: 'recordings of 2025.12.4 "source ldap create", "transport create", "app patch launch url": placeholders in a host and ports of one digit are taken, and refused by 2023.2.3',
};

/**
 * Models whose collection has a POST that always crashes as long as it does not take a field: `lacks`, a
 * column that must not be null.
 */
export const CANNOT_CREATE: readonly (Seen & {
  readonly model: ModelName;
  readonly lacks: string;
  readonly why: string;
})[] = [
  ...['duo', 'email', 'sms', 'static', 'totp', 'webauthn'].map((kind) => ({
    model: `authentik_stages_authenticator_${kind}.${kind}device`,
    lacks: 'user',
    why: 'the API takes only its name, and not whose it is: one that exists can be renamed or deleted',
    seen: 'measured on a real 2023.2.3 (duo, sms, webauthn) and 2025.12.4 (all): POST /authenticators/admin/ crashes',
  })),
  ...['oauth.useroauth', 'plex.plex', 'plex.userplex', 'saml.usersaml', 'kerberos.userkerberos'].map(
    (kind) => ({
      model: `authentik_sources_${kind}sourceconnection`,
      lacks: 'source',
      why: 'the API does not take the source that it connects to: one that exists can be changed or deleted',
      seen: 'measured on a real 2023.2.3: POST /sources/user_connections/ crashes',
    }),
  ),
];

/**
 * Unique values that more than one model shares, where the classes say that they are unique (since when
 * differs). `base`: all kinds of that base class. `always`: in every release, although not all kinds say so.
 */
export const SHARED_UNIQUE: readonly (Seen & {
  readonly base: ModelName;
  readonly field: string;
  readonly always?: true;
})[] = [
  { base: 'authentik_flows.stage', field: 'name', seen: 'point 7: stage names across all stage types' },
  {
    base: 'authentik_core.propertymapping',
    field: 'managed',
    always: true,
    seen: 'point 9: managed is unique across all kinds of mappings',
  },
  { base: 'authentik_core.source', field: 'slug', seen: 'sources share one table' },
  {
    base: 'authentik_core.provider',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_policies.policy',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_core.propertymapping',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
  },
  {
    base: 'authentik_outposts.outpostserviceconnection',
    field: 'name',
    seen: 'measured 2025.12.4: point 14 of the comparison with 2023.2.3',
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
  readonly default: Json;
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
    default: ['static', 'totp', 'webauthn', 'duo', 'sms'],
    seen: 'state stages-authenticator-validate.json: its blueprint names none',
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
})[] = [
  {
    model: 'authentik_core.application',
    field: 'icon',
    type: 'string',
    since: '2023.5',
    writtenAs: 'meta_icon',
    seen: 'measured on a real 2025.12.4: the importer writes meta_icon',
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

/** Lists in which some objects are shown that belong to another model, too. */
export const SHADOWED: readonly (Seen & { readonly model: ModelName; readonly by: ModelName })[] = [
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    by: 'authentik_providers_proxy.proxyprovider',
    seen: 'point 11',
  },
];

/** Changes that users feel at once. */
export const WARNINGS: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  readonly becomes: Json;
  readonly code: 'sessions-end';
})[] = [
  {
    model: 'authentik_core.user',
    field: 'is_active',
    becomes: false,
    code: 'sessions-end',
    seen: 'issue 3, point 6',
  },
];

/** Objects that are left alone, or guarded. */
export const PROTECTED: readonly (Seen & { readonly model: ModelName; readonly protection: Protection })[] = [
  {
    model: 'authentik_tenants.tenant',
    seen: 'facts, users.md: default brands and tenants that fight custom configuration',
    protection: {
      nameField: 'domain',
      match: [{ default: true }, { domain: 'authentik-default' }],
      guard: 'leave-alone',
      keep: [],
      frozen: [],
      why: 'it is the default tenant',
    },
  },
  {
    model: 'authentik_brands.brand',
    seen: 'facts, users.md; rest-api-later: since 2024.2 tenants are brands',
    protection: {
      nameField: 'domain',
      match: [{ default: true }, { domain: 'authentik-default' }],
      guard: 'leave-alone',
      keep: [],
      frozen: [],
      why: 'it is the default brand',
    },
  },
  {
    model: 'authentik_outposts.outpost',
    seen: 'point 19: the embedded outpost can be renamed and deleted',
    protection: {
      nameField: 'name',
      match: [{ managed: 'goauthentik.io/outposts/embedded' }],
      guard: 'keep',
      keep: ['providers'],
      frozen: ['name', 'type', 'managed'],
      why: 'it is the embedded outpost',
    },
  },
  {
    model: 'authentik_core.user',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'username',
      match: [{ pk: '@me' }],
      guard: 'keep',
      keep: ['groups', 'roles'],
      frozen: ['username', 'is_active'],
      why: 'it is the user of the token in use',
    },
  },
  {
    model: 'authentik_core.token',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'identifier',
      match: [{ user: '@me', intent: 'api' }],
      guard: 'keep',
      keep: [],
      frozen: ['identifier', 'user', 'intent', 'expiring', 'expires', 'key'],
      why: 'it is a token of the user of the token in use',
    },
  },
  {
    model: 'authentik_core.group',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'name',
      match: [{ is_superuser: true, users: '@me' }],
      guard: 'keep',
      keep: ['users'],
      frozen: ['name', 'is_superuser'],
      why: 'the user of the token in use has its rights from this group',
    },
  },
];

/** Models that a blueprint may name and that are no table: they do something else. */
export const META: readonly (Seen & {
  readonly model: ModelName;
  readonly label: string;
  readonly instances: ModelName;
  readonly identifies: readonly string[];
})[] = [
  {
    model: 'authentik_blueprints.metaapplyblueprint',
    label: 'MetaApplyBlueprint',
    instances: 'authentik_blueprints.blueprintinstance',
    identifies: ['name', 'path'],
    seen: 'facts, blueprint-language.md',
  },
];

/**
 * Models of which the server makes and changes objects only while it has a valid enterprise licence. `since`,
 * `until`: the first and the last release that wants one.
 */
export const LICENSED: readonly (Seen & {
  readonly model: ModelName;
  readonly since: string;
  readonly until?: string;
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
    ['authentik_lifecycle.lifecyclerule', '2026.2'],
    ['authentik_providers_ws_federation.wsfederationprovider', '2026.2'],
  ] as const
).map(([model, since, until]) => ({
  model,
  since,
  ...(until === undefined ? {} : { until }),
  seen: 'serializers of the last patches; mutualtlsstage and uniquepasswordpolicy measured on a real 2025.12.4',
}));

/** Models whose objects the server gives out and takes in as files. */
export const FILES: readonly (Seen & {
  readonly model: ModelName;
  readonly export: string;
  readonly import: string;
})[] = [
  {
    model: 'authentik_flows.flow',
    export: '/flows/instances/{key}/export/',
    import: '/flows/instances/import/',
    seen: 'recordings "flow export", "flow import ok (any model!)"',
  },
];

/** How instances of such a model are applied by the server itself. */
export const APPLYING: readonly (Seen & {
  readonly model: ModelName;
  readonly path: string;
  readonly files: string;
})[] = [
  {
    model: 'authentik_blueprints.metaapplyblueprint',
    path: '/managed/blueprints/{key}/apply/',
    files: '/managed/blueprints/available/',
    seen: 'recordings "blueprint apply", "blueprints available"',
  },
];

/** Where a release keeps what its tasks said: the first of these that its document has. */
export const TASKS: readonly (Seen & NonNullable<Applying['tasks']>)[] = [
  {
    path: '/tasks/tasks/',
    query: { rel_obj_id: '{key}', ordering: '-mtime' },
    match: { rel_obj_id: '{key}' },
    time: 'mtime',
    texts: ['logs', 'messages'],
    seen: 'measured on a real 2025.12.4 (logs); document of 2025.8 (messages)',
  },
  {
    path: '/events/system_tasks/',
    query: { name: 'apply_blueprint', uid: '{slug}' },
    match: { name: 'apply_blueprint', uid: '{slug}' },
    time: 'finish_timestamp',
    texts: ['messages'],
    seen: 'documents of 2024.2 to 2025.6',
  },
  {
    path: '/admin/system_tasks/',
    query: {},
    match: { task_name: 'apply_blueprint:{slug}' },
    time: 'task_finish_timestamp',
    texts: ['messages'],
    seen: 'document of 2023.2.3',
  },
];
