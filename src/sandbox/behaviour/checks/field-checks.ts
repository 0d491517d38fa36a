import { MAPPINGS as LATER_MAPPINGS } from '../2025.12/mappings.ts';
import { check, type CheckRule } from '../validation-rules.ts';

const PROXY = 'authentik_providers_proxy.proxyprovider';
const OUTPOST = 'authentik_outposts.outpost';
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const BLUEPRINT = 'authentik_blueprints.blueprintinstance';
const APPLICATION = 'authentik_core.application';
const SAML_SOURCE = 'authentik_sources_saml.samlsource';
const CERTIFICATE = 'authentik_crypto.certificatekeypair';

const RAC = 'authentik_providers_rac.racpropertymapping';

/** Mappings whose expression must be Python, in the releases that have them. */
const MAPPINGS = [
  'authentik_providers_oauth2.scopemapping',
  'authentik_providers_saml.samlpropertymapping',
  'authentik_sources_ldap.ldappropertymapping',
  ...LATER_MAPPINGS.filter((model) => model !== RAC),
];

/** Texts that name a picture, since 2025.12: a path in the server's storage, an icon or an address. */
const PICTURES = [
  [APPLICATION, 'meta_icon'],
  ['authentik_flows.flow', 'background'],
  ['authentik_core.source', 'icon'],
  ['authentik_brands.brand', 'branding_logo'],
  ['authentik_brands.brand', 'branding_favicon'],
  ['authentik_brands.brand', 'branding_default_flow_background'],
] as const;

/** What the server checks of single fields, beyond their type, in every release. */
export const FIELD_CHECKS: readonly CheckRule[] = [
  check(PROXY, 'external_host', 'loose-url', 'proxy bad host'),
  check(PROXY, 'internal_host', 'loose-url', '2025.12: authentik/providers/proxy/models.py'),
  check(
    'authentik_events.notificationtransport',
    'webhook_url',
    'loose-url',
    'transport create, x2 transport webhook',
  ),
  check(APPLICATION, 'meta_launch_url', 'loose-url', 'app patch launch url bad, app patch launch url blank', {
    until: '2023.2',
  }),
  check(APPLICATION, 'meta_launch_url', 'formatted-url', 'app patch launch url, app patch launch url bad', {
    since: '2023.3',
  }),
  check('authentik_providers_saml.samlprovider', 'acs_url', 'loose-url', 'b saml bad acs', {
    since: '2025.4',
  }),
  check(
    'authentik_providers_saml.samlprovider',
    'sls_url',
    'loose-url',
    '2025.12: authentik/providers/saml/models.py',
    { since: '2025.10' },
  ),
  ...[
    ['authentik_providers_saml.samlprovider', 'acs_url'],
    [SAML_SOURCE, 'sso_url'],
    [SAML_SOURCE, 'slo_url'],
  ].map(([model = '', field = '']) =>
    check(model, field, 'url', '2023.2: authentik/sources/saml/models.py', { until: '2025.2' }),
  ),
  ...['sso_url', 'slo_url'].map((field) =>
    check(SAML_SOURCE, field, 'loose-url', '2025.12: authentik/sources/saml/models.py', { since: '2025.4' }),
  ),
  ...['logout_uri', 'backchannel_logout_uri'].map((field) =>
    check(OAUTH2, field, 'loose-url', '2025.12: authentik/providers/oauth2/models.py'),
  ),
  check(
    'authentik_providers_ws_federation.wsfederationprovider',
    'reply_url',
    'loose-url',
    '2026.2: authentik/enterprise/providers/ws_federation/api/providers.py',
  ),
  check(
    'authentik_endpoints_connectors_fleet.fleetconnector',
    'url',
    'url',
    '2026.2: authentik/enterprise/endpoints/connectors/fleet/models.py',
  ),
  check(
    'authentik_sources_ldap.ldapsource',
    'server_uri',
    'ldap-url',
    'source ldap create, x2 source ldap create',
  ),
  ...[APPLICATION, 'authentik_flows.flow', 'authentik_core.source'].flatMap((model) => [
    check(model, 'slug', 'slug', 'app bad slug', { since: '2025.12' }),
    check(model, 'slug', 'plain-slug', 'app bad slug', { until: '2025.10' }),
  ]),
  check(
    'authentik_stages_invitation.invitation',
    'name',
    'plain-slug',
    '2023.2: authentik/stages/invitation/models.py',
    { until: '2025.10' },
  ),
  // Lists that may be empty though they must be given: methods look at them.
  check(OUTPOST, 'providers', 'any-count', '2023.2: authentik/outposts/api/outposts.py'),
  check(
    'authentik_lifecycle.lifecyclerule',
    'reviewers',
    'any-count',
    '2026.2: authentik/enterprise/lifecycle/api/rules.py',
  ),
  check(
    'authentik_lifecycle.lifecyclerule',
    'reviewers',
    'users-by-uuid',
    '2026.2: authentik/enterprise/lifecycle/api/rules.py',
  ),
  check(
    'authentik_stages_invitation.invitation',
    'name',
    'slug',
    '2025.12: authentik/stages/invitation/models.py',
    { since: '2025.12' },
  ),
  ...PICTURES.map(([model, field]) =>
    check(model, field, 'media', '2025.12: authentik/admin/files/validation.py', { since: '2025.12' }),
  ),
  check(
    'authentik_providers_oauth2.scopemapping',
    'scope_name',
    'no-blanks',
    '2023.2: authentik/providers/oauth2/api/scopes.py',
    { since: '2023.1' },
  ),
  ...['client_id', 'client_secret'].map((field) =>
    check(OAUTH2, field, 'printable', 'pull request 23760 of authentik', { since: '2026.8' }),
  ),
  check(
    'authentik_tasks_schedules.schedule',
    'crontab',
    'crontab',
    // Its messages were measured with the importer of 2025.12.4.
    '2025.12: authentik/tasks/schedules/models.py',
    { since: '2025.8' },
  ),
  check('authentik_core.user', 'path', 'user-path', 'user bad path'),
  check(RAC, 'static_settings', 'dictionary', '2025.12: authentik/providers/rac/api/property_mappings.py'),
  check('authentik_core.group', 'attributes', 'dictionary', 'group attributes list'),
  check('authentik_core.user', 'attributes', 'dictionary', 'x2 user attributes non-dict'),
  check(BLUEPRINT, 'context', 'dictionary', 'as group attributes', { since: '2025.8' }),
  check('authentik_stages_invitation.invitation', 'fixed_data', 'dictionary', 'as group attributes'),
  check(
    'authentik_policies_expression.expressionpolicy',
    'expression',
    'policy',
    'expr syntax error, expr patch syntax',
  ),
  ...MAPPINGS.map((model) =>
    check(model, 'expression', 'python', 'pm scope syntax, pm saml syntax, pm ldap syntax'),
  ),
  check(RAC, 'expression', 'optional-python', '2025.12: authentik/providers/rac/api/property_mappings.py'),
  check(CERTIFICATE, 'certificate_data', 'certificate', 'cert create bad'),
  check(CERTIFICATE, 'key_data', 'private-key', 'as certificate_data'),
  check(OUTPOST, 'config', 'outpost-config', 'outpost bad config type, outpost bad config key'),
  check(OUTPOST, 'config', 'outpost-refresh', '2025.12: authentik/outposts/api/outposts.py', {
    since: '2024.6',
  }),
  check(OUTPOST, 'providers', 'outpost-providers', 'outpost wrong provider type'),
  check(OUTPOST, 'name', 'embedded-name', 'embedded outpost rename', { since: '2023.10' }),
  check(
    'authentik_outposts.kubernetesserviceconnection',
    'kubeconfig',
    'kubeconfig',
    'svc conn k8s, svc conn k8s no kubeconfig',
  ),
  check(BLUEPRINT, 'path', 'blueprint-path', 'blueprint bad path', { until: '2023.4' }),
  check(BLUEPRINT, 'path', 'blueprint-file', 'blueprint bad path, b blueprint oci path', {
    since: '2023.5',
  }),
  check(
    BLUEPRINT,
    'content',
    'blueprint-content',
    'blueprint content invalid, blueprint content yaml error, b blueprint content version 2, b blueprint content structure',
    { since: '2023.1' },
  ),
  check(
    OAUTH2,
    'redirect_uris',
    'redirects',
    'b oauth2 redirect_uris bad regex, b oauth2 redirect_uris no mode',
    { since: '2024.8' },
  ),
];
