import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

/* A plan that locks superusers out is shown, and stopped until the command line says that it is meant. */

const DENY = `version: 1
entries:
  - {model: authentik_stages_deny.denystage, id: closed, identifiers: {name: closed}}
  - model: authentik_flows.flowstagebinding
    identifiers:
      target: !Find [authentik_flows.flow, [slug, default-authentication-flow]]
      stage: !KeyOf closed
      order: 5
`;

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox('--seed', 'default');
});
afterAll(() => sandbox.stop());

test('plan and apply end with 6, and nothing is written; --allow-lockout lets it pass', async () => {
  const { env } = sandbox;
  const run = (...args: string[]): ReturnType<typeof ak> => ak([...args, '-'], { env, stdin: DENY });
  const planned = await run('plan');
  expect(planned.code).toBe(6);
  expect(planned.out).toContain('+ authentik_stages_deny.denystage');
  expect(planned.err).toContain(
    'error no superuser could sign in any more: flow default-authentication-flow, stage closed (order 5)',
  );
  expect(planned.err).toContain('--allow-lockout');
  const stopped = await run('apply', '--yes');
  expect(stopped.code).toBe(6);
  // Still to be done: nothing of it was.
  expect((await run('plan', '--allow-lockout', '--detailed-exitcode')).code).toBe(2);
  expect((await run('apply', '--yes', '--allow-lockout')).code).toBe(0);
  // Now it is so, and a plan that leaves it is stopped no more.
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
}, 60_000);
