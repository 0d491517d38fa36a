import type { ExtraForm, Json, ModelName, Volatile } from '../model.ts';
import type { Seen } from './seen.ts';

/*
 * What the server makes of values beyond what their type says: how it keeps them, which of them it replaces
 * by its own, and what it adds by itself. Every row names where it was seen; "serializers" and "signals" are
 * those of the last patches of all releases.
 */

interface Row extends Seen {
  readonly model: ModelName;
  readonly field: string;
}

/** Forms that neither the document nor the classes say. */
export const EXTRA_FORMS: readonly (Row & { readonly form: ExtraForm })[] = [
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'property_mappings',
    form: 'adds',
    seen: 'point 16; serializers: after every write the scopes of the proxy are put beside what was sent',
  },
  {
    model: 'authentik_policies_geoip.geoippolicy',
    field: 'countries',
    form: 'upper',
    seen: 'measured with the country field of 2025.12.4: "de" is taken, and kept as DE',
  },
  {
    model: 'authentik_lifecycle.lifecyclerule',
    field: 'object_id',
    form: 'empty',
    seen: 'serializers of 2026.2: the empty text is made null',
  },
];

const EMPTY: readonly Json[] = [null, ''];
const WELL_KNOWN_TYPES: readonly Json[] = ['github', 'gitlab', 'google'];
const WELL_KNOWN = 'the server takes it from the well-known configuration';

/** Values of which the server keeps its own. `since`: the first release that does. */
export const VOLATILE: readonly (Row & Volatile & { readonly since?: string })[] = [
  {
    model: 'authentik_core.token',
    field: 'expires',
    since: '2024.4',
    when: { intent: ['api'] },
    why: 'the server sets the expiry of an API token anew at every write',
    seen:
      'point 23 of the comparison with 2023.2.3; recordings "b token expires too late api", "b token ' +
      'patch expires past"',
  },
  {
    model: 'authentik_core.token',
    field: 'expires',
    since: '2024.4',
    when: { expiring: [true] },
    wanted: [null],
    why: 'the server fills in the usual expiry of what expires',
    seen: 'signals since 2024.4',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    field: 'expires',
    since: '2024.4',
    wanted: [null],
    why: 'the server fills in the usual expiry',
    seen: 'signals since 2024.4; an invitation always expires',
  },
  {
    model: 'authentik_endpoints_connectors_agent.enrollmenttoken',
    field: 'expires',
    when: { expiring: [true] },
    wanted: [null],
    why: 'the server fills in the usual expiry of what expires',
    seen: 'signals since 2024.4',
  },
  {
    model: 'authentik_core.user',
    field: 'last_login',
    why: 'the server sets it at every login',
    seen: 'recording "users me": it is the time of the last login',
  },
  {
    model: 'authentik_sources_oauth.oauthsource',
    field: 'oidc_jwks',
    unless: { oidc_jwks_url: EMPTY },
    why: 'the server fetches the keys from oidc_jwks_url at every write',
    seen: 'serializers of all releases; point 22 of the comparison with 2023.2.3',
  },
  ...['authorization_url', 'access_token_url', 'profile_url', 'oidc_jwks_url'].flatMap((field) => [
    {
      model: 'authentik_sources_oauth.oauthsource',
      field,
      unless: { oidc_well_known_url: EMPTY },
      wanted: EMPTY,
      why: WELL_KNOWN,
      seen: 'serializers of all releases',
    },
    {
      model: 'authentik_sources_oauth.oauthsource',
      field,
      since: '2023.10',
      when: { provider_type: WELL_KNOWN_TYPES },
      wanted: EMPTY,
      why: WELL_KNOWN,
      seen: 'serializers since 2023.10: some types have a well-known configuration of their own',
    },
  ]),
  {
    model: 'authentik_providers_saml.samlprovider',
    field: 'logout_method',
    since: '2025.10',
    when: { sls_binding: ['redirect'] },
    wanted: ['backchannel'],
    why: 'the server makes it frontchannel_iframe where the binding is a redirect',
    seen: 'serializers since 2025.10',
  },
];

/** Keys that the server writes into a mapping by itself. */
export const OWN_KEYS: readonly (Row & { readonly keys: readonly string[] })[] = [
  {
    model: 'authentik_core.user',
    field: 'attributes',
    keys: [
      'settings',
      'goauthentik.io/user/sources',
      'goauthentik.io/user/generated',
      'goauthentik.io/user/expires',
      'ldap_uniq',
      'distinguishedName',
    ],
    seen:
      'what users set in the web interface; stage user_write; tokens of machines; synchronisation with ' +
      'LDAP',
  },
  {
    model: 'authentik_core.group',
    field: 'attributes',
    keys: ['ldap_uniq', 'distinguishedName'],
    seen: 'synchronisation with LDAP',
  },
];
