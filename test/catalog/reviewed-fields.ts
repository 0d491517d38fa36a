/** Why the value of a field may be shown although its name or its type sounds as if it could hold a secret. */
export interface Reviewed {
  readonly field: string;
  /** The models that it was looked at for; a field of this name elsewhere has to be looked at, too. */
  readonly models: readonly string[];
  readonly why: string;
}

const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const OAUTH_SOURCE = 'authentik_sources_oauth.oauthsource';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const SAML = 'authentik_providers_saml.samlprovider';
const SAML_SOURCE = 'authentik_sources_saml.samlsource';
const SCIM = 'authentik_providers_scim.scimprovider';
const CERTIFICATE = 'authentik_crypto.certificatekeypair';
const EVENT = 'authentik_events.event';
const REQUEST = 'authentik_requests.grantrequest';
const WS_FEDERATION = 'authentik_providers_ws_federation.wsfederationprovider';

/** An address that browsers and other servers are sent to; passwords inside of addresses are left out anyway. */
const ADDRESS = 'an address that everybody who logs in is sent to, or that the server publishes';
/** The parts of a mapping whose names sound secret are left out wherever a mapping is shown. */
const MAPPING = 'most of it is no secret; parts whose names sound secret are left out';

export const REVIEWED: readonly Reviewed[] = [
  ...['access_token_url', 'authorization_url', 'oidc_jwks_url', 'oidc_well_known_url', 'profile_url'].map(
    (field) => ({ field, models: [OAUTH_SOURCE], why: ADDRESS }),
  ),
  { field: 'request_token_url', models: [OAUTH_SOURCE], why: ADDRESS },
  { field: 'acs_url', models: [SAML], why: ADDRESS },
  { field: 'sls_url', models: [SAML], why: ADDRESS },
  { field: 'slo_url', models: [SAML_SOURCE], why: ADDRESS },
  { field: 'sso_url', models: [SAML_SOURCE], why: ADDRESS },
  { field: 'reply_url', models: [WS_FEDERATION], why: ADDRESS },
  { field: 'backchannel_logout_uri', models: [OAUTH2], why: ADDRESS },
  { field: 'logout_uri', models: [OAUTH2], why: ADDRESS },
  { field: 'redirect_uris', models: [OAUTH2], why: ADDRESS },
  { field: 'external_host', models: [PROXY], why: ADDRESS },
  { field: 'internal_host', models: [PROXY], why: 'an address without a password of its own' },
  { field: 'meta_launch_url', models: ['authentik_core.application'], why: ADDRESS },
  ...['api_url', 'js_url'].map((field) => ({
    field,
    models: ['authentik_stages_captcha.captchastage'],
    why: 'the address of a public service',
  })),
  {
    field: 'api_hostname',
    models: ['authentik_stages_authenticator_duo.authenticatorduostage'],
    why: 'the address of a service; what opens it is the secret key beside it',
  },
  {
    field: 'url',
    models: [
      'authentik_outposts.dockerserviceconnection',
      SCIM,
      'authentik_endpoints_connectors_fleet.fleetconnector',
    ],
    why: 'an address; what opens it stands in a field of its own',
  },
  { field: 'server_uri', models: ['authentik_sources_ldap.ldapsource'], why: 'an address' },
  {
    field: 'host',
    models: [
      'authentik_stages_email.emailstage',
      'authentik_providers_rac.endpoint',
      'authentik_stages_authenticator_email.authenticatoremailstage',
    ],
    why: 'the address of a server',
  },
  {
    field: 'account_sid',
    models: ['authentik_stages_authenticator_sms.authenticatorsmsstage'],
    why: 'names the account; the token beside it is the secret',
  },
  {
    field: 'admin_integration_key',
    models: ['authentik_stages_authenticator_duo.authenticatorduostage'],
    why: 'names the integration, as a client id does; the secret key beside it is the secret',
  },
  { field: 'consumer_key', models: [OAUTH_SOURCE], why: 'the client id: every browser is sent it' },
  {
    field: 'public_key',
    models: ['authentik_stages_captcha.captchastage'],
    why: 'every browser is sent it',
  },
  { field: 'oidc_jwks', models: [OAUTH_SOURCE], why: 'public keys' },
  {
    field: 'certificate_data',
    models: [CERTIFICATE],
    why: 'a certificate is public; a row of PUBLIC says so',
  },
  ...['basic_auth_password_attribute', 'basic_auth_user_attribute'].map((field) => ({
    field,
    models: [PROXY],
    why: 'the name of an attribute that holds it',
  })),
  { field: 'cookie_domain', models: [PROXY], why: 'a domain' },
  { field: 'field_key', models: ['authentik_stages_prompt.prompt'], why: 'the name of an input field' },
  {
    field: 'password_field',
    models: [
      'authentik_policies_password.passwordpolicy',
      'authentik_policies_unique_password.uniquepasswordpolicy',
    ],
    why: 'the name of an input field',
  },
  { field: 'key', models: ['authentik_core.objectattribute'], why: 'the name of an attribute' },
  {
    field: 'krb5_conf',
    models: ['authentik_sources_kerberos.kerberossource'],
    why: 'realms and addresses of their servers; keys are in keytabs, which have fields of their own',
  },
  {
    field: 'attributes',
    models: [
      'authentik_core.group',
      'authentik_core.user',
      'authentik_tenants.tenant',
      'authentik_brands.brand',
      'authentik_core.applicationentitlement',
      'authentik_agents.agent',
      'authentik_endpoints.deviceaccessgroup',
    ],
    why: MAPPING,
  },
  { field: 'config', models: ['authentik_outposts.outpost'], why: MAPPING },
  { field: 'fixed_data', models: ['authentik_stages_invitation.invitation'], why: MAPPING },
  ...['brand', 'context', 'tenant', 'user'].map((field) => ({
    field,
    models: [EVENT],
    why: 'the server cleans what it writes into an event; of ours, parts that sound secret are left out',
  })),
  {
    field: 'identifiers',
    models: ['authentik_blueprints.metaapplyblueprint'],
    why: 'what names a blueprint; of a field that is a secret it is left out',
  },
  { field: 'icon', models: ['authentik_sources_scim.scimsource'], why: 'a picture' },
  { field: 'label', models: ['authentik_agents.agent'], why: 'a name for people; a row of PUBLIC says so' },
  ...['expiry', 'pbms'].map((field) => ({
    field,
    models: [REQUEST],
    why: 'how long, and for what, access is asked for; a row of PUBLIC says so',
  })),
  {
    field: 'permissions',
    models: ['authentik_core.user', 'authentik_rbac.role'],
    why: 'names of permissions',
  },
  // What only the server sets.
  {
    field: 'token_identifier',
    models: ['authentik_outposts.outpost', 'authentik_agents.agent'],
    why: 'the name of a token, not its key',
  },
  {
    field: 'token_obj',
    models: ['authentik_sources_scim.scimsource', 'authentik_providers_ssf.ssfprovider'],
    why: 'a token as its list shows it, without the key',
  },
  {
    field: 'last_applied_hash',
    models: ['authentik_blueprints.blueprintinstance'],
    why: 'the checksum of a file, of which the content cannot be told',
  },
  ...['cert_subject', 'certificate_download_url', 'private_key_download_url', 'private_key_type'].map(
    (field) => ({ field, models: [CERTIFICATE], why: 'says what the certificate is, and where it is' }),
  ),
  ...['auth_oauth_url_callback', 'auth_oauth_url_start'].map((field) => ({
    field,
    models: [SCIM],
    why: 'an address of the server, at which one still has to log in',
  })),
];
