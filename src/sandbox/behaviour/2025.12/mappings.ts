/** Property mappings that 2023.2 does not have, or has under other names. */
export const MAPPINGS = [
  'authentik_sources_ldap.ldapsourcepropertymapping',
  'authentik_sources_oauth.oauthsourcepropertymapping',
  'authentik_sources_kerberos.kerberossourcepropertymapping',
  'authentik_sources_plex.plexsourcepropertymapping',
  'authentik_sources_saml.samlsourcepropertymapping',
  'authentik_sources_scim.scimsourcepropertymapping',
  'authentik_sources_telegram.telegramsourcepropertymapping',
  'authentik_providers_scim.scimmapping',
  'authentik_providers_rac.racpropertymapping',
  'authentik_providers_radius.radiusproviderpropertymapping',
  'authentik_providers_google_workspace.googleworkspaceprovidermapping',
  'authentik_providers_microsoft_entra.microsoftentraprovidermapping',
];
