import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { planAgainst, type Planned } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { partsOf } from '../sandbox/start.ts';
import { applySaved } from './apply-saved.ts';

/* Three projects share a group, an outpost and a provider, each adding to what it does not own. */

const LISTS = [
  'authentik_core.group.users',
  'authentik_core.user.groups',
  'authentik_outposts.outpost.providers',
  'authentik_providers_oauth2.oauth2provider.redirect_uris',
];
const SHARED = (more: string): string => `
- {model: authentik_flows.flow, id: flow, identifiers: {slug: f}, attrs: {name: f, title: f, designation: authorization}}
- {model: authentik_core.group, id: team, identifiers: {name: team}}
- {model: authentik_providers_proxy.proxyprovider, id: door, identifiers: {name: door}, attrs: {external_host: "https://door.example.org", mode: forward_single, authorization_flow: !KeyOf flow${more}}}
- {model: authentik_outposts.outpost, identifiers: {name: shared}, attrs: {type: proxy, config: {authentik_host: "https://auth.example.org"}, providers: [!KeyOf door]}}
`;
const project = (name: string, more: string): string => `
- {model: authentik_flows.flow, id: flow, identifiers: {slug: f}}
- {model: authentik_core.user, id: ${name}, identifiers: {username: ${name}}, attrs: {name: ${name}, groups: []}}
- {model: authentik_core.group, identifiers: {name: team}, attrs: {users: [!KeyOf ${name}]}}
- {model: authentik_providers_proxy.proxyprovider, id: p, identifiers: {name: ${name}}, attrs: {external_host: "https://${name}.example.org", mode: forward_single, authorization_flow: !KeyOf flow${more}}}
- {model: authentik_outposts.outpost, identifiers: {name: shared}, attrs: {providers: [!KeyOf p]}}
`;

describe.each([
  ['2023.2', ''],
  ['2025.12', ', invalidation_flow: !KeyOf flow'],
])('on %s', (release, more) => {
  const parts = partsOf(release);
  const { catalog } = parts;
  const sandbox = createSandbox(parts);
  const client = createClient({ url: 'http://sandbox.invalid', token: sandbox.token, fetch: sandbox.fetch });
  const planFor = async (text: string): Promise<Planned> => {
    const blueprint = parseBlueprint(
      { path: 'b.yaml', text: `version: 1\nentries:${text}` },
      () => undefined,
      { features: features(catalog.release) },
    );
    return planAgainst(client, {
      blueprints: blueprint ? [blueprint] : [],
      catalog,
      policy: { ...DEFAULT_POLICY, mergedLists: new Set(LISTS) },
      context: dict(),
      env: () => undefined,
      me: await client.me(),
    });
  };
  const apply = async (text: string): Promise<Plan> => {
    const planned = await planFor(text);
    expect(planned.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const options = { client, catalog, parallelism: 4, now: () => 0 };
    expect((await applySaved(planned, options)).diagnostics).toEqual([]);
    return planned.plan;
  };
  const pending = async (text: string): Promise<string[]> =>
    (await planFor(text)).plan.changes
      .filter(({ action }) => action !== 'noop')
      .map(({ action, key, fields }) => `${action} ${key}: ${fields.map(({ path }) => path).join()}`);

  test('each adds its own, takes nothing away, and all are at rest', async () => {
    const texts = [
      SHARED(more),
      project('ada', more),
      project('bob', more),
      `\n- {model: authentik_core.user, identifiers: {username: cy}, attrs: {name: cy, groups: [!Find [authentik_core.group, [name, team]]]}}\n`,
    ];
    for (const text of texts) await apply(text);
    for (const text of texts) expect(await pending(text)).toEqual([]);
    const listOf = async (path: string, name: string, list: string): Promise<unknown> =>
      (await client.page(path, {})).items.find((item) => item['name'] === name)?.[list];
    expect(await listOf('/core/groups/', 'team', 'users')).toHaveLength(3);
    expect(await listOf('/outposts/instances/', 'shared', 'providers')).toHaveLength(3);
  });

  test.runIf(release === '2025.12')(
    'a list of mappings has items, in whatever order their parts stand',
    async () => {
      const provider = (uris: string): string =>
        `\n- {model: authentik_flows.flow, id: flow, identifiers: {slug: f}}\n- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: oidc}, attrs: {authorization_flow: !KeyOf flow${more}, redirect_uris: ${uris}}}\n`;
      await apply(provider('[{matching_mode: strict, url: "https://a.example.org"}]'));
      const plan = await apply(
        provider(
          '[{url: "https://a.example.org", matching_mode: strict}, {url: "https://b.example.org", matching_mode: regex}]',
        ),
      );
      expect(plan.changes.flatMap(({ fields }) => fields.map(({ path, added }) => [path, added]))).toEqual([
        ['redirect_uris', [{ url: 'https://b.example.org', matching_mode: 'regex' }]],
      ]);
      expect(await pending(provider('[{matching_mode: regex, url: "https://b.example.org"}]'))).toEqual([]);
    },
  );
});
