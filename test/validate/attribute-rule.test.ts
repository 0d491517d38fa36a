import { describe, expect, test } from 'vitest';
import { findingsIn } from './check.ts';

/*
 * Values that the server refuses together: what is found, and what is let pass because it may be right.
 */

const entry = (model: string, attrs: string): string =>
  `- {model: ${model}, identifiers: {name: a}, attrs: {${attrs}}}\n`;

describe('the criteria of an event matcher', () => {
  const MATCHER = 'authentik_policies_event_matcher.eventmatcherpolicy';

  test.each<[attrs: string, found: string[]]>([
    ['action: "", app: "", client_ip: ""', ['error attribute-rule «action»']],
    ['action: ""', ['error attribute-rule «action»']],
    // Without an action, which a create requires, it is probably a change of what exists.
    ['client_ip: ""', []],
    ['app: ""', []],
    ['action: "", app: "", client_ip: 10.0.0.1', []],
    ['action: login, app: "", client_ip: ""', []],
    ['action: !Context a, app: "", client_ip: ""', []],
    ['', []],
  ])('{%s}', (attrs, found) =>
    expect(findingsIn(entry(MATCHER, attrs)).filter((one) => one.includes('attribute-rule'))).toEqual(found),
  );
});

describe('the host of a proxy provider', () => {
  const PROXY = 'authentik_providers_proxy.proxyprovider';
  const given = 'authorization_flow: !Context f, external_host: "https://a.example.com"';

  test.each<[attrs: string, found: string[]]>([
    ['mode: proxy', ['error attribute-rule «proxy»']],
    ['mode: proxy, internal_host: ""', ['error attribute-rule «proxy»']],
    ['mode: proxy, internal_host: "  "', ['error attribute-rule «proxy»']],
    ['mode: proxy, internal_host: "http://b"', []],
    ['mode: proxy, internal_host: !Context h', []],
    ['mode: forward_single', []],
    ['mode: forward_domain, internal_host: ""', []],
    ['mode: !Context m', []],
  ])('{%s}', (attrs, found) => expect(findingsIn(entry(PROXY, `${given}, ${attrs}`))).toEqual(found));
});

describe('the address of a transport', () => {
  const TRANSPORT = 'authentik_events.notificationtransport';

  test.each<[attrs: string, found: string[]]>([
    ['mode: webhook', ['error attribute-rule «webhook»']],
    ['mode: webhook_slack', ['error attribute-rule «webhook_slack»']],
    ['mode: webhook, webhook_url: ""', ['error attribute-rule «webhook»']],
    ['mode: webhook, webhook_url: "  "', ['error attribute-rule «webhook»']],
    ['mode: webhook, webhook_url: "https://a.example.com"', []],
    ['mode: webhook, webhook_url: !Context u', []],
    ['mode: local', []],
    ['mode: email', []],
  ])('{%s}', (attrs, found) => expect(findingsIn(entry(TRANSPORT, attrs))).toEqual(found));
});

describe('the stages to set a device up with', () => {
  const VALIDATE = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';

  test.each<[attrs: string, found: string[]]>([
    ['not_configured_action: configure', ['error attribute-rule «configure»']],
    ['not_configured_action: configure, configuration_stages: []', ['error attribute-rule «configure»']],
    ['not_configured_action: configure, configuration_stages: [!Context s]', []],
    ['not_configured_action: configure, configuration_stages: !Context s', []],
    ['not_configured_action: deny, configuration_stages: []', []],
    ['not_configured_action: skip', []],
  ])('{%s}', (attrs, found) => expect(findingsIn(entry(VALIDATE, attrs))).toEqual(found));
});

describe('what a policy binding is about', () => {
  const binding = (attrs: string): string =>
    `- {model: authentik_core.group, id: g, identifiers: {name: g}}\n- {model: authentik_policies.policybinding, identifiers: {order: 0, target: !Context t}, attrs: {${attrs}}}\n`;

  test.each<[attrs: string, found: string[]]>([
    ['group: !KeyOf g', []],
    ['group: !KeyOf g, policy: null, user: null', []],
    ['group: !KeyOf g, user: 1', ['error attribute-rule «1»']],
    ['user: 1, group: !Context g', []],
    ['policy: null, group: null, user: null', ['error attribute-rule «null»']],
    ['policy: null, group: null, user: !Context u', []],
    ['policy: null, group: null', ['error attribute-rule «null»']],
    ['enabled: true', ['error attribute-rule «authentik_policies.policybinding»']],
  ])('{%s}', (attrs, found) =>
    expect(
      findingsIn(binding(attrs)).filter(
        (one) => !one.includes('context-missing') && !one.includes('literal'),
      ),
    ).toEqual(found),
  );
});
