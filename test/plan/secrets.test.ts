import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { Field, Json, Resource } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { dict } from '../../src/blueprint/value.ts';
import type { Draft } from '../../src/plan/changes/draft.ts';
import { ChangeEncoder } from '../../src/plan/changes/encode-change.ts';
import { decodeValue } from '../../src/plan/value/plan-value.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { change } from '../apply/setup.ts';
import { catalog as base, planWith, type Server } from './setup.ts';
import { HEAD } from '../report/head.ts';

/*
 * No plan holds a secret: every secret field of a release is given a value that is found nowhere else, and
 * the server has another one in it. The text of the plan has neither.
 */

const WANTED = 'wanted-canary';
const STORED = 'stored-canary';
const UUID = '00000000-0000-4000-8000-000000000001';

const secretsOf = (model: Resource): [string, Field][] =>
  Object.entries(model.fields).filter(
    ([, field]) =>
      (field.secret || field.writeOnly) && (!field.readOnly || field.setter) && !field.references,
  );

/** A value with a canary in it, as a field takes it; undefined where it takes no text anywhere. */
function canary(text: string, { type, enum: choices }: Field): Json | undefined {
  if (choices) return undefined;
  if (type === 'string') return text;
  if (type === 'object' || type === 'json') return { inside: [text] };
  return type === 'array' ? [text] : undefined;
}

function canaries(model: Resource, text: string): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const [name, field] of secretsOf(model)) {
    const value = canary(`${text}-${model.name}-${name}`, field);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

describe.each(['2023.2', '2024.12', '2025.12', '2026.8'])('a plan for authentik %s', (release) => {
  const catalog = loadCatalog(release, () => undefined);
  const models = Object.values(catalog.models).filter(
    (model): model is Resource => model.kind === 'resource' && Object.keys(canaries(model, '')).length > 0,
  );

  test('holds no secret that an entry gives or the server has', () => {
    const seen: string[] = [];
    for (const model of models) {
      const pk = model.fields[model.collection.pk]?.type === 'integer' ? 1 : UUID;
      const live = { ...canaries(model, STORED), [model.collection.pk]: pk };
      const server: Server = {
        [model.name]: [model.collection.key in live ? live : { ...live, [model.collection.key]: 'k' }],
      };
      const wanted = canaries(model, WANTED);
      const text = `version: 1\nentries:\n- model: ${model.name}\n  identifiers: {pk: ${pk}}\n  attrs: ${JSON.stringify(wanted)}\n`;
      const policy = { secrets: 'always' as const, allowProtected: [model.name] };
      const { plan, sources } = planWith([text], server, { catalog, policy });
      const written = JSON.stringify(plan);
      expect(written, model.name).not.toMatch(/canary/);
      for (const [, from = ''] of written.matchAll(/"\$secret":\{"from":"([^"]*)"/g)) {
        expect(JSON.stringify(sources.secretOf(from)), from).toContain(WANTED);
        seen.push(from);
      }
    }
    // Each stands in what is written and in what is shown.
    expect(new Set(seen).size).toBeGreaterThan(models.length / 2);
  });
});

describe('a secret in a plan', () => {
  const USER = 'authentik_core.user';
  const from = (password: string, more: Parameters<typeof planWith>[2] = {}) => {
    const text = `version: 1\ncontext: {word: in-context}\nentries:\n- model: ${USER}\n  identifiers: {username: u}\n  attrs: {name: U, groups: [], password: ${password}}\n`;
    const { plan, sources } = planWith([text], {}, more);
    return { reference: plan.changes[0]?.setters[0]?.value, plan, sources };
  };

  test('says which variable it is, where that is all it is', () => {
    const { reference, sources } = from('!Env PASSWORD', { env: { PASSWORD: 'geheim' } });
    expect(reference).toEqual({
      $secret: { from: expect.stringMatching(/^blueprint\.yaml#\d+\/password$/) as string, env: 'PASSWORD' },
    });
    const { $secret } = reference as { $secret: { from: string } };
    expect(sources.secretOf($secret.from)).toBe('geheim');
  });

  test.each(['geheim', '!Context word', '!Format ["%s!", !Env PASSWORD]'])(
    'is where it stands: %s',
    (text) => {
      const { reference, plan } = from(text, { env: { PASSWORD: 'geheim' } });
      expect(reference).toEqual({ $secret: { from: expect.stringContaining('#') as string } });
      expect(JSON.stringify(plan)).not.toMatch(/geheim|in-context/);
    },
  );

  test('that an alias repeats is one, and two where it becomes two values', () => {
    const place = { file: { path: 'b.yaml', text: 'password: p' }, span: { start: 0, end: 11 } };
    const draft = (value: string): Draft => ({
      ...change('u'),
      model: USER,
      before: undefined,
      body: dict(),
      companions: dict(),
      setters: [{ field: 'password', value }],
      grants: [],
      fields: [
        {
          path: 'password',
          before: undefined,
          after: value,
          added: undefined,
          secret: true,
          leftAlone: false,
          place,
        },
      ],
      unverified: [],
      place,
      hidden: new Set(),
    });
    const encoder = new ChangeEncoder(base, []);
    const written = ['p', 'q', 'p', 'q'].map((value) => encoder.encode(draft(value)).setters[0]?.value);
    expect(written).toEqual(
      ['', '~2', '', '~2'].map((copy) => ({ $secret: { from: `b.yaml#0/password${copy}` } })),
    );
    expect([...encoder.secrets.values()]).toEqual(['p', 'q']);
  });

  test.each([
    ['authentik_crypto.certificatekeypair', 'name', 'certificate_data'],
    ['authentik_blueprints.blueprintinstance', 'name', 'content'],
  ])('is what is only written, and the text of a blueprint: %s', (model, name, field) => {
    const text = `version: 1\nentries:\n- {model: ${model}, identifiers: {${name}: a}, attrs: {${field}: '{{ word }}'}}\n`;
    const { plan, sources } = planWith([text], {}, { policy: { allowProtected: [model] } });
    const from = `blueprint.yaml#${text.indexOf("'{{")}/${field}`;
    expect(plan.changes[0]?.body[field]).toMatchObject({ $secret: { from } });
    expect(sources.secretOf(from)).toBe('{{ word }}');
  });

  test('in the text of a blueprint is not shown, the rest of the text is', () => {
    const content = 'version: 1\nentries:\n- {model: authentik_core.user, attrs: {password: geheim}}\n';
    const text = `version: 1\nentries:\n- model: authentik_blueprints.blueprintinstance\n  identifiers: {name: a}\n  attrs: {content: ${JSON.stringify(content)}}\n`;
    const [shown] = planWith([text], {}, {}).plan.changes[0]?.fields ?? [];
    expect(shown).toMatchObject({ path: 'content', secret: false });
    expect(String(shown?.after)).toContain('model: authentik_core.user');
    expect(JSON.stringify(shown)).not.toContain('geheim');
  });

  test('that is cleared is none', () => {
    const { plan } = planWith(
      [
        'version: 1\nentries:\n- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: p}, attrs: {client_secret: ""}}\n',
      ],
      { 'authentik_providers_oauth2.oauth2provider': [{ pk: 1, name: 'p', client_secret: 'stored' }] },
      {},
    );
    expect(plan.changes[0]?.body).toEqual({ client_secret: '' });
    expect(JSON.stringify(plan)).not.toContain('stored"');
  });

  test.each([
    '{a: !Context api_token}',
    '{a: [!Format ["<%s>", !Context api_token]]}',
    '{a: !Context db}',
    '{a: !If [!Condition [AND, true], !Context db, x]}',
    '{a: !Context [db_password, canary]}',
  ])('is also what the context calls one, wherever it goes: %s', (attributes) => {
    const group = (value: string): string =>
      `version: 1\ncontext: {api_token: canary, db: [{password: canary}], word: shown}\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: ${value}}}\n`;
    const live = { pk: UUID, name: 'g', is_superuser: false, parent: null, users: [], attributes: { a: 1 } };
    const { plan, sources } = planWith([group(attributes)], { 'authentik_core.group': [live] }, {});
    expect(JSON.stringify(plan)).not.toContain('canary');
    expect(plan.changes[0]?.fields).toMatchObject([{ path: 'attributes', secret: true, before: null }]);
    const { $secret } = plan.changes[0]?.body['attributes'] as { $secret: { from: string } };
    const secret = sources.secretOf($secret.from);
    expect(JSON.stringify(secret)).toContain('canary');
    // As the server has it, it is no change, and still not in the plan.
    const same = { ...live, attributes: JSON.parse(JSON.stringify(secret)) as Json };
    const again = planWith([group(attributes)], { 'authentik_core.group': [same] }, {});
    expect(again.plan.summary.unchanged).toBe(1);
    expect(JSON.stringify(again.plan)).not.toContain('canary');
    const open = planWith([group('{a: !Context word}')], { 'authentik_core.group': [live] }, {});
    expect(open.plan.changes[0]?.body).toEqual({ attributes: { a: 'shown' } });
  });

  test.each(['!Context api_token', '!Format ["g-%s", !Context api_token]'])(
    'is no name of an object, either: %s',
    (name) => {
      const text = `version: 1\ncontext: {api_token: canary}\nentries:\n- {model: authentik_core.group, identifiers: {name: ${name}}, attrs: {is_superuser: true}}\n`;
      const live = (stored: string): Record<string, Json> => ({
        pk: UUID,
        name: stored,
        is_superuser: false,
        parent: null,
        users: [],
        attributes: {},
      });
      const groups = [live('canary'), { ...live('g-canary'), pk: UUID.replace(/.$/, '0') }];
      for (const there of [[], groups]) {
        const { plan } = planWith([text], { 'authentik_core.group': there }, {});
        expect(plan.changes).toHaveLength(1);
        expect(JSON.stringify(plan)).not.toContain('canary');
      }
    },
  );

  test('is not shown by what is found wrong with it', () => {
    const text = [
      'version: 1',
      'context: {api_token: canary}',
      'entries:',
      '- {model: authentik_core.group, identifiers: {name: g}, attrs: {parent: !Context api_token}}',
      '- model: authentik_core.user',
      '  identifiers: {username: u}',
      '  attrs: {name: u, email: !Context api_token, is_active: !Format ["%s", !Context api_token]}',
      '',
    ].join('\n');
    const { diagnostics } = planWith([text], { 'authentik_core.group': [] }, {});
    expect(diagnostics.length).toBeGreaterThan(1);
    expect(JSON.stringify(diagnostics.map(({ message, hint }) => ({ message, hint })))).not.toContain(
      'canary',
    );
  });
});

describe('a secret that is a part of a value', () => {
  const USER = 'authentik_core.user';
  const wanted = {
    city: 'Bern',
    vpn: { password: 'wanted-canary', pin_token: 5, on_token: true },
    keys: [{ 'api-key': 'wanted-canary', name: 'a' }],
    link: 'https://u:wanted-canary@example.com/a',
    pem: '-----BEGIN PRIVATE KEY-----\nwanted-canary\n-----END PRIVATE KEY-----\n',
  };
  const stored = JSON.parse(JSON.stringify(wanted).replaceAll('wanted', 'stored')) as Json;
  const text = (attributes: object): string =>
    `version: 1\nentries:\n- model: ${USER}\n  identifiers: {username: u}\n  attrs: {name: U, groups: [], attributes: ${JSON.stringify(attributes)}}\n`;

  test('is in the plan as a reference, and the rest of the value is shown', () => {
    const { plan, sources } = planWith([text(wanted)], {}, {});
    expect(JSON.stringify(plan)).not.toMatch(/canary/);
    const attributes = plan.changes[0]?.body['attributes'] ?? null;
    expect(decodeValue(attributes, (from) => sources.secretOf(from) ?? 'lost')).toEqual(
      Object.assign(dict(), JSON.parse(JSON.stringify(wanted))),
    );
    const shown = formatPlan(plan, new Chalk({ level: 0 }));
    expect(shown).toContain('city: "Bern"');
    expect(shown).toContain('password: (secret)');
    const json = formatPlanJson({
      head: HEAD,
      plan,
      diagnostics: [],
      requests: { total: 0, byMethod: {}, bytes: 0 },
      seconds: 0,
    });
    expect(json).toContain('"password": "(secret)"');
    expect(json).not.toMatch(/canary/);
  });

  test('that the server has is not in the plan either, and that it changes is shown', () => {
    const server: Server = { [USER]: [{ pk: 1, username: 'u', name: 'U', groups: [], attributes: stored }] };
    const { plan } = planWith([text(wanted)], server, {});
    expect(JSON.stringify(plan)).not.toMatch(/canary/);
    const shown = formatPlan(plan, new Chalk({ level: 0 }));
    expect(shown).toMatch(/attributes\.vpn\.password +\(secret\) → \(secret, changed\)/);
    expect(shown).not.toContain('city');
  });

  test('is no change where it is as the server has it', () => {
    const server: Server = { [USER]: [{ pk: 1, username: 'u', name: 'U', groups: [], attributes: wanted }] };
    expect(planWith([text(wanted)], server, {}).plan.changes.map(({ action }) => action)).toEqual(['noop']);
  });
});

describe('a secret object', () => {
  test('is hidden whole, and the object is not named by it', () => {
    const catalog = loadCatalog('2025.12', () => undefined);
    const entries = [
      '{model: authentik_enterprise.license, identifiers: {key: wanted-canary}}',
      '{model: authentik_providers_rac.endpoint, identifiers: {name: e}, attrs: {protocol: ssh, host: h, settings: {username: wanted-canary}}}',
      '{model: authentik_blueprints.blueprintinstance, identifiers: {name: b}, attrs: {path: a.yaml, context: {any: wanted-canary}}}',
    ];
    const { plan, diagnostics } = planWith(
      [`version: 1\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`],
      {},
      { catalog },
    );
    expect(plan.changes.length).toBeGreaterThan(1);
    expect(JSON.stringify(plan)).not.toMatch(/canary/);
    expect(JSON.stringify(diagnostics.map(({ message, hint }) => [message, hint]))).not.toMatch(/canary/);
  });
});

test('words of a secret object that tell nothing are shown elsewhere', () => {
  const catalog = loadCatalog('2025.12', () => undefined);
  const text =
    'version: 1\nentries:\n- {model: authentik_blueprints.blueprintinstance, identifiers: {name: b}, attrs: {path: a.yaml, context: {mode: any, pin_token: abc, word: wanted-canary}}}\n';
  const { sources } = planWith([text], {}, { catalog });
  const shown = ['any', 'abc', 'wanted-canary'].map((word) => sources.secrets.mask(word));
  expect(shown).toEqual(['any', '(secret)', '(secret)']);
});

test('a look-up by a secret does not say by which', () => {
  const find = '!Find [authentik_providers_oauth2.oauth2provider, [client_secret, wanted-canary]]';
  const { diagnostics } = planWith(
    [
      `version: 1\nentries:\n- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, provider: ${find}}}\n`,
    ],
    { 'authentik_providers_oauth2.oauth2provider': [{ pk: 1, name: 'p', client_secret: 'stored-canary' }] },
    {},
  );
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'no object of authentik_providers_oauth2.oauth2provider matches client_secret = (secret)',
  ]);
  expect(JSON.stringify(diagnostics.map(({ notes }) => notes?.map(({ message }) => message)))).not.toMatch(
    /canary/,
  );
});
