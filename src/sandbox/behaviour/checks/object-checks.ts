import type { CrashRule, ValidatorRule } from '../validation-rules.ts';
import { CORE_CHECKS } from './core-checks.ts';
import { ENTERPRISE_CHECKS } from './enterprise-checks.ts';
import { SOURCE_CHECKS } from './source-checks.ts';
import { STAGE_CHECKS } from './stage-checks.ts';

const BINDING = 'authentik_policies.policybinding';
const ENTITLEMENT = 'authentik_core.applicationentitlement';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const TRANSPORT = 'authentik_events.notificationtransport';
const MATCHER = 'authentik_policies_event_matcher.eventmatcherpolicy';
const SAML = 'authentik_providers_saml.samlprovider';

const NO_HOST = {
  model: PROXY,
  kind: 'needs',
  field: 'internal_host',
  when: 'mode',
  is: ['proxy'],
  otherwise: 'proxy',
  text: 'Internal host cannot be empty when forward auth is disabled.',
  seen: 'proxy mode proxy w/o internal_host, proxy patch name only',
} as const;

const NO_URL = {
  model: TRANSPORT,
  kind: 'needs',
  field: 'webhook_url',
  when: 'mode',
  is: ['webhook', 'webhook_slack'],
  otherwise: null,
  text: 'Webhook URL may not be empty.',
  seen: 'transport missing url, x2 transport patch name only, b transport no url',
} as const;

const ONE_TENANT = {
  model: 'authentik_tenants.tenant',
  kind: 'single',
  field: 'default',
  assume: false,
  text: 'Only a single Tenant can be set as default.',
  seen: 'tenant second default, tenant patch default again true',
} as const;

const CRITERIA = {
  model: MATCHER,
  kind: 'first-filled',
  text: 'At least one criteria must be set.',
  seen: 'event_matcher all blank, event_matcher only name, b policy event_matcher patch name',
} as const;

/** What both kinds of providers want of a key that they sign with. */
const signing = (model: string): ValidatorRule[] => [
  {
    model,
    kind: 'key-type',
    at: 'signing_kp',
    field: 'signing_kp',
    column: 'certificate_data',
    types: ['rsa', 'rsa-pss', 'ec', 'dsa'],
    text: 'Only RSA, EC, and DSA key types are supported for SAML signing.',
    seen: '2026.2: authentik/providers/saml/api/providers.py',
    since: '2026.2',
  },
  {
    model,
    kind: 'any-when',
    when: 'signing_kp',
    fields: ['sign_assertion', 'sign_response'],
    text:
      'With a signing keypair selected, ' +
      "at least one of 'Sign assertion' and 'Sign Response' must be selected.",
    seen: 'b saml signing_kp only, b saml signing_kp+sign',
    since: '2024.8',
  },
];

/**
 * What the server checks of several values together. The first rule that is broken gives the refusal. Spans are
 * by the sources of each release (`authentik/*\/api`).
 */
export const OBJECT_CHECKS: readonly ValidatorRule[] = [
  {
    model: 'authentik_blueprints.blueprintinstance',
    kind: 'any',
    fields: ['path', 'content'],
    text: 'Either path or content must be set.',
    seen: 'blueprint create no path/content, blueprint patch enabled only',
  },
  {
    model: BINDING,
    kind: 'exactly-one',
    fields: ['policy', 'group', 'user'],
    none: "One of 'policy', 'group' or 'user' must be set.",
    several: "Only one of 'policy', 'group' or 'user' can be set.",
    seen: 'pbinding none set, pbinding two set, pbinding patch order only',
    until: '2024.10',
  },
  {
    model: BINDING,
    kind: 'given',
    fields: ['target'],
    seen: 'pbinding patch order only, b pbinding patch order only',
    since: '2024.12',
  },
  {
    model: BINDING,
    kind: 'exactly-one',
    to: { field: 'target', models: [ENTITLEMENT], others: true },
    fields: ['policy', 'group', 'user'],
    none: "One of 'group', 'policy', 'user' must be set.",
    several: "Only one of 'group', 'policy', 'user' can be set.",
    seen: 'pbinding none set, pbinding two set, b pbinding patch target+order',
    since: '2024.12',
  },
  {
    model: BINDING,
    kind: 'exactly-one',
    to: { field: 'target', models: [ENTITLEMENT] },
    fields: ['group', 'user'],
    none: "One of 'group', 'user' must be set.",
    several: "Only one of 'group', 'user' can be set.",
    seen: '2025.12: authentik/core/models.py',
    since: '2024.12',
  },
  {
    model: 'authentik_endpoints.deviceuserbinding',
    kind: 'exactly-one',
    fields: ['policy', 'group', 'user'],
    none: "One of 'group', 'policy', 'user' must be set.",
    several: "Only one of 'group', 'policy', 'user' can be set.",
    // Its serializer is that of bindings (also measured with the importer of 2025.12.4).
    seen: '2025.12: authentik/endpoints/api/device_user_bindings.py',
    since: '2025.12',
  },
  {
    model: 'authentik_flows.flowstagebinding',
    kind: 'any-true',
    fields: { evaluate_on_plan: false, re_evaluate_policies: true },
    text: 'Either evaluation on plan or evaluation on run must be enabled',
    seen: 'b fsb both false, b fsb re_evaluate false only',
    since: '2023.3',
  },
  { ...CRITERIA, fields: ['action', 'client_ip', 'app'], until: '2023.5' },
  { ...CRITERIA, fields: ['action', 'client_ip', 'app', 'model'], since: '2023.6', until: '2026.2' },
  { ...CRITERIA, fields: ['action', 'client_ip', 'app', 'model', 'query'], since: '2026.5' },
  {
    model: 'authentik_policies_reputation.reputationpolicy',
    kind: 'any-true',
    fields: { check_ip: false, check_username: false },
    text: 'Either IP or Username must be checked',
    seen: 'reputation, b policy reputation patch one',
    since: '2023.8',
  },
  {
    model: PROXY,
    kind: 'all-when',
    method: true,
    at: 'basic_auth_enabled',
    when: 'basic_auth_enabled',
    fields: ['basic_auth_password_attribute', 'basic_auth_user_attribute'],
    text: 'User and password attributes must be set when basic auth is enabled.',
    seen: '2023.2: authentik/providers/proxy/api.py',
  },
  { ...NO_HOST, until: '2023.6' },
  { ...NO_HOST, at: 'internal_host', since: '2023.8' },
  ...[SAML, 'authentik_providers_ws_federation.wsfederationprovider'].flatMap(signing),
  {
    model: TRANSPORT,
    kind: 'template',
    method: true,
    at: 'email_template',
    field: 'email_template',
    text: "Invalid template '{value}' specified.",
    seen: '2025.12: authentik/events/api/notification_transports.py',
    since: '2025.8',
  },
  { ...NO_URL, until: '2023.6' },
  { ...NO_URL, at: 'webhook_url', since: '2023.8' },
  { ...ONE_TENANT, until: '2023.6' },
  { ...ONE_TENANT, at: 'default', since: '2023.8' },
  {
    model: 'authentik_brands.brand',
    at: 'default',
    kind: 'single',
    field: 'default',
    assume: false,
    text: 'Only a single brand can be set as default.',
    seen: 'b brand second default, b brand make second default',
    since: '2024.2',
  },
  ...CORE_CHECKS,
  ...SOURCE_CHECKS,
  ...STAGE_CHECKS,
  ...ENTERPRISE_CHECKS,
];

/** Nested lists that the framework reads and then cannot write. */
export const CRASHES: readonly CrashRule[] = [
  {
    model: 'authentik_flows.stage',
    given: ['flow_set'],
    seen: 'oracle probe__stage_flow_set_existing',
    until: '2025.10',
  },
  {
    model: 'authentik_stages_prompt.prompt',
    given: ['promptstage_set'],
    seen: 'as flow_set: a nested list in model-fields',
    until: '2025.8',
  },
];
