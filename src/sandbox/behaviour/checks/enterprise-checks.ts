import type { ValidatorRule } from '../validation-rules.ts';

/** Models whose objects can be made and changed only with a licence; `until`: free since then. */
const LICENSED: readonly { readonly model: string; readonly until?: string }[] = [
  { model: 'authentik_providers_google_workspace.googleworkspaceprovider' },
  { model: 'authentik_providers_microsoft_entra.microsoftentraprovider' },
  { model: 'authentik_providers_ssf.ssfprovider' },
  { model: 'authentik_providers_ws_federation.wsfederationprovider' },
  { model: 'authentik_providers_rac.racprovider', until: '2024.12' },
  { model: 'authentik_providers_rac.endpoint', until: '2024.12' },
  { model: 'authentik_policies_unique_password.uniquepasswordpolicy' },
  { model: 'authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage' },
  { model: 'authentik_stages_mtls.mutualtlsstage' },
  { model: 'authentik_stages_source.sourcestage' },
  { model: 'authentik_endpoints_connectors_fleet.fleetconnector' },
  { model: 'authentik_endpoints_connectors_google_chrome.googlechromeconnector' },
];

const LIFECYCLE = 'authentik_lifecycle.lifecyclerule';

/** What the server checks of what is for enterprises. */
export const ENTERPRISE_CHECKS: readonly ValidatorRule[] = [
  {
    model: 'authentik_stages_source.sourcestage',
    kind: 'linked',
    method: true,
    at: 'source',
    field: 'source',
    models: ['authentik_sources_ldap.ldapsource', 'authentik_sources_scim.scimsource'],
    text: 'Invalid source selected, only web-based sources are supported.',
    seen: '2025.12: authentik/enterprise/stages/source/api.py',
  },
  ...LICENSED.map(
    ({ model, until }): ValidatorRule => ({
      model,
      kind: 'licence',
      text: 'Enterprise is required to create/update this object.',
      seen: '2025.12: authentik/enterprise/api.py',
      until,
    }),
  ),
  {
    model: 'authentik_providers_scim.scimprovider',
    kind: 'licence',
    method: true,
    at: 'auth_mode',
    when: 'auth_mode',
    is: ['oauth'],
    text: 'Enterprise is required to use the OAuth mode.',
    seen: '2025.12: authentik/enterprise/providers/scim/api.py',
    since: '2025.10',
  },
  {
    model: 'authentik_providers_radius.radiusprovider',
    kind: 'licence',
    method: true,
    at: 'certificate',
    when: 'certificate',
    text: 'Enterprise is required to use EAP-TLS.',
    seen: '2025.12: authentik/enterprise/providers/radius/api.py',
    since: '2025.10',
  },
  {
    model: LIFECYCLE,
    kind: 'any',
    given: true,
    fields: ['reviewer_groups', 'reviewers'],
    text: 'Either a reviewer group or a reviewer must be set.',
    seen: '2026.2: authentik/enterprise/lifecycle/api/rules.py',
  },
  {
    model: LIFECYCLE,
    at: 'grace_period',
    kind: 'no-longer',
    field: 'grace_period',
    than: 'interval',
    text: 'Grace period must be shorter than the interval.',
    seen: '2026.2: authentik/enterprise/lifecycle/api/rules.py',
  },
  {
    model: LIFECYCLE,
    at: 'content_type',
    kind: 'alone',
    field: 'content_type',
    without: 'object_id',
    text: 'Only one type-wide rule for each object type is allowed.',
    seen: '2026.2: authentik/enterprise/lifecycle/api/rules.py',
  },
];
