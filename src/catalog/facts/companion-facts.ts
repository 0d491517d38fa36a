import type { Companion, ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/*
 * What must stand beside what is written, or the server takes it for something else. Every field of an object of
 * each model that the API makes was changed alone on a real 2023.2.3 and 2025.12.4 (694 fields of 93 models there):
 * with these companions none was refused that more of them would help.
 */

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
    model: 'authentik_sources_oauth.oauthsource',
    fields: ['authorization_url', 'access_token_url', 'profile_url'],
    unless: ['provider_type', 'oidc_well_known_url'],
    nulls: true,
    seen:
      'measured on a real 2023.2.3 and 2025.12.4: a PATCH of a type without addresses of its own ' +
      '(openidconnect, mailcow, okta) is refused without them, null is taken; a new type and a ' +
      'well-known address bring their own',
  },
  {
    model: 'authentik_blueprints.blueprintinstance',
    fields: ['path', 'content'],
    anyOf: ['path', 'content'],
    seen: 'point 4',
  },
  {
    model: 'authentik_policies_event_matcher.eventmatcherpolicy',
    fields: ['action', 'client_ip', 'app', 'model', 'query'],
    nulls: true,
    seen:
      'point 1 and 4: action must be a key of every body, null where it is null; recording 2025.12.4 "b ' +
      'policy event_matcher patch"',
  },
  {
    model: 'authentik_lifecycle.lifecyclerule',
    fields: ['content_type'],
    when: ['object_id'],
    seen: 'serializers of 2026.2: the object is looked for among those of the type in the same body',
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
    seen:
      'measured 2025.12.4: point 20 of the comparison with 2023.2.3, one of them must be true in every ' +
      'body; serializers since 2023.8',
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
