import { beforeAll, describe, expect, it } from 'vitest';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { applyOn, list, type Outside, planOn, shipped } from './setup.ts';

const REMOVAL = 'examples/remove-grafana.yaml';
const defaults = shipped('default');
const examples = shipped('examples').filter((path) => path !== REMOVAL);

async function open(seed?: 'default'): Promise<Sandbox> {
  return (await openSandbox(seed ? { seed } : {}, { ...processIo(false), env: {} })).sandbox;
}

/**
 * Applies, and shows that every write succeeds, nothing is left alone, and a second plan has nothing to do.
 */
async function converges(
  sandbox: Sandbox,
  paths: readonly string[],
  outside?: Outside,
): Promise<Awaited<ReturnType<typeof applyOn>>> {
  const first = await applyOn(sandbox, paths, outside);
  // A secret that changed along with something else is a warning: it cannot be compared.
  expect(
    first.diagnostics.filter((one) => one.severity !== 'info' && one.code !== 'secret-not-compared'),
  ).toEqual([]);
  expect(first.outcome.diagnostics.filter((one) => one.severity !== 'info')).toEqual([]);
  expect(first.outcome.outcomes.filter((one) => one.state !== 'applied')).toEqual([]);
  expect(first.plan.summary.leftAlone).toBe(0);
  const { plan: second } = await planOn(sandbox, paths, outside);
  expect(
    second.changes
      .filter((change) => change.action !== 'noop')
      .map((change) => `${change.action} ${change.model} ${change.key}`),
  ).toEqual([]);
  expect(second.summary.leftAlone).toBe(0);
  return first;
}

describe('the shipped blueprints on a sandbox', () => {
  it('the whole folder makes a bare server into one that is as it says', async () => {
    const { plan } = await converges(await open(), [...defaults, ...examples]);
    expect(plan.summary.create).toBeGreaterThan(150);
    // The embedded outpost, which is there already, gets the proxy provider.
    expect(plan.summary.update).toBe(1);
  });

  it('the files may come in any order', async () => {
    await converges(await open(), [...examples, ...defaults].reverse());
  });

  it('the defaults find nothing to do where they have been applied', async () => {
    const { plan } = await planOn(await open('default'), defaults);
    expect(plan.summary).toMatchObject({ create: 0, update: 0, delete: 0, leftAlone: 0 });
  });

  describe('on a sandbox with the defaults', () => {
    let sandbox: Sandbox;
    let start: ReturnType<Sandbox['snapshot']>;
    beforeAll(async () => {
      sandbox = await open('default');
      start = sandbox.snapshot();
    });
    const fresh = (): Sandbox => {
      sandbox.restore(start);
      start = sandbox.snapshot();
      return sandbox;
    };

    it.each(examples)('%s alone makes something, and then finds nothing to do', async (path) => {
      const { plan } = await converges(fresh(), [path]);
      expect(plan.summary.create).toBeGreaterThan(0);
    });

    it('the removal takes away exactly what the Grafana example made', async () => {
      const server = fresh();
      const counts = async (): Promise<number[]> =>
        Promise.all(
          ['core/applications', 'providers/oauth2', 'core/groups', 'policies/bindings'].map(
            async (endpoint) => (await list(server, endpoint)).length,
          ),
        );
      const before = await counts();
      await converges(server, ['examples/oauth2-grafana.yaml']);
      expect(await counts()).not.toEqual(before);
      const { plan } = await converges(server, [REMOVAL]);
      expect(plan.summary.delete).toBe(4);
      expect(await counts()).toEqual(before);
    });

    it('the removal finds nothing to do where there is no Grafana', async () => {
      expect((await planOn(fresh(), [REMOVAL])).plan.changes).toEqual([]);
    });

    it('the user gets a password where the environment has one, as part of one change', async () => {
      const { plan } = await converges(fresh(), ['examples/users.yaml'], {
        env: { GRACE_PASSWORD: 'correct horse' },
      });
      const grace = plan.changes.filter((change) => change.key === 'grace');
      expect(grace.map((change) => change.setters.map(({ field }) => field))).toEqual([['password']]);
    });

    it('the source is off until there is a secret', async () => {
      const server = fresh();
      await converges(server, ['examples/source-github.yaml']);
      expect(await list(server, 'sources/oauth')).toMatchObject([{ slug: 'github', enabled: false }]);
      await converges(server, ['examples/source-github.yaml'], {
        env: { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' },
      });
      expect(await list(server, 'sources/oauth')).toMatchObject([
        { slug: 'github', enabled: true, consumer_key: 'id' },
      ]);
    });

    it('the language example says what it says', async () => {
      const server = fresh();
      await converges(server, ['examples/language.yaml'], {
        env: { OPERATORS_CONTACT: 'night@example.com' },
        context: { environment: 'production', with_deputies: 'yes' },
      });
      const groups = await list(server, 'core/groups');
      expect(groups.find((group) => group['name'] === 'production-operators')?.['attributes']).toEqual({
        domain: 'staging.example.com',
        region: 'eu-central',
        contact: 'night@example.com',
        log_level: 'info',
        on_call: 'office hours',
        teams: ['0: red', '1: blue'],
        addresses: {
          wiki: 'https://wiki.staging.example.com:8080',
          chat: 'https://chat.staging.example.com:8065',
        },
      });
      expect(groups.find((group) => group['name'] === 'production-deputies')?.['parent_name']).toBe(
        'production-operators',
      );
      expect(groups.find((group) => group['name'] === 'production-trainees')?.['attributes']).toEqual({
        max_sessions: 3,
        may_upload: false,
      });
    });

    it('a second tenant leaves the default one as it is', async () => {
      const server = fresh();
      const before = (await list(server, 'core/tenants')).find((tenant) => tenant['default']);
      await converges(server, ['examples/tenant.yaml']);
      const tenants = await list(server, 'core/tenants');
      expect(tenants).toHaveLength(2);
      expect(tenants.find((tenant) => tenant['default'])).toEqual(before);
    });
  });
});
