import { expect, test } from 'vitest';
import { dryRun } from '../../../src/apply/transaction/dry-run.ts';
import { pushingModels } from '../../../src/apply/transaction/pushing-models.ts';
import { valuesBlueprint } from '../../../src/apply/transaction/values-blueprint.ts';
import { divide } from '../../../src/plan/transaction/division.ts';
import { isWritten } from '../../../src/plan/value/plan.ts';
import { openOn, planBlueprints, runBlueprints } from '../../oracle/run-case.ts';
import { file } from '../../plan/setup.ts';

/*
 * Up to 2025.6 the tasks of a request that is taken back are done all the same: a dry run of a user's delete took a
 * living user's events away on a real server. So nothing that leaves one is in such a request.
 */

const U = 'authentik_core.user';
const G = 'authentik_core.group';
const OUTPOST = 'authentik_outposts.outpost';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const SCIM = 'authentik_providers_scim.scimprovider';
const flow = `!Find [authentik_flows.flow, [slug, f]]`;

/** What is there before. */
const BEFORE = file(
  `{model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: F, title: F, designation: authorization}}`,
  `{model: ${U}, id: gone, identifiers: {username: gone}, attrs: {name: Gone, groups: []}}`,
  `{model: ${U}, identifiers: {username: kept}, attrs: {name: Kept, groups: []}}`,
  `{model: ${G}, identifiers: {name: gone}}`,
  `{model: ${PROXY}, id: p, identifiers: {name: p}, attrs: {authorization_flow: ${flow}, invalidation_flow: ${flow}, external_host: "https://p.example.com", mode: forward_single}}`,
  ...['gone', 'old', 'kept'].map(
    (name) =>
      `{model: ${OUTPOST}, identifiers: {name: ${name}}, attrs: {type: proxy, providers: [!KeyOf p], config: {authentik_host: "https://a.example.com"}}}`,
  ),
);

/** What queues, and a group and a user that do not. */
const AFTER = file(
  `{model: ${U}, state: absent, identifiers: {username: gone}}`,
  `{model: ${G}, state: absent, identifiers: {name: gone}}`,
  `{model: ${OUTPOST}, state: absent, identifiers: {name: gone}}`,
  `{model: ${OUTPOST}, identifiers: {pk: !Find [${OUTPOST}, [name, old]]}, attrs: {name: new}}`,
  `{model: ${OUTPOST}, identifiers: {name: kept}, attrs: {config: {kubernetes_namespace: other}}}`,
  `{model: ${U}, id: made, identifiers: {username: made}, attrs: {name: Made, groups: []}}`,
  `{model: ${U}, identifiers: {username: kept}, attrs: {name: Other}}`,
  `{model: ${G}, identifiers: {name: made}, attrs: {users: [!KeyOf made]}}`,
);
const files = (text: string) => [{ path: 'b.yaml', bytes: Buffer.from(text) }];

/** What sends users and groups on. */
const PROVIDER =
  `- {model: ${SCIM}, id: s, identifiers: {name: s}, attrs: {url: "https://s.example.com", token: t}}\n` +
  `- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, backchannel_providers: [!KeyOf s]}}\n`;

test.each([
  ['2023.2', '', ['create user made', 'update user kept', 'create group made']],
  ['2024.12', '', ['create user made', 'update user kept', 'create group made']],
  ['2024.12', PROVIDER, []],
])('a request leaves nothing in the queue of %s', async (release, provider, expected) => {
  const setup = await openOn(release);
  const { sandbox, client, catalog } = setup;
  const all = Object.keys(catalog.models);
  const policy = { allowProtected: all, allowCascade: all };
  expect((await runBlueprints(setup, files(BEFORE + provider), { policy })).stage).toBe('done');
  const { plan, planned } = await planBlueprints(setup, files(AFTER), { policy });
  if (!plan || !planned) throw new Error('there is no plan');
  const before = sandbox.snapshot();
  const tryOut = async (changes: typeof plan.changes): Promise<readonly string[]> => {
    sandbox.restore(before);
    const { text } = valuesBlueprint(changes, { catalog, sources: planned.sources });
    const asking = { client, path: catalog.importer?.dryRun ?? '', seconds: 60 };
    expect(await dryRun(text, asking)).toEqual({ kind: 'good' });
    return sandbox.queue.map(({ task, on, key }) => `${task} ${on} ${key}`);
  };
  // All of it would leave tasks; else this test showed nothing.
  expect((await tryOut(plan.changes.filter(isWritten))).length).toBeGreaterThan(4);

  const division = divide(plan, catalog, await pushingModels(client, catalog, plan.changes));
  if ('impossible' in division) throw new Error(division.impossible);
  expect(
    division.together.map(({ action, model, key }) => `${action} ${model.split('.')[1]} ${key}`),
  ).toEqual(expected);
  expect(await tryOut(division.together)).toEqual([]);
});
