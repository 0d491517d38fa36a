import { check, type CheckRule, type CrashRule, type ValidatorRule } from '../validation-rules.ts';
import { SHARED_CHECKS, SHARED_VALIDATORS } from '../shared/validation.ts';

export const CHECKS: readonly CheckRule[] = [
  ...SHARED_CHECKS,
  check(
    'authentik_core.application',
    'meta_launch_url',
    'loose-url',
    'app patch launch url bad, app patch launch url blank',
  ),
  check('authentik_blueprints.blueprintinstance', 'path', 'blueprint-path', 'blueprint bad path'),
  check(
    'authentik_blueprints.blueprintinstance',
    'content',
    'blueprint-content',
    'blueprint content invalid, blueprint content yaml error',
  ),
  check('authentik_tenants.tenant', 'attributes', 'dictionary', 'as group attributes'),
  check('authentik_sources_ldap.ldappropertymapping', 'expression', 'python', 'pm ldap syntax'),
];

/** Nested lists that the framework reads and then cannot write. */
export const CRASHES: readonly CrashRule[] = [
  { model: 'authentik_flows.stage', given: ['flow_set'], seen: 'oracle probe__stage_flow_set_existing' },
  {
    model: 'authentik_stages_prompt.prompt',
    given: ['promptstage_set'],
    seen: 'as flow_set: a nested list in model-fields',
  },
];

export const VALIDATORS: readonly ValidatorRule[] = [
  ...SHARED_VALIDATORS,
  {
    model: 'authentik_policies.policybinding',
    kind: 'exactly-one',
    fields: ['policy', 'group', 'user'],
    none: "One of 'policy', 'group' or 'user' must be set.",
    several: "Only one of 'policy', 'group' or 'user' can be set.",
    seen: 'pbinding none set, pbinding two set, pbinding patch order only',
  },
  {
    model: 'authentik_policies_event_matcher.eventmatcherpolicy',
    kind: 'first-filled',
    fields: ['action', 'client_ip', 'app'],
    text: 'At least one criteria must be set.',
    seen: 'event_matcher all blank, event_matcher only name, event_matcher app only',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    kind: 'needs',
    field: 'internal_host',
    when: 'mode',
    is: ['proxy'],
    otherwise: 'proxy',
    text: 'Internal host cannot be empty when forward auth is disabled.',
    seen: 'proxy mode proxy w/o internal_host, proxy patch name only',
  },
  {
    model: 'authentik_events.notificationtransport',
    kind: 'needs',
    field: 'webhook_url',
    when: 'mode',
    is: ['webhook', 'webhook_slack'],
    otherwise: null,
    text: 'Webhook URL may not be empty.',
    seen: 'transport missing url, x2 transport patch name only',
  },
  {
    model: 'authentik_tenants.tenant',
    kind: 'single',
    field: 'default',
    assume: false,
    text: 'Only a single Tenant can be set as default.',
    seen: 'tenant second default, tenant patch default again true',
  },
  {
    model: 'authentik_sources_ldap.ldapsource',
    kind: 'single',
    field: 'sync_users_password',
    assume: true,
    text: 'Only a single LDAP Source with password synchronization is allowed',
    seen: 'x2 source ldap second sync_users_password',
  },
  {
    model: 'authentik_core.token',
    kind: 'one-of',
    field: 'intent',
    values: ['api', 'app_password'],
    text: 'Invalid intent {value}',
    seen: 'token bad intent',
  },
  {
    model: 'authentik_sources_oauth.oauthsource',
    kind: 'oauth-urls',
    fields: ['authorization_url', 'access_token_url', 'profile_url'],
    seen: 'source oauth openidconnect missing urls, source oauth patch',
  },
];
