import { describe, expect, test } from 'vitest';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import { CERTIFICATE as PEM } from '../../src/sandbox/behaviour/shared/bare-certificate.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { checkFiles, validateBlueprints } from './check.ts';
import { shown } from './check.ts';

/*
 * The mistakes that were found in public repositories (facts, users.md), each wrong and right.
 */

function findings(catalog: Catalog, entries: string): string[] {
  const collector = new Collector();
  const blueprint = parseBlueprint(
    { path: 'a.yaml', text: `version: 1\nentries:\n${entries}` },
    collector.report,
    { features: features(catalog.release) },
  );
  if (blueprint) validateBlueprints([blueprint], catalog, collector.report);
  return collector.diagnostics
    .filter(({ severity, code }) => severity !== 'info' || code === 'model-case')
    .map((finding) => `${shown(finding)}${finding.hint === undefined ? '' : ` ${finding.hint}`}`)
    .sort();
}

const entry = (model: string, identifiers: string, attrs = '{}', more = ''): string =>
  `- {model: ${model}, ${more}identifiers: ${identifiers}, attrs: ${attrs}}\n`;
const TOKEN = 'authentik_core.token';
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const CERTIFICATE = 'authentik_crypto.certificatekeypair';
const FLOW = '!Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]';
const UUID = '7f3c1f6a-2f0e-4c25-9b9c-0a4a4d5c0e11';
const WRITE = 'authentik_stages_user_write.userwritestage';

describe('mistakes that people make', () => {
  test.each<[what: string, release: string, entries: string, ...findings: (string | RegExp)[]]>([
    [
      'a model of another app',
      '2025.12',
      entry('authentik_core.policybinding', '{order: 0}'),
      'error model-unknown «authentik_core.policybinding» did you mean authentik_policies.policybinding?',
    ],
    [
      'a model with two dots',
      '2025.12',
      entry('authentik_policies.expression.expressionpolicy', '{name: x}'),
      'error model-unknown «authentik_policies.expression.expressionpolicy» did you mean authentik_policies_expression.expressionpolicy?',
    ],
    ['a model in camel case', '2025.12', entry('authentik_core.Group', '{name: x}'), /^info model-case/],
    [
      'a slug as identifier of a stage',
      '2025.12',
      entry('authentik_stages_dummy.dummystage', '{slug: x}'),
      /^error identifier-unknown «slug» .*name/,
    ],
    [
      'a slug as identifier of a provider',
      '2025.12',
      entry(OAUTH2, '{slug: x}', `{name: x}`),
      /^error identifier-unknown «slug» .*name/,
    ],
    [
      'superuser by the user',
      '2025.12',
      entry('authentik_core.user', '{username: u}', '{name: U, is_superuser: true}'),
      'warning attribute-read-only «is_superuser» put the user into a group that has is_superuser: true',
    ],
    [
      'launch_url of an application',
      '2025.12',
      entry('authentik_core.application', '{slug: a}', '{name: A, launch_url: "https://a.example.com"}'),
      'warning attribute-read-only «launch_url» write meta_launch_url',
    ],
    [
      'launch_url beside meta_launch_url',
      '2025.12',
      entry(
        'authentik_core.application',
        '{slug: a}',
        '{name: A, launch_url: "https://a.example.com", meta_launch_url: "https://a.example.com"}',
      ),
      'warning attribute-read-only «launch_url» take it out: meta_launch_url is given',
    ],
    [
      "the importer's name for meta_icon beside it",
      '2025.12',
      entry(
        'authentik_core.application',
        '{slug: a}',
        '{name: A, meta_icon: "https://a.example.com/a.png", icon: "https://a.example.com/b.png"}',
      ),
      'warning importer-only «icon» take it out: meta_icon is given',
    ],
    [
      'the client id of a proxy',
      '2023.2',
      entry(
        PROXY,
        '{name: p}',
        `{authorization_flow: ${FLOW}, external_host: "https://a.example.com", mode: forward_single, client_id: a}`,
      ),
      /^warning attribute-read-only «client_id» take it out: the server makes it/,
    ],
    [
      'a criterion of four items',
      '2025.12',
      entry(
        WRITE,
        '{name: w}',
        '{create_users_group: !Find [authentik_core.group, [name, "authentik Admins", x, y]]}',
      ),
      /^warning find-criterion «x»/,
    ],
    [
      'an !Env in a list without a default',
      '2025.12',
      entry(WRITE, '{name: w}', '{user_path_template: !Env [PATH]}'),
      /^error tag-arguments/,
    ],
    [
      'no invalidation flow, where one is needed',
      '2024.10',
      entry(
        PROXY,
        '{name: p}',
        `{authorization_flow: ${FLOW}, external_host: "https://a.example.com", mode: forward_single}`,
      ),
      /^error attribute-missing/,
    ],
    [
      'no invalidation flow, where there is none yet',
      '2024.8',
      entry(
        PROXY,
        '{name: p}',
        `{authorization_flow: ${FLOW}, external_host: "https://a.example.com", mode: forward_single}`,
      ),
    ],
    ['a certificate without text', '2025.12', entry(CERTIFICATE, '{name: c}'), /^warning attribute-missing/],
    [
      'a certificate that is none',
      '2025.12',
      entry(CERTIFICATE, '{name: c}', '{certificate_data: nope}'),
      /^error attribute-format «nope»/,
    ],
    [
      'a certificate',
      '2025.12',
      entry(CERTIFICATE, '{name: c}', `{certificate_data: ${JSON.stringify(PEM)}, key_data: ""}`),
    ],
    [
      'half of a certificate',
      '2025.12',
      entry(CERTIFICATE, '{name: c}', '{certificate_data: "-----BEGIN CERTIFICATE-----\\nMIIE"}'),
      /^error attribute-format «"-----BEGIN/,
    ],
    [
      'a certificate that a template fills in',
      '2025.12',
      entry(CERTIFICATE, '{name: c}', '{certificate_data: "{{ .cert }}"}'),
      /^warning placeholder «\{\{ \.cert \}\}»/,
    ],
  ])('%s (%s)', (_, release, entries, ...expected) => {
    const found = findings(
      loadCatalog(release, () => undefined),
      entries,
    );
    expect(found).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : (expect.stringMatching(one) as string))),
    );
  });
});

describe('a token without an end', () => {
  const token = (attrs: string, identifiers = '{identifier: t}'): string[] =>
    findings(
      loadCatalog('2025.12', () => undefined),
      entry(TOKEN, identifiers, attrs),
    );
  test.each([['{intent: api}'], ['{}'], ['{description: x}']])(
    'is expected to say when it ends: %s',
    (attrs) =>
      expect(token(attrs)).toEqual([
        expect.stringMatching(/^warning attribute-expected «authentik_core.token» write expiring: false/),
      ]),
  );
  test.each([
    ['{intent: api, expiring: false}'],
    ['{intent: api, expiring: true}'],
    ['{expires: "2030-01-01T00:00:00Z"}'],
    ['{intent: app_password}'],
    ['{intent: !Context x}'],
  ])('is not where it does, or is none: %s', (attrs) => expect(token(attrs)).toEqual([]));
  test('is not where the identifier says it', () =>
    expect(token('{}', '{identifier: t, expiring: false}')).toEqual([]));
  test('is not where it is deleted', () =>
    expect(
      findings(
        loadCatalog('2025.12', () => undefined),
        entry(TOKEN, '{identifier: t}', '{}', 'state: absent, '),
      ),
    ).toEqual([]));
});

test('grant types are expected of the releases that have them, and only from 2026.5', () => {
  const provider = entry(
    OAUTH2,
    '{name: p}',
    `{authorization_flow: ${FLOW}, invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]], redirect_uris: []}`,
  );
  const newest = loadCatalog('2026.2', () => undefined);
  const model = newest.models[OAUTH2] as Resource;
  const later = (release: string): Catalog => ({
    ...newest,
    release,
    models: {
      ...newest.models,
      [OAUTH2]: { ...model, fields: { ...model.fields, grant_types: { type: 'array' } } },
    },
  });
  expect(findings(newest, provider)).toEqual([]);
  expect(findings(later('2026.2.2'), provider)).toEqual([]);
  expect(findings(later('2026.5.0'), provider)).toEqual([
    expect.stringMatching(/^warning attribute-expected/),
  ]);
});

test('a model that was only proposed is not taken for a misspelt one', () => {
  const clean =
    'version: 1\nentries:\n- {model: authentik_blueprints.metacleanblueprint, attrs: {model_name: authentik_core.group}}\n';
  const found = checkFiles(
    [{ path: 'a.yaml', bytes: Buffer.from(clean) }],
    loadCatalog('2026.8', () => undefined),
  );
  expect(found).toEqual([
    expect.objectContaining({
      code: 'model-unknown',
      hint: expect.stringMatching(/^it was proposed for authentik.*state: absent$/) as unknown,
      fixes: undefined,
    }),
  ]);
});

describe('a primary key written out', () => {
  const check = (entries: string): string[] =>
    findings(
      loadCatalog('2025.12', () => undefined),
      entries,
    );
  test.each([
    [
      'is warned of where an object is meant',
      entry(WRITE, '{name: w}', `{create_users_group: ${UUID}}`),
      'warning reference-literal',
    ],
    [
      'is warned of in a branch',
      entry(WRITE, '{name: w}', `{create_users_group: !If [!Context a, ${UUID}, null]}`),
      'warning reference-literal',
    ],
    [
      'is warned of in a list',
      entry('authentik_stages_prompt.promptstage', '{name: p}', `{fields: [${UUID}]}`),
      'warning reference-literal',
    ],
    [
      'is warned of in a look-up',
      entry(WRITE, '{name: w}', `{create_users_group: !Find [authentik_core.group, [pk, ${UUID}]]}`),
      'warning reference-literal',
    ],
  ])('%s', (_, entries, start) => expect(check(entries)).toEqual([expect.stringContaining(start)]));
  test('is no second finding where the release does not have the model of its object', () => {
    const found = check(
      entry('authentik_core.nothing', `{pk: ${UUID}}`, '{name: g}') +
        entry(WRITE, '{name: w}', `{create_users_group: ${UUID}}`),
    );
    expect(found).toEqual([expect.stringContaining('error model-unknown')]);
  });
  test.each([
    [
      'is fine where an earlier entry has it as its own',
      entry('authentik_core.group', `{pk: ${UUID}}`, '{name: g}') +
        entry(WRITE, '{name: w}', `{create_users_group: ${UUID}}`),
    ],
    [
      'is a value like any other in JSON',
      entry('authentik_core.group', '{name: g}', `{attributes: {tenant: ${UUID}}}`),
    ],
    ['is a value like any other in text', entry(WRITE, '{name: w}', `{user_path_template: ${UUID}}`)],
  ])('%s', (_, entries) => expect(check(entries)).toEqual([]));
});

describe('a secret in the file', () => {
  const secret = (text: string): string[] =>
    findings(
      loadCatalog('2025.12', () => undefined),
      entry(TOKEN, '{identifier: t}', `{expiring: false, key: ${text}}`),
    ).map((one) => one.split(' «')[0] ?? '');
  test.each([['hunter2'], ['"5d1fe9bd1a64aa5a95"'], ['"a$b"']])('is warned of: %s', (text) =>
    expect(secret(text)).toEqual(['warning secret-literal']),
  );
  test.each([['changeme'], ['REPLACE_ME'], ['your-token-here'], ['!Env TOKEN'], ['!Env [TOKEN, hunter2]']])(
    'is none, or none that counts: %s',
    (text) => expect(secret(text)).toEqual([]),
  );
  test.each([['"{{ .Values.token }}"'], ['"${TOKEN}"'], ['"<token>"'], ['"ENC[AES256_GCM,data:x]"']])(
    'is still to be filled in: %s',
    (text) => expect(secret(text)).toEqual(['warning placeholder']),
  );

  // The importer of a real 2025.12.4: "This field may not be blank."
  test('is none where it is empty, which the server refuses', () =>
    expect(secret('""')).toEqual(['error attribute-format']));

  test.each([
    ['https://hooks.example/services/T0B0/abcdefghijklmnop', ['warning secret-literal']],
    ['https://u:p@hooks.example/', ['warning secret-literal']],
    ['https://hooks.example/?code=1', ['warning secret-literal']],
    ['https://hooks.example/notify', []],
  ])('is an address that has one in it: %s', (address, told) => {
    const entries = entry(
      'authentik_events.notificationtransport',
      '{name: n}',
      `{webhook_url: "${address}"}`,
    );
    const found = findings(
      loadCatalog('2025.12', () => undefined),
      entries,
    ).map((one) => one.split(' «')[0] ?? '');
    expect(found).toEqual(told);
  });

  test('that the context gives is not shown by what is found wrong with it', () => {
    const bytes = Buffer.from(
      'version: 1\ncontext: {api_token: canary}\nentries:\n' +
        entry('authentik_core.group', '{name: g}', '{is_superuser: !Context api_token}'),
    );
    const [found] = checkFiles([{ path: 'a.yaml', bytes }]);
    expect(found?.message).toBe('is_superuser must be true or false, not "••••••••"');
  });
});
