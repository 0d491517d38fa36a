import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { seedSandbox } from '../../src/cli/seed.ts';
import { planAgainst, type Planned } from '../../src/cli/run-plan.ts';
import type { Resource } from '../../src/catalog/model.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { partsOf, recordedState } from '../sandbox/start.ts';
import { hasShared } from '../shared.ts';
import { exportAll, exportFlow } from './export.ts';
import { applySaved } from './apply-saved.ts';
import { runs } from '../random-cases.ts';

/* An export names everything by the primary keys of the server that it comes from. Here it goes to that server, to one that has nothing, and to one that has the same under other keys. */

/** What the same is written as in two releases. */
interface Words {
  readonly parent: string;
  readonly provider: string;
  readonly oauth: string;
  readonly ldap: string;
  /** There are default blueprints of this release. */
  readonly seeded: boolean;
}
const RELEASES: readonly (readonly [string, Words])[] = [
  [
    '2023.2',
    {
      parent: 'parent: !KeyOf staff',
      provider: '',
      oauth: 'redirect_uris: "https://wiki.example.org/cb"',
      ldap: ', search_group: !KeyOf devs',
      seeded: true,
    },
  ],
  [
    '2025.12',
    {
      parent: 'parents: [!KeyOf staff]',
      provider: ', invalidation_flow: !KeyOf consent',
      oauth: 'redirect_uris: [{matching_mode: strict, url: "https://wiki.example.org/cb"}]',
      ldap: '',
      seeded: false,
    },
  ],
];

/**
 * What people have beside the defaults: numbered providers, applications, users, groups in groups, bindings
 * of all kinds.
 */
const house = ({ parent, provider, oauth, ldap }: Words): string => `version: 1
entries:
- {model: authentik_core.group, id: staff, identifiers: {name: staff}, attrs: {attributes: {team: [1, 2]}}}
- {model: authentik_core.group, id: devs, identifiers: {name: devs}, attrs: {${parent}}}
- {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada, groups: [!KeyOf staff]}}
- {model: authentik_core.user, id: bob, identifiers: {username: bob}, attrs: {name: Bob, groups: [!KeyOf devs]}}
- {model: authentik_policies_expression.expressionpolicy, id: office, identifiers: {name: office}, attrs: {expression: return True}}
- {model: authentik_flows.flow, id: consent, identifiers: {slug: house-consent}, attrs: {name: Consent, title: Consent, designation: authorization}}
- {model: authentik_stages_consent.consentstage, id: ask, identifiers: {name: house-consent}, attrs: {mode: always_require}}
- {model: authentik_flows.flowstagebinding, id: asked, identifiers: {target: !KeyOf consent, stage: !KeyOf ask, order: 10}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf asked, policy: !KeyOf office, order: 0}}
- {model: authentik_flows.flow, id: enroll, identifiers: {slug: house-enrollment}, attrs: {name: Enrol, title: Enrol, designation: enrollment}}
- {model: authentik_stages_prompt.prompt, id: mail, identifiers: {name: house-mail}, attrs: {field_key: email, label: Mail, type: email, order: 1}}
- {model: authentik_stages_prompt.promptstage, id: form, identifiers: {name: house-form}, attrs: {fields: [!KeyOf mail], validation_policies: [!KeyOf office]}}
- {model: authentik_stages_user_write.userwritestage, id: write, identifiers: {name: house-write}, attrs: {create_users_as_inactive: true}}
- {model: authentik_flows.flowstagebinding, id: first, identifiers: {target: !KeyOf enroll, stage: !KeyOf form, order: 10}}
- {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf enroll, stage: !KeyOf write, order: 20}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf enroll, policy: !KeyOf office, order: 0}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf first, policy: !KeyOf office, order: 0}}
- {model: authentik_providers_oauth2.oauth2provider, id: wiki, identifiers: {name: wiki}, attrs: {authorization_flow: !KeyOf consent, client_id: wiki, client_secret: secret, ${oauth}${provider}}}
- {model: authentik_providers_ldap.ldapprovider, id: ldap, identifiers: {name: ldap}, attrs: {authorization_flow: !KeyOf consent${ldap}${provider}}}
- {model: authentik_providers_proxy.proxyprovider, id: chat, identifiers: {name: chat}, attrs: {authorization_flow: !KeyOf consent, external_host: "https://chat.example.org", mode: forward_single${provider}}}
- {model: authentik_core.application, id: app, identifiers: {slug: wiki}, attrs: {name: Wiki, provider: !KeyOf wiki}}
- {model: authentik_core.application, identifiers: {slug: chat}, attrs: {name: Chat, provider: !KeyOf chat}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, group: !KeyOf devs, order: 0}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, user: !KeyOf ada, order: 1}}
- {model: authentik_outposts.outpost, identifiers: {name: house}, attrs: {type: proxy, config: {authentik_host: "https://auth.example.org"}, providers: [!KeyOf chat]}}
`;
/** Numbers that are taken by others: provider 2 of one server is provider 1 of another. */
const others = ({ provider }: Words): string => `version: 1
entries:
- {model: authentik_core.user, identifiers: {username: eve}, attrs: {name: Eve, groups: []}}
- {model: authentik_flows.flow, id: f, identifiers: {slug: others}, attrs: {name: Others, title: Others, designation: authorization}}
- {model: authentik_providers_proxy.proxyprovider, identifiers: {name: other}, attrs: {authorization_flow: !KeyOf f, external_host: "https://other.example.org", mode: forward_single${provider.replace('consent', 'f')}}}
- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: other2}, attrs: {authorization_flow: !KeyOf f, client_id: other2, redirect_uris: ${provider === '' ? '""' : '[]'}${provider.replace('consent', 'f')}}}
`;

const skippedModels = new Set([
  'authentik_events.event',
  'authentik_core.token',
  'authentik_crypto.certificatekeypair',
  'authentik_blueprints.blueprintinstance',
  'authentik_tenants.tenant',
  'authentik_brands.brand',
]);
/**
 * What the server makes along with an object of a server, under the key of that: accounts, since 2023.8 of a
 * type that it refuses of anybody else, and the roles that hold the permissions of these.
 */
const madeAlong = ({ type, path, name }: Readonly<Record<string, unknown>>): boolean =>
  type === 'internal_service_account' ||
  path === 'goauthentik.io/outposts' ||
  /^ak-managed-role--user-\d+$/.test(String(name));
/** What no export should carry to another server: what the server itself keeps, and who is logged in. */
const skipped = (model: Resource, row: Readonly<Record<string, unknown>> = {}): boolean =>
  skippedModels.has(model.name) || madeAlong(row);
const writes = ({ changes }: Plan): string[] =>
  changes
    .filter(({ action }) => action !== 'noop')
    .map(
      ({ action, model, key, fields }) =>
        `${action} ${model} ${key}: ${fields.map(({ path }) => path).join()}`,
    );
/** Whether a number counts users or providers. */
const kindOf = (models: readonly string[]): string =>
  models.includes('authentik_core.user') ? 'user ' : 'provider ';

describe.each(RELEASES)('on %s', (release, words) => {
  const parts = partsOf(release);
  const { catalog } = parts;
  const counts: Record<string, number> = {};

  function open(seed: number): { client: Client; sandbox: ReturnType<typeof createSandbox> } {
    const sandbox = createSandbox({ ...parts, random: seededRandom(seed) });
    return {
      sandbox,
      client: createClient({ url: 'http://sandbox.invalid', token: sandbox.token, fetch: sandbox.fetch }),
    };
  }

  async function planFor(
    client: Client,
    ...texts: readonly string[]
  ): Promise<Planned & { found: string[] }> {
    const collector = new Collector();
    const blueprints = texts.flatMap(
      (text, index) =>
        parseBlueprint({ path: `${index}.yaml`, text }, collector.report, {
          features: features(catalog.release),
        }) ?? [],
    );
    const planned = await planAgainst(client, {
      blueprints,
      catalog,
      // The address of the token's user is another on the other server.
      policy: { ...DEFAULT_POLICY, allowProtected: ['authentik_core.user:akadmin'] },
      context: dict(),
      env: () => undefined,
      me: await client.me(),
    });
    return {
      ...planned,
      found: [...collector.diagnostics, ...planned.diagnostics]
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message }) => `${code}: ${message}`),
    };
  }

  async function apply(client: Client, ...texts: readonly string[]): Promise<Plan> {
    const { plan, sources, found } = await planFor(client, ...texts);
    expect(found).toEqual([]);
    const outcome = await applySaved({ plan, sources }, { client, catalog, parallelism: 4, now: () => 0 });
    expect(outcome.diagnostics.map(({ message }) => message)).toEqual([]);
    return plan;
  }

  /** Every link of a server by the names at its ends, which are the same on all servers. */
  async function linksOf(client: Client): Promise<string[]> {
    const names = new Map<string, string>();
    const rows: { model: Resource; row: Record<string, unknown> }[] = [];
    for (const model of Object.values(catalog.models)) {
      if (model.kind !== 'resource' || skipped(model)) continue;
      const { items } = await client.page(model.collection.path, {
        page_size: '500',
        ...model.collection.listQuery,
      });
      for (const row of items) {
        if (skipped(model, row)) continue;
        rows.push({ model, row });
        const name = row['slug'] ?? row['username'] ?? row['name'];
        for (const key of [row[model.collection.pk], row[model.collection.targetPk ?? '']])
          if (name !== undefined && key !== undefined)
            names.set(`${typeof key === 'number' ? kindOf([model.name]) : ''}${String(key)}`, String(name));
      }
    }
    // Bindings have no names.
    const shown = (references: readonly string[], key: unknown): string =>
      names.get(`${typeof key === 'number' ? kindOf(references) : ''}${String(key)}`) ?? '?';
    return rows
      .flatMap(({ model, row }) =>
        Object.entries(model.fields).flatMap(([name, field]) => {
          const value = row[name];
          if (!field.references || field.readOnly || value === null || value === undefined) return [];
          return [
            `${model.name} ${String(row['slug'] ?? row['username'] ?? row['name'] ?? row['order'])}.${name} → ${(Array.isArray(
              value,
            )
              ? value
              : [value]
            )
              .map((key) => shown(field.references ?? [], key))
              .sort()
              .join()}`,
          ];
        }),
      )
      .sort();
  }

  let whole: string;
  let flow: string;
  let source: ReturnType<typeof open>;
  beforeAll(async () => {
    source = open(1);
    if (words.seeded) await seedSandbox(source.sandbox, catalog);
    await apply(source.client, house(words));
    whole = await exportAll(source.client, catalog, skipped);
    flow = await exportFlow(source.client, catalog, 'house-enrollment');
  });
  afterAll(() =>
    console.log(
      `exports of ${catalog.release}: ${Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
    ),
  );

  describe.each([
    ['of everything', () => whole],
    ['of a flow', () => flow],
  ])('an export %s', (name, text) => {
    test('changes nothing where it comes from', async () => {
      const { plan, found } = await planFor(source.client, text());
      expect([found, writes(plan)]).toEqual([[], []]);
      expect(plan.summary.unchanged).toBeGreaterThan(5);
      counts[`objects ${name}, unchanged at home`] = plan.summary.unchanged;
    });

    test('makes everything where there is nothing, and then is at rest', async () => {
      const { client } = open(2);
      const plan = await apply(client, text());
      expect(plan.summary.create).toBeGreaterThan(5);
      const again = await planFor(client, text());
      expect([again.found, writes(again.plan)]).toEqual([[], []]);
      counts[`objects ${name}, made elsewhere`] = plan.summary.create;
    });

    test('changes nothing where the same is there under other keys', async () => {
      const { client, sandbox } = open(3);
      await apply(client, others(words));
      if (words.seeded) await seedSandbox(sandbox, catalog);
      await apply(client, house(words));
      const { plan, found } = await planFor(client, text());
      expect([found, writes(plan)]).toEqual([[], []]);
    });
  });

  test('an export links the same objects on a new server as on the old one', async () => {
    const { client } = open(4);
    await apply(client, others(words));
    await apply(client, whole);
    const [there, here] = [await linksOf(source.client), await linksOf(client)];
    expect(here.filter((link) => !/ (others?2?|eve)\.|→ other/.test(link))).toEqual(there);
    counts['links'] = there.length;
  });

  test('its entries may stand in any order', async () => {
    const [head = '', ...entries] = whole.split(/^(?=- )/m);
    const [none, same] = [open(6), open(7)];
    await apply(same.client, others(words));
    if (words.seeded) await seedSandbox(same.sandbox, catalog);
    await apply(same.client, house(words));
    const made = (await planFor(none.client, whole)).plan.summary.create;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        async (shuffled) => {
          const text = head + shuffled.join('');
          const there = await planFor(same.client, text);
          expect([there.found, writes(there.plan)]).toEqual([[], []]);
          const elsewhere = await planFor(none.client, text);
          expect([elsewhere.found, elsewhere.plan.summary.create]).toEqual([[], made]);
        },
      ),
      { numRuns: runs(12) },
    );
  });

  test.skipIf(!hasShared)(
    'the export of a server with all its defaults changes nothing there, and makes them elsewhere',
    async () => {
      const recorded = createSandbox({ ...parts, state: recordedState(catalog.release) });
      const from = createClient({
        url: 'http://sandbox.invalid',
        token: recorded.token,
        fetch: recorded.fetch,
      });
      const text = await exportAll(from, catalog, skipped);
      const home = await planFor(from, text);
      expect([home.found, writes(home.plan)]).toEqual([[], []]);
      const { client } = open(5);
      const plan = await apply(client, text);
      const again = await planFor(client, text);
      expect([again.found, writes(again.plan)]).toEqual([[], []]);
      counts['objects of the recorded server, unchanged at home'] = home.plan.summary.unchanged;
      counts['objects of the recorded server, made elsewhere'] = plan.summary.create;
    },
  );
});
