import { describe, expect, test } from 'vitest';
import type { Companion, Resource } from '../../src/catalog/model.ts';
import { loadCatalog, releases as allReleases } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';

/*
 * What must stand beside what is written, and what else a server of a later release wants: the facts measured
 * on 2025.12.4, in every catalog that has the fields.
 */

const releases = allReleases();
const catalogs = new Map(releases.map((release) => [release, loadCatalog(release, new Collector().report)]));

function resource(release: string, model: string): Resource | undefined {
  const found = catalogs.get(release)?.models[model];
  return found?.kind === 'resource' ? found : undefined;
}

/** What goes along when these fields are written. */
function beside(model: Resource, written: readonly string[]): string[] {
  const goes = (one: Companion): boolean => one.when?.some((field) => written.includes(field)) ?? true;
  return model.companions
    .filter(goes)
    .flatMap((one) => one.fields.filter((field) => !written.includes(field)));
}

describe('beside what is written goes', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['authentik_core.token', ['description'], ['user', 'intent']],
    ['authentik_policies.policybinding', ['order'], ['target', 'group', 'user', 'policy']],
    ['authentik_flows.flowstagebinding', ['re_evaluate_policies'], ['evaluate_on_plan']],
    ['authentik_flows.flowstagebinding', ['order'], []],
    ['authentik_providers_proxy.proxyprovider', ['external_host'], ['mode', 'internal_host']],
    [
      'authentik_providers_proxy.proxyprovider',
      ['basic_auth_enabled'],
      ['basic_auth_user_attribute', 'basic_auth_password_attribute'],
    ],
    ['authentik_stages_identification.identificationstage', ['name'], ['user_fields', 'sources']],
    ['authentik_policies_reputation.reputationpolicy', ['threshold'], ['check_ip', 'check_username']],
    [
      'authentik_policies_event_matcher.eventmatcherpolicy',
      ['name'],
      ['action', 'client_ip', 'app', 'model'],
    ],
    ['authentik_sources_oauth.oauthsource', ['name'], ['provider_type']],
    ['authentik_providers_saml.samlprovider', ['signing_kp'], ['sign_assertion', 'sign_response']],
    ['authentik_sources_saml.samlsource', ['verification_kp'], ['signed_assertion', 'signed_response']],
    ['authentik_sources_ldap.ldapsource', ['sync_users'], ['user_property_mappings', 'sync_users_password']],
    [
      'authentik_stages_authenticator_validate.authenticatorvalidatestage',
      ['not_configured_action'],
      ['configuration_stages'],
    ],
    ['authentik_blueprints.blueprintinstance', ['enabled'], ['path', 'content']],
    ['authentik_events.notificationtransport', ['mode'], ['webhook_url']],
    ['authentik_stages_redirect.redirectstage', ['mode'], ['target_static', 'target_flow']],
  ])('%s %j: %j', (name, written, expected) => {
    let seen = 0;
    for (const release of releases) {
      const model = resource(release, name);
      if (!model) continue;
      seen += 1;
      const known = expected.filter((field) => field in model.fields && !model.fields[field]?.readOnly);
      expect(beside(model, written), release).toEqual(expect.arrayContaining(known));
      if (expected.length === 0) expect(beside(model, written), release).toEqual([]);
    }
    expect(seen).toBeGreaterThan(5);
  });

  test('a criterion that is null, because its key must be there', () => {
    for (const release of releases)
      expect(
        resource(release, 'authentik_policies_event_matcher.eventmatcherpolicy')?.companions.map(
          (one) => one.nulls,
        ),
      ).toEqual([true]);
  });
});

describe('2025.12 differs from 2023.2 as measured', () => {
  const [old, later] = [
    (model: string): Resource => resource('2023.2', model)!,
    (model: string): Resource => resource('2025.12', model)!,
  ];

  test('in what a create must have', () => {
    const required = (model: Resource, field: string): boolean => model.fields[field]?.required === true;
    expect(
      ['oauth2.oauth2', 'proxy.proxy', 'saml.saml', 'ldap.ldap', 'radius.radius'].map((kind) =>
        required(later(`authentik_providers_${kind}provider`), 'invalidation_flow'),
      ),
    ).toEqual([true, true, true, true, true]);
    expect([
      required(old('authentik_core.user'), 'groups'),
      required(later('authentik_core.user'), 'groups'),
    ]).toEqual([true, false]);
    expect([
      required(old('authentik_providers_oauth2.oauth2provider'), 'redirect_uris'),
      required(later('authentik_providers_oauth2.oauth2provider'), 'redirect_uris'),
    ]).toEqual([false, true]);
    expect([
      required(later('authentik_sources_saml.samlsource'), 'issuer'),
      required(later('authentik_policies_event_matcher.eventmatcherpolicy'), 'action'),
    ]).toEqual([true, true]);
  });

  test('in the defaults of a stage binding, which are swapped', () => {
    const defaults = (model: Resource): unknown[] => [
      model.fields['evaluate_on_plan']?.default,
      model.fields['re_evaluate_policies']?.default,
    ];
    expect([
      defaults(old('authentik_flows.flowstagebinding')),
      defaults(later('authentik_flows.flowstagebinding')),
    ]).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('in what is unique by its name', () => {
    const isUnique = (model: Resource): boolean =>
      model.unique.some(({ fields }) => fields.join() === 'name');
    for (const model of [
      'authentik_providers_saml.samlprovider',
      'authentik_policies_expression.expressionpolicy',
      'authentik_providers_oauth2.scopemapping',
      'authentik_core.group',
    ])
      expect([isUnique(old(model)), isUnique(later(model))], model).toEqual([false, true]);
    expect(isUnique(later('authentik_stages_deny.denystage'))).toBe(true);
  });

  test('in what a criterion of events is that means any', () => {
    const fields = (model: Resource): unknown[] =>
      ['action', 'app', 'client_ip'].map((field) => model.fields[field]?.nullable === true);
    expect([
      fields(old('authentik_policies_event_matcher.eventmatcherpolicy')),
      fields(later('authentik_policies_event_matcher.eventmatcherpolicy')),
    ]).toEqual([
      [false, false, false],
      [true, true, true],
    ]);
  });
});
