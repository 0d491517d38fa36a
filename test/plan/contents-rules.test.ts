import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { openOn, runBlueprints } from '../oracle/run-case.ts';
import { planWith, type Server, uuid } from './setup.ts';

/* Blueprints that the server stores: a content with an object that the importer refuses is not sent at all. */

const INSTANCE = 'authentik_blueprints.blueprintinstance';
const G = 'authentik_core.group';
const T = 'authentik_tenants.tenant';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const EMAIL = 'authentik_stages_email.emailstage';
const TRANSPORT = 'authentik_events.notificationtransport';

const blueprint = (entries: readonly string[], more = ''): string =>
  `version: 1\n${more}entries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;

/** A blueprint with an instance that stores another one; `more`: attributes of the instance. */
const storing = (content: string, more = '', name = 'I'): string =>
  [
    'version: 1',
    'entries:',
    `- model: ${G}`,
    '  identifiers: {name: beside}',
    `- model: ${INSTANCE}`,
    `  identifiers: {name: ${name}}`,
    '  attrs:',
    ...(more === '' ? [] : [`    ${more}`]),
    '    content: |',
    ...content.split('\n').map((line) => `      ${line}`),
    '',
  ].join('\n');

const webhook = (url: string): string =>
  `{model: ${TRANSPORT}, identifiers: {name: t}, attrs: {mode: webhook, webhook_url: ${url}}}`;
const transport = (mode: string): string =>
  `{model: ${TRANSPORT}, identifiers: {name: t}, attrs: {mode: ${mode}, webhook_url: ""}}`;
const GOOD = '"https://a.test"';

const server: Server = {
  [G]: [{ pk: uuid(9), name: 'beside', users: [], attributes: {}, is_superuser: false, parent: null }],
  [T]: [{ tenant_uuid: uuid(1), domain: 'authentik-default', default: true }],
  [PROXY]: [{ pk: 1, name: 'p', mode: 'forward_single', internal_host: '', external_host: 'https://a.test' }],
};

const BROKEN: [what: string, content: string, said: RegExp, more?: string][] = [
  ['two values that are written out', blueprint([webhook('""')]), /webhook_url/],
  ['a value of its own context', blueprint([webhook('!Context url')], 'context: {url: ""}\n'), /webhook_url/],
  [
    'a value of the context that the instance stores',
    blueprint([transport('!Context mode')], 'context: {mode: local}\n'),
    /webhook_url/,
    'context: {mode: webhook}',
  ],
  [
    'a value that its object has on the server',
    blueprint([`{model: ${PROXY}, identifiers: {name: p}, attrs: {mode: proxy}}`]),
    /internal_host/,
  ],
  [
    'another object of the server',
    blueprint([`{model: ${T}, identifiers: {domain: a.b}, attrs: {default: true}}`]),
    /default: true/,
  ],
  [
    'its last entry, after one that is right',
    blueprint([`{model: ${G}, identifiers: {name: new}}`, webhook('""')]),
    /webhook_url/,
  ],
];

describe('a content is not sent where the importer would refuse it for', () => {
  test.each(BROKEN)('%s', (_, content, said, more) => {
    const { plan, diagnostics, codes } = planWith([storing(content, more)], server, {});
    expect(codes).toEqual(['protected-left-alone']);
    expect(diagnostics[0]?.message).toMatch(/the importer refuses /);
    expect(diagnostics[0]?.message).toMatch(said);
    const instance = plan.changes.find(({ model }) => model === INSTANCE);
    expect(instance).toMatchObject({ leftAlone: true, body: {} });
    expect(plan.summary).toMatchObject({ byServer: 0 });
  });

  test.each<[what: string, content: string, more?: string]>([
    ['values that go together', blueprint([webhook(GOOD)])],
    [
      'a value of the context that the instance stores',
      blueprint([transport('!Context mode')], 'context: {mode: webhook}\n'),
      'context: {mode: local}',
    ],
  ])('but it is for %s', (_, content, more) => {
    const { plan, codes } = planWith([storing(content, more)], server, {});
    expect(codes).toEqual([]);
    expect(plan.summary).toMatchObject({ leftAlone: 0, byServer: 1 });
  });
});

describe('a content within a content', () => {
  test.each(BROKEN)('is judged as well: %s', (_, content, said, more) => {
    const inner = storing(content, more, 'inner');
    const { plan, diagnostics } = planWith([storing(inner)], server, {});
    expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(said);
    expect(plan.changes.find(({ model, by }) => model === INSTANCE && by === undefined)).toMatchObject({
      leftAlone: true,
      body: {},
    });
  });

  test('is stored where nothing of it would be refused', () => {
    const inner = storing(blueprint([webhook(GOOD)]), '', 'inner');
    const { plan, codes } = planWith([storing(inner)], server, {});
    expect(codes).toEqual([]);
    expect(plan.summary).toMatchObject({ leftAlone: 0 });
  });
});

test.each(['2023.2', '2025.12'])(
  'of %s: a template that the server does not list is no good in it',
  async (release) => {
    const setup = await openOn(release, undefined, { templates: ['own.html'] });
    const content = (template: string): string =>
      storing(blueprint([`{model: ${EMAIL}, identifiers: {name: e}, attrs: {template: ${template}}}`]));
    const files = (text: string) => [{ path: 'a.yaml', bytes: Buffer.from(text) }];
    const refused = await runBlueprints(setup, files(content('other.html')));
    expect(refused.diagnostics.map(({ message }) => message).join()).toMatch(/no template of this name/);
    expect(setup.sandbox.export().rows.filter(({ model }) => model === EMAIL)).toEqual([]);
    expect((await runBlueprints(setup, files(content('own.html')))).stage).toBe('done');
    expect(loadCatalog(release, () => undefined).models[EMAIL]?.kind).toBe('resource');
  },
);
