import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/apply/outcome.ts';
import { createClient } from '../../src/client/create-client.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';

/*
 * Every write of a plan, answered in every way that is not the server's, before and after the server has done
 * it. What the report says is compared with what the server then has: what was applied is there, what failed is
 * not, and the rest is called unknown. The next run does what is left, and there is nothing twice.
 */

const env = { PASSWORD: 'correct-horse' };
const HAS = `version: 1
entries:
- {model: authentik_core.group, identifiers: {name: old}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.group, identifiers: {name: gone}}
- {model: authentik_flows.flow, identifiers: {slug: old}, attrs: {name: Old, title: Old, designation: authorization}}
`;
const WANTS = `version: 1
entries:
- {model: authentik_core.group, identifiers: {name: old}, attrs: {attributes: {a: 2}, is_superuser: true}}
- {model: authentik_core.group, state: absent, identifiers: {name: gone}}
- {model: authentik_core.group, id: staff, identifiers: {name: staff}}
- {model: authentik_flows.flow, id: flow, identifiers: {slug: old}, attrs: {title: New}}
- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, groups: [], password: !Env PASSWORD}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf flow, group: !KeyOf staff, order: 0}}
- {model: authentik_stages_deny.denystage, identifiers: {name: stop}}
`;
const LISTS = ['/core/groups/', '/core/users/', '/policies/bindings/', '/stages/deny/', '/flows/instances/'];
const files = (text: string) => [{ path: 'b.yaml', bytes: Buffer.from(text) }];

type Answer = (done: Response | undefined) => Response | Promise<Response>;
const says = (status: number, body: string | null, type = 'application/json', headers = {}): Answer => {
  return () => new Response(body, { status, headers: { 'content-type': type, ...headers } });
};
const fails = (error: Error): Answer => {
  return () => Promise.reject(error);
};
const reset = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
const timeOut = Object.assign(new Error('too long'), { name: 'TimeoutError' });
const ANSWERS: Readonly<Record<string, Answer>> = {
  '200 {}': says(200, '{}'),
  'an empty 200': says(200, ''),
  '204': says(204, null),
  'a page': says(200, '<html>welcome</html>', 'text/html'),
  'a list': says(200, '[{"id": 1}]'),
  'half of it': says(201, '{"pk": "3f'),
  '500': says(500, 'Server Error', 'text/html'),
  'an empty 405': says(405, '', 'text/html'),
  '502': says(502, 'Bad Gateway', 'text/html'),
  '504': says(504, 'Gateway Timeout', 'text/html'),
  '503 with Retry-After': says(503, '{}', 'application/json', { 'retry-after': '0' }),
  '429 with Retry-After': says(429, '{}', 'application/json', { 'retry-after': '0' }),
  'a reset': fails(reset),
  'a time-out': fails(timeOut),
};

/** What a run has sent: how many writes, and how many of them have set a password. */
interface Sent {
  writes: number;
  passwords: number;
}
const nothing = (): Sent => ({ writes: 0, passwords: 0 });

/** A client whose write number `at` is answered so, once. */
function answering(setup: Setup, at: number, when: string, answer: Answer, sent: Sent): Setup {
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: async (request) => {
      const pass = async (): Promise<Response> => {
        const response = await setup.sandbox.fetch(request.clone());
        if (request.url.includes('set_password') && response.ok) sent.passwords += 1;
        return response;
      };
      if (request.method !== 'GET') sent.writes += 1;
      if (request.method === 'GET' || sent.writes !== at) return pass();
      if (when === 'twice') await pass();
      return answer(when === 'before' ? undefined : await pass());
    },
  });
  return { ...setup, client };
}

const numbers = async ({ client }: Setup): Promise<readonly number[]> =>
  Promise.all(LISTS.map(async (path) => (await client.page(path, { page_size: '100' })).count));
const nameOf = ({ change }: Outcome): string => `${change.action} ${change.model} ${change.key}`;

describe.each([
  ['2023.2', Object.keys(ANSWERS)],
  ['2025.12', ['200 {}', 'a page', '500', '503 with Retry-After', 'a reset']],
] as const)('authentik %s', (release, names) => {
  const open = async () => {
    const setup = await openOn(release);
    expect((await runBlueprints(setup, files(HAS), { env })).stage).toBe('done');
    const start = setup.sandbox.snapshot();
    const count = nothing();
    const whole = answering(setup, Infinity, '', says(500, ''), count);
    expect((await runBlueprints(whole, files(WANTS), { env })).stage).toBe('done');
    return { setup, start, writes: count.writes, wanted: await numbers(setup) };
  };

  test.each(['before', 'after'])('an answer that is not the server’s, %s the write', async (when) => {
    const { setup, start, writes, wanted } = await open();
    expect(writes).toBe(9);
    for (const name of names)
      for (let at = 1; at <= writes; at += 1) {
        const answer = ANSWERS[name] ?? fails(reset);
        setup.sandbox.restore(start);
        const at1 = `${name} ${when} write ${at}`;
        const sent = nothing();
        const ran = await runBlueprints(answering(setup, at, when, answer, sent), files(WANTS), { env });
        const left = new Set(
          writesOf(await planBlueprints(setup, files(WANTS), { env })).map(
            (line) => line.split(':')[0] ?? '',
          ),
        );
        for (const outcome of ran.outcome?.outcomes ?? []) {
          // Nothing tells a 204 to a delete from the server's own.
          if (outcome.state === 'applied' && !(name === '204' && outcome.change.action === 'delete'))
            expect([at1, nameOf(outcome), left.has(nameOf(outcome))]).toEqual([at1, nameOf(outcome), false]);
          if (outcome.state === 'failed' && outcome.made === undefined)
            expect([at1, nameOf(outcome), left.has(nameOf(outcome))]).toEqual([at1, nameOf(outcome), true]);
        }
        const again = await runBlueprints(answering(setup, Infinity, '', answer, sent), files(WANTS), {
          env,
        });
        expect([at1, again.stage, ...(await numbers(setup))]).toEqual([at1, 'done', ...wanted]);
        if (name !== '204') expect([at1, sent.passwords > 0]).toEqual([at1, true]);
        expect([at1, writesOf(await planBlueprints(setup, files(WANTS), { env }))]).toEqual([at1, []]);
      }
  });

  test('a write that is delivered twice is done, or named', async () => {
    const { setup, start, writes, wanted } = await open();
    for (let at = 1; at <= writes; at += 1) {
      setup.sandbox.restore(start);
      const { outcome, diagnostics } = await runBlueprints(
        answering(setup, at, 'twice', (done) => done ?? Response.error(), nothing()),
        files(WANTS),
        { env },
      );
      // A second copy of the first such create looks as if another run were making the same: the run then makes
      // nothing more that could be made twice, and says so.
      const left = outcome?.outcomes.filter(({ state }) => state !== 'applied') ?? [];
      const said = left.flatMap((one) => ('diagnostics' in one ? one.diagnostics : []));
      expect(said).toHaveLength(left.length);
      for (const { message } of said) expect(message).toContain('somebody is making the same');
      const more = (await numbers(setup)).map((number, index) => Math.max(0, number - (wanted[index] ?? 0)));
      const twice = diagnostics.filter(({ code }) => code === 'made-twice');
      expect([at, twice.length]).toEqual([at, more.reduce((one, other) => one + other, 0)]);
      const keys = twice.flatMap(
        ({ message }) => /made (\S+), and the server has (\S+), too/.exec(message)?.slice(1) ?? [],
      );
      expect(new Set(keys).size).toBe(2 * twice.length);
      const codes = (await planBlueprints(setup, files(WANTS), { env })).diagnostics.map(({ code }) => code);
      expect(codes.filter((code) => code === 'identifier-ambiguous').length > 0).toBe(twice.length > 0);
    }
  });

  test('two runs of one plan at once make nothing twice', async () => {
    const { setup, start, wanted } = await open();
    setup.sandbox.restore(start);
    const both = await Promise.all([
      runBlueprints(setup, files(WANTS), { env }),
      planBlueprints(setup, files(WANTS), { env }).then(async () =>
        runBlueprints(setup, files(WANTS), { env }),
      ),
    ]);
    const again = await runBlueprints(setup, files(WANTS), { env });
    expect([both.length, again.stage, ...(await numbers(setup))]).toEqual([2, 'done', ...wanted]);
  });
});
