import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { readInventory } from '../../src/ownership/inventory-document.ts';
import { listen } from '../../src/sandbox/http.ts';
import {
  atTheTransaction,
  blueprint,
  DELETES,
  entries,
  openWorld,
  SECRET,
  USER,
  type World,
} from './world.ts';

/*
 * What a run with --atomic shows and keeps: its plan, approved plans, the lock and the inventory, interruptions, logs.
 */

const PROJECT = 'files: [all.yaml]\nproject: {name: shop, id: 5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90}\n';
/** Signals, as a terminal sends them: every listener hears them until it is gone. */
class Signals {
  readonly #listeners = new Set<(by: 'signal') => void>();
  readonly io: Pick<Io, 'onInterrupt'> = {
    onInterrupt: (act) => {
      this.#listeners.add(act);
      return () => this.#listeners.delete(act);
    },
  };

  send(): Promise<void> {
    for (const act of this.#listeners) act('signal');
    return Promise.resolve();
  }
}
const APPLY = ['apply', '--atomic', '--yes', '--allow-changes', '100'];

/** A new object with a secret, and a blueprint whose object a user comes into. */
const WITH_SECRET =
  '{model: authentik_core.group, identifiers: {name: secret}, attrs: {attributes: {k: !Env PASSWORD}}}';
const CONTENT = 'entries: [{model: authentik_core.group, identifiers: {name: by-server}}]';
const STORED = `{model: authentik_blueprints.blueprintinstance, identifiers: {name: stored}, attrs: {enabled: true, content: "version: 1\\n${CONTENT}\\n"}}`;
const INTO_STORED =
  '{model: authentik_core.user, identifiers: {username: heidi}, attrs: {name: Heidi, groups: [!Find [authentik_core.group, [name, by-server]]]}}';

/** A user and a group that refer to each other, so that one of them is written twice. */
const CIRCLE = [
  '{model: authentik_core.user, id: u, identifiers: {username: ivan}, attrs: {name: Ivan, groups: [], password: !Env PASSWORD}}',
  '{model: authentik_core.group, id: g, identifiers: {name: circle}, attrs: {attributes: {owner: !KeyOf u}}}',
  '{model: authentik_core.user, identifiers: {username: ivan}, attrs: {attributes: {group: !KeyOf g}}}',
];

interface Report {
  readonly digest: string;
  readonly changes: readonly {
    readonly key: string;
    readonly step?: string;
    readonly afterwards?: string;
    readonly outcome?: string;
  }[];
  readonly diagnostics: readonly { readonly code: string }[];
}

describe.each(['2023.2', '2026.8'])('with authentik %s', (release) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(release);
  }, 60_000);
  afterAll(() => world.close());
  beforeEach(() => {
    world.sandbox.restore(world.base);
    world.proxy.start(() => undefined);
    world.write('all.yaml', blueprint([...entries(6), USER, ...DELETES]));
    world.write('ak-blueprint.yaml', PROJECT);
  });

  /** What the inventory says of the objects that the project made or adopted. */
  const rows = (): readonly {
    readonly key: string;
    readonly open?: string | undefined;
    readonly pending?: readonly string[] | undefined;
  }[] => {
    const instance = world.sandbox
      .export()
      .rows.find(({ values }) => values['name'] === 'ak-blueprint: shop');
    const read = readInventory(instance?.values['context'] ?? null);
    return read.kind === 'read' ? read.inventory.rows : [];
  };
  const nothingLeft = async (): Promise<void> => {
    const plan = await world.run(['plan', '--detailed-exitcode']);
    expect(plan.code, plan.out + plan.err).toBe(0);
  };

  test('the plan shows what goes where, the inventory has what was made, and deletes are pruned', async () => {
    const ran = await world.run(APPLY);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(ran.out).toContain('In one transaction, all or nothing:');
    expect(ran.out).toContain(
      'authentik_core.user grace, the rest of it: password has an endpoint of its own',
    );
    expect(
      rows().filter(({ key, open, pending }) => key === '' || open !== undefined || pending !== undefined),
    ).toEqual([]);
    expect(rows()).toHaveLength(7);
    world.write('all.yaml', blueprint([...entries(5), USER]));
    const pruned = await world.run([...APPLY, '--prune', '--format', 'json']);
    expect(pruned.code, pruned.out + pruned.err).toBe(0);
    const { changes } = JSON.parse(pruned.out) as Report;
    expect(changes.map(({ step, outcome }) => [step, outcome])).toEqual([
      [release === '2023.2' ? 'afterwards' : 'transaction', 'applied'],
    ]);
    expect(rows()).toHaveLength(6);
    await nothingLeft();
  });

  test('a blueprint that the server applies comes after a transaction with secrets', async () => {
    world.write('all.yaml', blueprint([WITH_SECRET, STORED, INTO_STORED]));
    const ran = await world.run(APPLY);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(ran.out).toContain('3 applied, 0 failed');
    await nothingLeft();
  });

  test('a second write of a new user does not take the mark away before the password is set', async () => {
    world.write('all.yaml', blueprint(CIRCLE));
    const ran = await world.run([...APPLY, '--format', 'json']);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const { changes } = JSON.parse(ran.out) as Report;
    expect(changes.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['transaction', 'applied'],
      ['transaction', 'applied'],
      ['afterwards', 'applied'],
    ]);
    const ivan = world.sandbox.export().rows.find(({ values }) => values['username'] === 'ivan');
    expect(ivan?.values['password']).toBe(`set:${SECRET.length}`);
    await nothingLeft();
  });

  test('a run that is killed between the transaction and the rest is finished by the next one', async () => {
    const signals = new Signals();
    world.proxy.start(
      atTheTransaction({
        done: 1,
        heard: { kind: 'answer', of: 0 },
        after: () => signals.send().then(() => signals.send()),
      }),
    );
    const killed = await world.run(APPLY, signals.io);
    expect(killed.code, killed.out + killed.err).toBe(130);
    expect(world.uploads()).toBe(1);
    expect(rows().some(({ open }) => open === 'create')).toBe(true);
    world.proxy.start(() => undefined);
    const next = await world.run([...APPLY, '--break-lock']);
    expect(next.code, next.out + next.err).toBe(0);
    expect(world.uploads()).toBe(0);
    expect(
      rows().filter(({ key, open, pending }) => key === '' || open !== undefined || pending !== undefined),
    ).toEqual([]);
    const grace = world.sandbox.export().rows.find(({ values }) => values['username'] === 'grace');
    expect(grace?.values).toMatchObject({ password: `set:${SECRET.length}`, attributes: {} });
    await nothingLeft();
  });

  test('Ctrl-C while the transaction runs: it is waited for and said, and nothing of the rest is begun', async () => {
    const signals = new Signals();
    world.proxy.start(
      atTheTransaction({
        done: 1,
        heard: { kind: 'answer', of: 0 },
        before: () => signals.send(),
      }),
    );
    const ran = await world.run(APPLY, signals.io);
    expect(ran.code, ran.out + ran.err).toBe(130);
    expect(ran.err).toMatch(
      /Stopping: nothing new is started\. Waiting for at most \d+ s for what is in flight/,
    );
    expect(ran.out).toContain('created authentik_core.user grace, but not all of it was done');
    expect(ran.out).toMatch(/✓ created \S+ policy-0/);
    expect(
      world.proxy.writes.filter(({ label }) => /set_password|DELETE \/(core|policies)/.test(label)),
    ).toEqual([]);
    world.proxy.start(() => undefined);
    expect((await world.run(APPLY)).code).toBe(0);
    await nothingLeft();
  });

  test('an approved plan of which one change has moved is not made at all', async () => {
    expect((await world.run(['plan', '--out', 'plan.json'])).code).toBe(0);
    const digest = (JSON.parse((await world.run(['plan', '--format', 'json'])).out) as Report).digest;
    const headers = { authorization: `Bearer ${world.sandbox.token}`, 'content-type': 'application/json' };
    const made = await world.sandbox.respond('POST', '/api/v3/core/groups/', headers, '{"name": "new-1"}');
    expect(made.status).toBe(201);
    const before = world.dump();
    for (const args of [['plan.json'], ['--expect', digest]]) {
      const ran = await world.run(['apply', '--atomic', '--lock', 'none', ...args]);
      expect([ran.code, world.uploads()], ran.out + ran.err).toEqual([5, 0]);
      expect(ran.err).toContain('Nothing was changed.');
    }
    expect(world.dump() === before).toBe(true);
  });

  test('a plan that was saved is made in one transaction', async () => {
    expect((await world.run(['plan', '--out', 'plan.json'])).code).toBe(0);
    const ran = await world.run(['apply', '--atomic', 'plan.json']);
    expect([ran.code, world.uploads()], ran.out + ran.err).toEqual([0, 1]);
    await nothingLeft();
  });

  test('what is protected is left alone, and the rest is made', async () => {
    world.write(
      'all.yaml',
      blueprint([
        ...entries(3),
        '{model: authentik_core.group, identifiers: {name: authentik Admins}, attrs: {is_superuser: false}}',
      ]),
    );
    const ran = await world.run(APPLY);
    expect([ran.code, world.uploads()], ran.out + ran.err).toEqual([6, 1]);
    expect(ran.out).toContain('Left as they are:');
  });

  test('too many changes, and --on-error undo, are refused before anything is done', async () => {
    const before = world.dump();
    const many = await world.run([...APPLY, '--atomic-limit', '3']);
    expect([many.code, many.out + many.err]).toEqual([
      1,
      expect.stringMatching(/at most 3 may \(atomic-too-many\)/),
    ]);
    expect((await world.run([...APPLY, '--on-error', 'undo'])).code).toBe(3);
    expect(world.dump() === before).toBe(true);
  });

  test('no log has the values that are sent', async () => {
    const ran = await world.run([
      ...APPLY,
      '--log-file',
      join(world.folder, 'run.log'),
      '--record',
      join(world.folder, 'run.record'),
      '--verbose',
    ]);
    expect(ran.code).toBe(0);
    const texts = ['run.log', 'run.record'].map((name) => readFileSync(join(world.folder, name), 'utf8'));
    expect(texts[1]).toContain('/import/');
    for (const text of [ran.out, ran.err, ...texts]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('entry-0');
    }
  });
});

test('on 2026.5 the rights on each model are enough, and a missing one is named', async () => {
  const world = await openWorld('2026.5');
  const { sandbox } = world;
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await sandbox.respond('POST', `/api/v3${path}`, headers, JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`${path}: ${answer.body}`);
    return answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>);
  };
  const { pk: role } = await post('/rbac/roles/', { name: 'makers' });
  const { pk: user } = await post('/core/users/', {
    username: 'maker',
    name: 'Maker',
    roles: [role],
    groups: [],
  });
  await post('/core/tokens/', { identifier: 'maker', user, intent: 'api', expiring: false });
  await post('/core/tokens/maker/set_key/', { key: 'maker-key-1234567890' });
  const assign = (permissions: string[]): Promise<unknown> =>
    post(`/rbac/permissions/assigned_by_roles/${String(role)}/assign/`, { permissions });
  const all = (model: string): string[] =>
    ['view', 'add', 'change', 'delete'].map((verb) => model.replace('.', `.${verb}_`));
  await assign([...all('authentik_core.group'), 'authentik_blueprints.add_blueprintinstance']);
  world.write('all.yaml', blueprint(entries(2)));
  // Of the API, the sandbox shows lists to superusers: only the import is sent by the other one.
  const maker = { authorization: 'Bearer maker-key-1234567890' };
  const server = await listen(
    (method, url, sent, body) =>
      sandbox.respond(method, url, url.includes('/import/') ? { ...sent, ...maker } : sent, body),
    0,
  );
  const run = (): ReturnType<World['run']> =>
    world.run(
      ['apply', '--atomic', '--yes', '--lock', 'none', 'all.yaml'],
      {},
      { AUTHENTIK_URL: server.url },
    );
  const refused = await run();
  expect([refused.code, refused.err], refused.out).toEqual([
    1,
    expect.stringContaining('authentik_policies_expression.expressionpolicy'),
  ]);
  expect(refused.err).toContain('Nothing was changed.');
  await assign(all('authentik_policies_expression.expressionpolicy'));
  const made = await run();
  expect(made.code, made.out + made.err).toBe(0);
  await server.close();
  await world.close();
});
