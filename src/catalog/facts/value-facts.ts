import type { ModelName } from '../model.ts';
import { isSince, type ReleaseSpan } from '../release.ts';
import type { Seen } from './seen.ts';

/* What a value must look like, beyond what the document says of it. */

/** A form of a field. `base:X`: every kind of the base class X. `since`, `until`: the releases that check it. */
interface FormRow extends Seen, ReleaseSpan {
  readonly model: string;
  readonly field: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
}

const VALIDATORS = 'validators of the models of all releases from 2022.12 to 2026.5';

/** A format that several fields have. */
function having(
  format: string,
  seen: string,
  fields: readonly (readonly [model: string, field: string])[],
  span: ReleaseSpan = {},
): FormRow[] {
  return fields.map(([model, field]) => ({ model, field, format, seen, ...span }));
}

const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const SAML = 'authentik_providers_saml.samlprovider';
const SAML_SOURCE = 'authentik_sources_saml.samlsource';
const LAUNCH = ['authentik_core.application', 'meta_launch_url'] as const;

/** Which kind of address a field takes; of any other with an address nobody knows more than that it is one. */
const ADDRESSES: readonly FormRow[] = [
  ...having('uri', VALIDATORS, [LAUNCH], { until: '2023.2' }),
  ...having('uri-template', VALIDATORS, [LAUNCH], { since: '2023.3', until: '2025.12' }),
  ...having('link-template', VALIDATORS, [LAUNCH], { since: '2026.2' }),
  ...having('uri', VALIDATORS, [['authentik_events.notificationtransport', 'webhook_url']]),
  ...having('ldap-uris', VALIDATORS, [['authentik_sources_ldap.ldapsource', 'server_uri']]),
  ...having('web-uri', VALIDATORS, [
    ['authentik_providers_proxy.proxyprovider', 'internal_host'],
    ['authentik_providers_proxy.proxyprovider', 'external_host'],
    [OAUTH2, 'backchannel_logout_uri'],
    [OAUTH2, 'logout_uri'],
    [SAML, 'sls_url'],
  ]),
  ...[
    [SAML, 'acs_url'] as const,
    [SAML_SOURCE, 'sso_url'] as const,
    [SAML_SOURCE, 'slo_url'] as const,
  ].flatMap((field) => [
    ...having('url', VALIDATORS, [field], { until: '2025.2' }),
    ...having('web-uri', VALIDATORS, [field], { since: '2025.4' }),
  ]),
  ...having('url', VALIDATORS, [
    ['authentik_endpoints_connectors_fleet.fleetconnector', 'url'],
    ['authentik_providers_ws_federation.wsfederationprovider', 'reply_url'],
  ]),
];

/** The mappings whose serializer compiles their expression, with the releases that have them. */
const MAPPINGS: readonly (readonly [model: ModelName, span: ReleaseSpan])[] = [
  ['authentik_providers_oauth2.scopemapping', {}],
  ['authentik_providers_saml.samlpropertymapping', {}],
  ['authentik_sources_ldap.ldappropertymapping', { until: '2024.6' }],
  ['authentik_providers_scim.scimmapping', { since: '2023.3' }],
  ['authentik_providers_radius.radiusproviderpropertymapping', { since: '2024.8' }],
  ['authentik_providers_rac.racpropertymapping', { since: '2024.2' }],
  ['authentik_providers_google_workspace.googleworkspaceprovidermapping', { since: '2024.6' }],
  ['authentik_providers_microsoft_entra.microsoftentraprovidermapping', { since: '2024.6' }],
  ['authentik_sources_kerberos.kerberossourcepropertymapping', { since: '2024.10' }],
  ['authentik_sources_ldap.ldapsourcepropertymapping', { since: '2024.8' }],
  ['authentik_sources_oauth.oauthsourcepropertymapping', { since: '2024.8' }],
  ['authentik_sources_plex.plexsourcepropertymapping', { since: '2024.8' }],
  ['authentik_sources_saml.samlsourcepropertymapping', { since: '2024.8' }],
  ['authentik_sources_scim.scimsourcepropertymapping', { since: '2024.8' }],
  ['authentik_sources_telegram.telegramsourcepropertymapping', { since: '2025.10' }],
];
export const COMPILED: readonly ModelName[] = MAPPINGS.map(([model]) => model);

/**
 * The Python that compiles expressions. Prompts and mappings of notifications hold some as well, which nobody
 * compiles before they run (sources of all releases: stages/prompt, events/api; measured with 2023.2.3).
 */
const PYTHON: readonly FormRow[] = (
  [
    ['python-3.11', { until: '2023.10' }],
    ['python-3.12', { since: '2024.2', until: '2025.4' }],
    ['python-3.13', { since: '2025.6', until: '2025.12' }],
    ['python-3.14', { since: '2026.2' }],
  ] as const
).flatMap(([format, span]) =>
  having(
    format,
    'serializers of all releases; the version: Dockerfile of each; measured with the importers of 2023.2.3 and 2025.12.4',
    [
      ...MAPPINGS.filter(([, own]) => overlap(own, span)).map(([model]) => [model, 'expression'] as const),
      ['authentik_policies_expression.expressionpolicy', 'expression'],
    ],
    span,
  ),
);

/** Whether some release is within both. */
function overlap(one: ReleaseSpan, other: ReleaseSpan): boolean {
  const isUp = (until = '9999.1', since = '0.0'): boolean => isSince(until, since);
  return isUp(one.until, other.since) && isUp(other.until, one.since);
}

const CONFIG = ['authentik_outposts.outpost', 'config'] as const;
const CONFIG_SEEN =
  'classes of all releases: outposts/models; measured with the importers of 2023.2.3 and 2025.12.4';

/** Which keys the configuration of an outpost has: the first release of each change, and the last before the next. */
const CONFIGS: readonly FormRow[] = [
  ...having('outpost-config', CONFIG_SEEN, [CONFIG], { until: '2023.6' }),
  ...having('outpost-config-2023.8', CONFIG_SEEN, [CONFIG], { since: '2023.8', until: '2024.4' }),
  ...having('outpost-config-2024.6', CONFIG_SEEN, [CONFIG], { since: '2024.6', until: '2025.2' }),
  ...having('outpost-config-2025.4', CONFIG_SEEN, [CONFIG], { since: '2025.4', until: '2025.8' }),
  ...having('outpost-config-2025.10', CONFIG_SEEN, [CONFIG], { since: '2025.10' }),
];

/** Forms of what can be written that the document does not say. */
export const FORMS: readonly FormRow[] = [
  ...ADDRESSES,
  ...PYTHON,
  ...CONFIGS,
  ...having(
    'server-file',
    'serializers since 2023.6: blueprints',
    [['authentik_blueprints.blueprintinstance', 'path']],
    { since: '2023.6' },
  ),
  ...having(
    'crontab',
    'measured with the importer of 2025.12.4; models since 2025.8: django_dramatiq_postgres',
    [['authentik_tasks_schedules.schedule', 'crontab']],
    { since: '2025.8' },
  ),
  ...having('fetched', 'serializers of all releases: the server asks the address at every write', [
    ['authentik_sources_oauth.oauthsource', 'oidc_well_known_url'],
    ['authentik_sources_oauth.oauthsource', 'oidc_jwks_url'],
  ]),
  ...having('certificate', 'serializers of all releases; measured with the importer of 2023.2.3', [
    ['authentik_crypto.certificatekeypair', 'certificate_data'],
  ]),
  ...having('private-key', 'serializers of all releases; measured with the importer of 2023.2.3', [
    ['authentik_crypto.certificatekeypair', 'key_data'],
  ]),
  ...having('kubeconfig', 'serializers of all releases; measured with the importer of 2023.2.3', [
    ['authentik_outposts.kubernetesserviceconnection', 'kubeconfig'],
  ]),
  ...having('ip', 'model of all releases', [['authentik_events.event', 'client_ip']]),
  {
    model: 'authentik_providers_oauth2.scopemapping',
    field: 'scope_name',
    pattern: '^[^ ]*$',
    seen: 'serializers of all releases; measured with the importer of 2023.2.3: no blank',
  },
  ...['client_id', 'client_secret'].map((field) => ({
    model: OAUTH2,
    field,
    pattern: '^[ -~]*$',
    since: '2026.8',
    seen: 'pull request 23760 of authentik, for 2026.8: only what ASCII can print',
  })),
  {
    model: 'authentik_stages_password.passwordstage',
    field: 'backends',
    minLength: 1,
    seen: 'measured with the importer of 2023.2.3: the list may not be empty',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    field: 'device_classes',
    minLength: 1,
    seen: 'measured with the importers of 2023.2.3 and 2025.12.4: the list may not be empty',
  },
  {
    model: 'authentik_outposts.outpost',
    field: 'providers',
    minLength: 0,
    seen: 'measured with the importers of 2023.2.3 and 2025.12.4: the embedded outpost may have none',
  },
  {
    model: 'authentik_core.user',
    field: 'path',
    pattern: '^(?!/)(?!.*/$)(?!.*//)',
    seen: 'probe user_bad_path: no slash at either end; serializers of all releases: and not two together',
  },
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

/** Formats that releases until then checked more strictly. */
export const FORMER_FORMATS: readonly (Seen & {
  readonly format: string;
  readonly until: string;
  readonly was: string;
})[] = [
  ...['uri', 'web-uri', 'ldap-uris', 'uri-template'].map((format) => ({
    format,
    until: '2024.6',
    was: `${format}-long-port`,
    seen: 'validators of 2024.6 and 2024.8: a port had at least two digits',
  })),
  {
    format: 'url',
    until: '2023.5',
    was: 'long-url',
    seen: 'validators of Django 4.1.7 of 2023.5 and 4.1.10 of 2023.6: of any length',
  },
  {
    format: 'email',
    until: '2025.8',
    was: 'former-email',
    seen: 'validators of Django 5.1 of 2025.8 and 5.2 of 2025.10: digits at the end of the host',
  },
];

/** Fields that the document calls mappings and whose serializer takes any JSON. */
export const ANY_JSON: readonly (Seen &
  ReleaseSpan & { readonly model: ModelName; readonly field: string })[] = [
  ['authentik_blueprints.blueprintinstance', 'context'],
  ['authentik_events.event', 'context'],
  ['authentik_events.event', 'tenant'],
  ['authentik_events.event', 'user'],
  ['authentik_outposts.kubernetesserviceconnection', 'kubeconfig'],
  ['authentik_sources_oauth.oauthsource', 'oidc_jwks'],
  ['authentik_tenants.tenant', 'attributes'],
].map(([model = '', field = '']) => ({
  model,
  field,
  until: '2023.10',
  seen:
    'serializers of 2023.2.3 to 2023.10, measured with the importer of 2023.2.3; later documents tell the two ' +
    'kinds apart',
}));
