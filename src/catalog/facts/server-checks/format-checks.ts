import type { ModelName } from '../../model.ts';
import type { ServerCheck } from './server-check.ts';

/*
 * What validators say of one value: the form of the field decides it. A row is about a release that has the
 * field; `since`: the first release that has the validator.
 */

type Row = readonly [model: ModelName, field: string, since?: string];

const DURATIONS: readonly Row[] = [
  ['authentik_providers_saml.samlprovider', 'assertion_valid_not_before'],
  ['authentik_providers_saml.samlprovider', 'assertion_valid_not_on_or_after'],
  ['authentik_providers_saml.samlprovider', 'session_valid_not_on_or_after'],
  ['authentik_providers_oauth2.oauth2provider', 'access_code_validity'],
  ['authentik_providers_oauth2.oauth2provider', 'access_token_validity'],
  ['authentik_providers_oauth2.oauth2provider', 'refresh_token_validity'],
  ['authentik_providers_oauth2.oauth2provider', 'refresh_token_threshold'],
  ['authentik_providers_rac.racprovider', 'connection_expiry'],
  ['authentik_providers_scim.scimprovider', 'service_provider_config_cache_timeout'],
  ['authentik_providers_scim.scimprovider', 'sync_page_timeout'],
  ['authentik_providers_google_workspace.googleworkspaceprovider', 'sync_page_timeout'],
  ['authentik_providers_microsoft_entra.microsoftentraprovider', 'sync_page_timeout'],
  ['authentik_providers_ssf.ssfprovider', 'event_retention'],
  ['authentik_sources_saml.samlsource', 'temporary_user_delete_after'],
  ['authentik_stages_user_login.userloginstage', 'session_duration'],
  ['authentik_stages_user_login.userloginstage', 'remember_me_offset'],
  ['authentik_stages_user_login.userloginstage', 'remember_device'],
  ['authentik_stages_authenticator_validate.authenticatorvalidatestage', 'last_auth_threshold'],
  ['authentik_stages_authenticator_email.authenticatoremailstage', 'token_expiry'],
  ['authentik_stages_consent.consentstage', 'consent_expire_in'],
  ['authentik_stages_email.emailstage', 'token_expiry', '2025.4'],
  ['authentik_stages_email.emailstage', 'recovery_cache_timeout'],
  ['authentik_stages_source.sourcestage', 'resume_timeout'],
  ['authentik_tenants.tenant', 'event_retention'],
  ['authentik_endpoints_connectors_agent.agentconnector', 'snapshot_expiry'],
  ['authentik_endpoints_connectors_agent.agentconnector', 'refresh_interval'],
  ['authentik_endpoints_connectors_agent.agentconnector', 'auth_session_duration'],
  ['authentik_endpoints_connectors_agent.agentconnector', 'challenge_idle_timeout'],
  ['authentik_lifecycle.lifecyclerule', 'interval'],
  ['authentik_lifecycle.lifecyclerule', 'grace_period'],
];

const ADDRESSES: readonly Row[] = [
  ['authentik_core.application', 'meta_launch_url'],
  ['authentik_events.notificationtransport', 'webhook_url'],
  ['authentik_providers_proxy.proxyprovider', 'external_host'],
  ['authentik_providers_proxy.proxyprovider', 'internal_host'],
  ['authentik_providers_saml.samlprovider', 'acs_url'],
  ['authentik_providers_saml.samlprovider', 'sls_url'],
  ['authentik_providers_ws_federation.wsfederationprovider', 'reply_url'],
  ['authentik_providers_oauth2.oauth2provider', 'backchannel_logout_uri'],
  ['authentik_providers_oauth2.oauth2provider', 'logout_uri'],
  ['authentik_sources_ldap.ldapsource', 'server_uri'],
  ['authentik_sources_saml.samlsource', 'sso_url'],
  ['authentik_sources_saml.samlsource', 'slo_url'],
  ['authentik_endpoints_connectors_fleet.fleetconnector', 'url'],
];

const SLUGS: readonly Row[] = [
  ['authentik_core.application', 'slug'],
  ['authentik_core.token', 'identifier'],
  ['authentik_flows.flow', 'slug'],
  ['authentik_stages_invitation.invitation', 'name'],
  ['authentik_sources_ldap.ldapsource', 'slug'],
  ['authentik_sources_oauth.oauthsource', 'slug'],
  ['authentik_sources_plex.plexsource', 'slug'],
  ['authentik_sources_saml.samlsource', 'slug'],
  ['authentik_sources_scim.scimsource', 'slug'],
  ['authentik_sources_kerberos.kerberossource', 'slug'],
  ['authentik_sources_telegram.telegramsource', 'slug'],
];

const BOUNDS: readonly Row[] = [
  ['authentik_stages_authenticator_static.authenticatorstaticstage', 'token_length', '2025.12'],
  ['authentik_providers_scim.scimprovider', 'sync_page_size'],
  ['authentik_providers_google_workspace.googleworkspaceprovider', 'sync_page_size'],
  ['authentik_providers_microsoft_entra.microsoftentraprovider', 'sync_page_size'],
];

const MAPPINGS: readonly Row[] = [
  ['authentik_core.group', 'attributes'],
  ['authentik_core.user', 'attributes'],
  ['authentik_outposts.outpost', 'config'],
  ['authentik_providers_rac.racpropertymapping', 'static_settings'],
  ['authentik_stages_invitation.invitation', 'fixed_data'],
];

const MEDIA: readonly Row[] = [
  ['authentik_core.application', 'meta_icon', '2025.12'],
  ['authentik_flows.flow', 'background', '2025.12'],
  ['authentik_brands.brand', 'branding_logo', '2025.12'],
  ['authentik_brands.brand', 'branding_favicon', '2025.12'],
  ['authentik_brands.brand', 'branding_default_flow_background', '2025.12'],
  ['authentik_sources_kerberos.kerberossource', 'icon', '2025.12'],
  ['authentik_sources_ldap.ldapsource', 'icon', '2025.12'],
  ['authentik_sources_oauth.oauthsource', 'icon', '2025.12'],
  ['authentik_sources_plex.plexsource', 'icon', '2025.12'],
  ['authentik_sources_saml.samlsource', 'icon', '2025.12'],
  ['authentik_sources_telegram.telegramsource', 'icon', '2025.12'],
];

/** Validators of one value. */
export const FORMAT_CHECKS: readonly ServerCheck[] = [
  ...rows('duration', DURATIONS, 'what is no duration as hours=1;minutes=30'),
  ...rows('address', ADDRESSES, 'what is no address'),
  ...rows('slug', SLUGS, 'what has other characters than letters, digits, _ and -'),
  ...rows('bounds', BOUNDS, 'a number beyond its bounds'),
  ...rows('mapping', MAPPINGS, 'JSON that is no mapping'),
  ...rows('media', MEDIA, 'what is neither an address, nor an icon, nor the path of a file'),
];

function rows(kind: string, table: readonly Row[], refuses: string): ServerCheck[] {
  return table.map(([model, field, since]) => ({
    name: `${kind}-${model.split('.')[1] ?? ''}-${field}`,
    models: [model],
    fields: [field],
    since,
    refuses: `${refuses}, in ${field}`,
    seen: 'models and serializers of the last patches of all releases',
    found: { by: 'form' },
  }));
}
