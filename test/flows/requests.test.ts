import { beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/* What looking after logins costs: nothing where a plan has nothing to do with them. */

const FLOW = '!Find [authentik_flows.flow, [slug, default-authentication-flow]]';
const STAGES: Readonly<Record<string, string>> = {
  '2023.2': 'authentik_stages_user_login.userloginstage',
  '2025.12': 'authentik_stages_user_login.userloginstage',
};

/** Plans that have nothing to do with a login. */
const APART: readonly (readonly [string, readonly string[]])[] = [
  [
    'an application for a group',
    [
      '{model: authentik_core.group, id: g, identifiers: {name: g}}',
      '{model: authentik_core.application, id: a, identifiers: {slug: a}, attrs: {name: a}}',
      '{model: authentik_policies.policybinding, identifiers: {target: !KeyOf a, group: !KeyOf g, order: 0}}',
    ],
  ],
  ['a new user', ['{model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: []}}']],
  [
    'a new flow that is not for logins',
    [
      '{model: authentik_flows.flow, id: f, identifiers: {slug: f}, attrs: {name: f, title: f, designation: recovery}}',
      '{model: authentik_stages_deny.denystage, id: d, identifiers: {name: d}}',
      '{model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf f, stage: !KeyOf d, order: 0}}',
    ],
  ],
  [
    'the title of the login flow',
    [
      '{model: authentik_flows.flow, identifiers: {slug: default-authentication-flow}, attrs: {title: Hello}}',
    ],
  ],
  [
    'a brand for another host',
    ['{model: BRAND, identifiers: {domain: login.example.org}, attrs: {branding_title: Example}}'],
  ],
];

describe.each(['2023.2', '2025.12'])('requests on %s', (release) => {
  let sandbox: Sandbox;
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = loadCatalog(release, new Collector().report);
    ({ sandbox } = await openSandbox({ seed: 'default', target: release }, { ...processIo(false), env: {} }));
  }, 60_000);

  /** The lists that a plan reads, in alphabetical order. */
  async function reads(entries: readonly string[], allowLockout = false): Promise<readonly string[]> {
    const seen: string[] = [];
    const client = createClient({
      url: 'http://sandbox.invalid',
      token: sandbox.token,
      fetch: (request: Request) => {
        seen.push(new URL(request.url).pathname.replace('/api/v3', ''));
        return sandbox.fetch(request);
      },
    });
    const me = await client.me();
    seen.length = 0;
    const collector = new Collector();
    const brand = release === '2023.2' ? 'authentik_tenants.tenant' : 'authentik_brands.brand';
    const text = `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;
    const blueprint = parseBlueprint(
      { path: 'a.yaml', text: text.replaceAll('BRAND', brand) },
      collector.report,
      {
        features: features(catalog.release),
      },
    );
    const { diagnostics } = await planAgainst(client, {
      blueprints: blueprint ? [blueprint] : [],
      catalog,
      policy: { ...DEFAULT_POLICY, allowLockout },
      context: dict(),
      env: () => undefined,
      me,
    });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return seen.sort();
  }

  test.each(APART)('%s asks for nothing more', async (_, entries) => {
    expect(await reads(entries)).toEqual(await reads(entries, true));
  });

  test('another flow costs the brands, and where stages may lead to it those that do', async () => {
    const entries = [
      '{model: authentik_flows.flow, identifiers: {slug: default-source-enrollment}, attrs: {authentication: none, policy_engine_mode: all}}',
    ];
    const [more, less] = [await reads(entries), await reads(entries, true)];
    const brands = release === '2023.2' ? ['/core/tenants/'] : ['/core/brands/', '/stages/redirect/'];
    expect(more.filter((path) => !less.includes(path))).toEqual(brands);
    expect(more.length).toBe(less.length + brands.length);
  });

  test('the login flow costs each list that it needs once', async () => {
    const entries = [
      `{model: authentik_flows.flowstagebinding, identifiers: {target: ${FLOW}, stage: !Find [${STAGES[release] ?? ''}, [name, default-authentication-login]]}, attrs: {order: 200}}`,
    ];
    const more = await reads(entries);
    expect(new Set(more).size).toBe(more.length);
    expect(more.length).toBeLessThanOrEqual(13);
  });
});
