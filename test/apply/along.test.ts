import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/client/create-client.ts';
import type { Json } from '../../src/catalog/model.ts';
import { isSince } from '../../src/catalog/release.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';

/*
 * An outpost with the key of the token, and groups of the account, that the server makes along with it: in one
 * run, and whatever write the run is cut off at.
 */

const env = { KEY: 'correct-horse' };
const RELEASES = ['2023.2', '2024.12', '2025.12', '2026.8'];
const TOKEN = `{model: authentik_core.token, identifiers: {managed: !Format ["goauthentik.io/outpost/ak-outpost-%s-api", !KeyOf outpost]}, attrs: {key: !Env KEY}}`;
const ACCOUNT = '!Find [authentik_core.user, [name, Outpost edge Service-Account]]';

/** An outpost with what comes along; since 2023.10 nobody may change the account, but a group can list it. */
function filesFor(release: string, state = 'present') {
  const isInternal = isSince(release, '2023.10');
  const text = `version: 1
entries:
- {model: authentik_flows.flow, id: flow, identifiers: {slug: f}, attrs: {name: F, title: F, designation: authorization}}
- model: authentik_providers_proxy.proxyprovider
  id: provider
  identifiers: {name: p}
  attrs: {mode: forward_single, external_host: "https://a.example", authorization_flow: !KeyOf flow${isInternal ? ', invalidation_flow: !KeyOf flow' : ''}}
- model: authentik_outposts.outpost
  id: outpost
  state: ${state}
  identifiers: {name: edge}
  attrs: {type: proxy, providers: [!KeyOf provider], config: {authentik_host: "https://id.example"}}
- ${TOKEN}
${
  isInternal
    ? `- {model: authentik_core.group, identifiers: {name: g}, attrs: {users: [${ACCOUNT}]}}`
    : `- {model: authentik_core.group, id: g, identifiers: {name: g}}
- {model: authentik_core.user, identifiers: {name: Outpost edge Service-Account}, attrs: {groups: [!KeyOf g], attributes: {team: edge}}}`
}
`;
  return [{ path: 'b.yaml', bytes: Buffer.from(text) }];
}

const rowsOf = async ({ client }: Setup, path: string): Promise<readonly Record<string, Json>[]> =>
  (await client.page(path, { page_size: '100', superuser_full_list: 'true' })).items;

/** What the server has of all that belongs to the outpost. */
async function stateOf(setup: Setup) {
  const named = (rows: readonly Record<string, Json>[]) =>
    rows.filter(({ name }) => String(name).includes('edge'));
  const [outpost, ...twins] = named(await rowsOf(setup, '/outposts/instances/'));
  const [account, ...others] = named(await rowsOf(setup, '/core/users/'));
  const tokens = (await rowsOf(setup, '/core/tokens/')).filter(({ user }) => user === account?.['pk']);
  const [group] = (await rowsOf(setup, '/core/groups/')).filter(({ name }) => name === 'g');
  const key = await setup.client.read(`/core/tokens/${String(tokens[0]?.['identifier'])}/view_key/`);
  return {
    config: outpost?.['config'],
    numbers: [twins.length, others.length, tokens.length],
    inGroup: JSON.stringify(group?.['users']) === JSON.stringify([account?.['pk']]),
    key: (key as { readonly key: string }).key,
  };
}

const WHOLE = {
  config: { authentik_host: 'https://id.example' },
  numbers: [0, 0, 1],
  inGroup: true,
  key: env.KEY,
};

describe.each(RELEASES)('authentik %s', (release) => {
  const files = filesFor(release);

  test('sets the key of the token that a new outpost brings, in one run', async () => {
    const setup = await openOn(release);
    const ran = await runBlueprints(setup, files, { env });
    expect([ran.stage, await stateOf(setup)]).toEqual(['done', WHOLE]);
    expect(writesOf(await planBlueprints(setup, files, { env }))).toEqual([]);
  });
});

/** A client that is killed at the write number `at`: nothing is sent from then on. */
function killed(setup: Setup, at: number, when: 'before' | 'after'): Setup {
  let writes = 0;
  const broken = (): Error => Object.assign(new TypeError('killed'), { code: 'ECONNREFUSED' });
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: async (request) => {
      const isWrite = request.method !== 'GET';
      if (isWrite) writes += 1;
      if (writes > at || (isWrite && writes === at && when === 'before')) throw broken();
      const response = await setup.sandbox.fetch(request);
      if (isWrite && writes === at) throw broken();
      return response;
    },
  });
  return { ...setup, client };
}

describe.each(['2023.2', '2025.12'])('authentik %s: a run that is killed', (release) => {
  test.each([
    ['before', 'present'],
    ['after', 'present'],
    ['after', 'created'],
  ] as const)('%s any of its writes loses nothing, of an outpost that is %s', async (when, state) => {
    const files = filesFor(release, state);
    const setup = await openOn(release);
    const bare = setup.sandbox.snapshot();
    let cut = 0;
    for (let at = 1; ; at += 1) {
      setup.sandbox.restore(bare);
      const first = await runBlueprints(killed(setup, at, when), files, { env });
      const second = await runBlueprints(setup, files, { env });
      expect([at, second.stage, await stateOf(setup)]).toEqual([at, 'done', WHOLE]);
      expect(writesOf(await planBlueprints(setup, files, { env }))).toEqual([]);
      if (first.stage === 'done') break;
      cut += 1;
    }
    // Four objects, the key, the mark that is taken away, and in 2023.2 the account.
    expect(cut).toBe(release === '2023.2' ? 7 : 6);
  });
});

test('a key that the server refuses is written by the next run', async () => {
  const files = filesFor('2023.2');
  const setup = await openOn('2023.2');
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: (request) =>
      request.url.includes('set_key')
        ? Promise.resolve(Response.json({ key: ['no'] }, { status: 400 }))
        : setup.sandbox.fetch(request),
  });
  const first = await runBlueprints({ ...setup, client }, files, { env });
  expect(first.stage).toBe('apply');
  const planned = await planBlueprints(setup, files, { env });
  expect(writesOf(planned).map((write) => write.replace(/ak-outpost-.*-api/u, 'its token'))).toEqual([
    'update authentik_core.token its token: key',
    'update authentik_outposts.outpost edge: config',
  ]);
  expect(planned.plan?.changes[0]?.reason).toEqual({ kind: 'unfinished', fields: ['key'] });
  await runBlueprints(setup, files, { env });
  expect(await stateOf(setup)).toEqual(WHOLE);
});

test('what the server did not make along with an object fails by name', async () => {
  const setup = await openOn('2023.2');
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: (request) =>
      request.url.includes('identifier=')
        ? Promise.resolve(Response.json({ pagination: { next: 0, count: 0 }, results: [] }))
        : setup.sandbox.fetch(request),
  });
  const { stage, diagnostics } = await runBlueprints({ ...setup, client }, filesFor('2023.2'), { env });
  expect(stage).toBe('apply');
  expect(diagnostics.map(({ message }) => message).join()).toContain(
    'the server did not make it along with authentik_outposts.outpost edge',
  );
});
