import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { ApplyOptions } from '../../src/apply/apply-options.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import type { Json } from '../../src/catalog/model.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { partsOf } from '../sandbox/start.ts';
import { applyReasonWords } from '../../src/report/change-words.ts';
import { applySaved } from './apply-saved.ts';
import { HEAD } from '../report/head.ts';

const META = 'authentik_blueprints.metaapplyblueprint';
const INSTANCE = 'authentik_blueprints.blueprintinstance';
/**
 * Of these the first two answer when they are through; the last has a worker do it. Each keeps its tasks
 * somewhere else.
 */
const RELEASES = ['2023.2', '2024.6', '2025.12'] as const;
const parts = new Map(RELEASES.map((release) => [release, partsOf(release)]));

/** A server, and what the tool makes of blueprints on it; `answer` may stand between the two. */
function server(
  release: (typeof RELEASES)[number],
  answer: (request: Request, go: () => Promise<Response>) => Promise<Response> = (_, go) => go(),
) {
  const { catalog, rules, behaviour } = parts.get(release)!;
  const sandbox = createSandbox({ catalog, rules, behaviour, token: 't' });
  const sent: string[] = [];
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: 't',
    pause: () => 0,
    fetch: (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname}`);
      return answer(request, () => sandbox.fetch(request));
    },
  });
  const plan = async (entries: string) => {
    const collector = new Collector();
    const blueprint = parseBlueprint(
      { path: 'b.yaml', text: `version: 1\nentries:\n${entries}` },
      collector.report,
      { features: features(catalog.release) },
    );
    if (!blueprint || collector.failed) throw new Error('the blueprint is none');
    const planned = await planAgainst(client, {
      blueprints: [blueprint],
      catalog,
      policy: DEFAULT_POLICY,
      context: dict(),
      env: () => undefined,
      me: await client.me(),
    });
    return { ...planned.plan, diagnostics: planned.diagnostics, planned };
  };
  return {
    client,
    sent,
    plan,
    apply: async (entries: string, options: Partial<ApplyOptions> = {}) =>
      applySaved((await plan(entries)).planned, {
        client,
        catalog,
        parallelism: 4,
        now: () => performance.now(),
        ...options,
      }),
    /** What a second plan would write. */
    again: async (entries: string) =>
      (await plan(entries)).changes
        .filter((change) => change.action !== 'noop')
        .map((change) => `${change.action} ${change.key}`),
    make: async (fields: Readonly<Record<string, Json>>) =>
      client.create('/managed/blueprints/', JSON.stringify(fields)),
    names: async () => (await client.page('/core/groups/', {})).items.map((group) => group['name']),
    instance: async (name: string) => (await client.page('/managed/blueprints/', { name })).items[0],
  };
}

const content = (group: string, attrs = '{}'): string =>
  `version: 1\nmetadata: {name: stored}\nentries:\n- model: authentik_core.group\n  identifiers: {name: ${group}}\n  attrs: ${attrs}\n`;
const stored = (group: string, more = ''): string =>
  `- {model: ${INSTANCE}, identifiers: {name: Mine}, attrs: {content: ${JSON.stringify(content(group))}${more}}}\n`;
const first = (name: string, more = ''): string =>
  `- {model: ${META}, attrs: {identifiers: {name: ${JSON.stringify(name)}}${more}}}\n`;
const group = (name: string): string => `- {model: authentik_core.group, identifiers: {name: ${name}}}\n`;

describe.each(RELEASES)('a blueprint instance of %s', (release) => {
  test('is made, applied, and then left alone', async () => {
    const { apply, again, names, instance, sent } = server(release);
    const outcome = await apply(stored('from-server'));
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['applied']);
    expect(outcome.diagnostics).toEqual([]);
    expect(await names()).toContain('from-server');
    expect(await instance('Mine')).toMatchObject({ status: 'successful' });
    expect(sent.filter((line) => line.startsWith('POST')).length).toBe(2);
    expect(await again(stored('from-server'))).toEqual([]);
  });

  test('is applied again when its content changes, and when its context does', async () => {
    const { apply, plan, again, names, instance } = server(release);
    await apply(stored('one'));
    expect((await plan(stored('two'))).changes).toMatchObject([
      { action: 'update', applies: { because: { kind: 'written', fields: ['content'] } } },
      { action: 'create', key: 'two', by: `${INSTANCE}#${String((await instance('Mine'))?.['pk'])}` },
    ]);
    await apply(stored('two'));
    expect(await names()).toContain('two');
    const other = stored('two', ', context: {a: 1}');
    expect((await plan(other)).changes).toMatchObject([
      { applies: { because: { kind: 'written', fields: ['context'] } } },
    ]);
    await apply(other);
    expect(await again(other)).toEqual([]);
  });

  test('makes what entries after it refer to, and change', async () => {
    const { apply, plan, again, client } = server(release);
    const entries =
      stored('made') +
      '- {model: authentik_core.group, identifiers: {name: made}, attrs: {attributes: {ours: 1}}}\n' +
      '- {model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: [!Find [authentik_core.group, [name, made]]]}}\n' +
      '- {model: authentik_core.group, identifiers: {name: own}, attrs: {attributes: {key: !Format ["%s", !Find [authentik_core.group, [name, made]]]}}}\n';
    const planned = await plan(entries);
    expect(planned.changes.map(({ by, action, key }) => [by !== undefined, action, key])).toEqual([
      [false, 'create', 'Mine'],
      [true, 'create', 'made'],
      [false, 'update', 'made'],
      [false, 'create', 'u'],
      [false, 'create', 'own'],
    ]);
    const outcome = await apply(entries);
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['applied', 'applied', 'applied', 'applied']);
    const [made] = (await client.page('/core/groups/', { name: 'made' })).items;
    const [user] = (await client.page('/core/users/', { username: 'u' })).items;
    const [own] = (await client.page('/core/groups/', { name: 'own' })).items;
    expect([made?.['attributes'], user?.['groups'], own?.['attributes']]).toEqual([
      { ours: 1 },
      [made?.['pk']],
      { key: made?.['pk'] },
    ]);
    expect(await again(entries)).toEqual([]);
  });

  test('that is switched off is written and not applied', async () => {
    const { apply, again, names, instance } = server(release);
    const off = stored('never', ', enabled: false');
    expect((await apply(off)).outcomes.map((one) => one.state)).toEqual(['applied']);
    expect(await names()).not.toContain('never');
    expect(await instance('Mine')).toMatchObject({ status: 'unknown' });
    expect(await again(off)).toEqual([]);
  });

  test('of a file is applied when it is new, and when its hash is another one', async () => {
    const { apply, plan, again, client } = server(release);
    const file = `- {model: ${INSTANCE}, identifiers: {name: Flows}, attrs: {path: default/flow-oobe.yaml}}\n`;
    await apply(file);
    expect(await again(file)).toEqual([]);
    const changed = server(release, async (request, go) => {
      if (request.method !== 'GET' || !request.url.includes('/available/')) return go();
      return Response.json([{ path: 'default/flow-oobe.yaml', hash: 'another' }]);
    });
    await changed.apply(file);
    expect((await changed.plan(file)).changes).toMatchObject([
      {
        action: 'update',
        applies: { because: { kind: 'file-changed', path: 'default/flow-oobe.yaml' } },
      },
    ]);
    expect(client.requests().byMethod['PATCH']).toBeUndefined();
    expect((await plan(file)).summary).toMatchObject({ unchanged: 1 });
  });

  test('that nobody made is not needed to be applied when the server does not list its files', async () => {
    const { apply, again } = server(release, (request, go) =>
      request.url.includes('/available/') ? Promise.resolve(new Response('', { status: 500 })) : go(),
    );
    const file = `- {model: ${INSTANCE}, identifiers: {name: Flows}, attrs: {path: default/flow-oobe.yaml}}\n`;
    await apply(file);
    expect(await again(file)).toEqual([]);
  });
});

describe.each(RELEASES)('a blueprint of a server of %s that is wanted first', (release) => {
  test('is shown without the secrets in it', async () => {
    const { make, plan } = server(release);
    const text =
      'version: 1\ncontext: {api_token: in-context}\nentries:\n- model: authentik_core.user\n  identifiers: {username: u}\n  attrs: {name: shown, groups: [], password: in-attrs}\n' +
      '- model: authentik_core.user\n  identifiers: {username: v}\n  attrs:\n    name: v\n    groups: []\n    password: |\n      in-block\n      in-block\n';
    await make({ name: 'Base', content: text });
    const written = `- {model: ${INSTANCE}, identifiers: {name: Base}, attrs: {content: ${JSON.stringify(`${text}# more\n`)}}}\n`;
    const planned = [
      await plan(first('Base')),
      await plan(written),
      await plan(written.replace('Base', 'New')),
    ];
    const none = new Chalk({ level: 0 });
    for (const said of planned.flatMap((one) => [
      formatPlan(one, none, { all: true }),
      formatPlanJson({
        head: HEAD,
        plan: one,
        diagnostics: [],
        requests: { total: 0, byMethod: {}, bytes: 0 },
        seconds: 0,
      }),
    ])) {
      expect(said).toMatch(/shown|more/);
      expect(said).not.toMatch(/in-(context|attrs|block)/);
    }
  });

  test('is applied before what comes after it, once', async () => {
    const { make, plan, apply, again, names, sent } = server(release);
    await make({ name: 'Base', content: content('base') });
    const entries = group('before') + first('Base') + group('after');
    const planned = await plan(entries);
    expect(
      planned.changes.map(
        (change) => `${change.key}${change.applies ? ` ${applyReasonWords(change.applies.because)}` : ''}`,
      ),
    ).toEqual(['before', 'Base it was never applied', 'base', 'after']);
    expect(planned.changes.map((change) => change.dependsOn.length)).toEqual([0, 1, 1, 1]);
    expect(planned.changes[1]?.applies?.content).toBe(content('base').trim());
    const outcome = await apply(entries);
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['applied', 'applied', 'applied']);
    expect(await names()).toEqual(expect.arrayContaining(['before', 'base', 'after']));
    expect(sent.filter((line) => line.endsWith('/apply/')).length).toBe(1);
    expect(await again(entries)).toEqual([]);
  });

  test('and fails stops what comes after it, with what the server says at the entry', async () => {
    // The user goes after the plan was made.
    const { make, apply, client, names, again } = server(release, async (request, go) => {
      if (request.method === 'POST' && request.url.endsWith('/apply/')) await gone();
      return go();
    });
    const member = await client.create(
      '/core/users/',
      JSON.stringify({ username: 'member', name: 'member', groups: [] }),
    );
    await make({ name: 'Base blueprint!', content: content('base', `{users: [${String(member['pk'])}]}`) });
    const gone = () => client.remove(`/core/users/${String(member['pk'])}/`);
    const entries = group('before') + first('Base blueprint!') + group('after');
    const outcome = await apply(entries);
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['applied', 'failed', 'skipped']);
    expect(outcome.diagnostics).toMatchObject([
      {
        code: 'blueprint-failed',
        message: 'the server could not apply Base blueprint!: its status is "error"',
        entry: { index: 1 },
      },
    ]);
    expect(outcome.diagnostics[0]?.notes?.[0]?.message).toMatch(
      /^the server says: (authentik_core.group .*: )?[Ee]ntry invalid: Serializer errors .*users/,
    );
    expect(outcome.diagnostics[0]?.place?.file.text.slice(outcome.diagnostics[0].place.span.start)).toMatch(
      /^\{name: "Base blueprint!"\}/,
    );
    expect(await names()).not.toContain('after');
    expect(await again(entries)).toEqual(['create after', 'update Base blueprint!']);
  });

  test('and is not there is an error that names the nearest, unless it is not required', async () => {
    const { make, plan } = server(release);
    await make({ name: 'Base blueprint', content: content('base') });
    expect((await plan(first('Base bluprint'))).diagnostics).toMatchObject([
      { code: 'blueprint-unknown', severity: 'error', hint: 'did you mean "Base blueprint"?' },
    ]);
    const optional = await plan(first('Base bluprint', ', required: false'));
    expect([optional.diagnostics, optional.changes]).toEqual([[], []]);
  });

  test('and is switched off is left as it is, and said', async () => {
    const { make, plan } = server(release);
    await make({ name: 'Base', content: content('base'), enabled: false });
    const planned = await plan(first('Base'));
    expect(planned.diagnostics).toMatchObject([{ code: 'blueprint-disabled' }]);
    expect(planned.changes.filter((change) => change.action !== 'noop')).toEqual([]);
  });

  // Since 2023.5 there are no two of one name.
  test.runIf(release === '2023.2')('and has a name twice is not guessed', async () => {
    const { make, plan } = server(release);
    await make({ name: 'Base', content: content('base') });
    await make({ name: 'Base', path: 'default/flow-oobe.yaml' });
    expect((await plan(first('Base'))).diagnostics).toMatchObject([{ code: 'identifier-ambiguous' }]);
  });
});

describe('a server that does not come to an end', () => {
  const lost = (request: Request, go: () => Promise<Response>): Promise<Response> =>
    request.url.endsWith('/apply/') ? Promise.resolve(Response.json({})) : go();

  test('is given up after the time that it is given', async () => {
    const { make, apply } = server('2025.12', lost);
    await make({ name: 'Base', content: content('base') });
    const outcome = await apply(first('Base') + group('after'), { waitSeconds: 0.2 });
    // It may come to its end later.
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['unknown', 'skipped']);
    expect(outcome.diagnostics).toMatchObject([
      {
        code: 'blueprint-failed',
        message: 'the server had not applied Base after 0 s',
        hint: 'is its worker running? give it longer with --wait, or plan again later',
      },
    ]);
    expect(outcome.interrupted).toBe(false);
  });

  test('is not waited for any longer when the run is interrupted', async () => {
    const { make, apply } = server('2025.12', lost);
    await make({ name: 'Base', content: content('base') });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 150);
    const outcome = await apply(first('Base') + group('after'), { signal: stop.signal });
    expect(outcome.interrupted).toBe(true);
    expect(outcome.outcomes[0]?.state).toBe('unknown');
    expect(outcome.diagnostics).toMatchObject([
      { code: 'blueprint-failed', message: 'interrupted while the server applied Base' },
    ]);
  });

  test('within the time of one request is waited for all the same', async () => {
    let asked = 0;
    const { make, apply, again } = server('2025.12', async (request, go) => {
      if (!request.url.endsWith('/apply/')) return go();
      asked += 1;
      if (asked === 1) await go();
      return new Response('', { status: 504 });
    });
    await make({ name: 'Base', content: content('base') });
    expect((await apply(first('Base'))).outcomes.map((one) => one.state)).toEqual(['applied']);
    expect(await again(first('Base'))).toEqual([]);
  });
});
