import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { type LaterCase, laterCases } from './later-cases.ts';
import { openOn, planBlueprints, runBlueprints, policyFor, writesOf, type Ran } from './run-case.ts';
import { dumpDifferences, readLists, recordedLists, stateDump } from './state-dump.ts';
import { listedCases } from './table.ts';

const RELEASE = '2025.12.4';
const TARGET = '2025.12';
const listed = listedCases(TARGET);

/** Cases that a second run must refuse: what must be made by this run is there already. */
const AGAIN: Readonly<Record<string, readonly string[]>> = { probe__state_must_created: ['plan'] };

/** How a case ended, beside what the importer of this release said of it. */
async function classifyLater(one: LaterCase): Promise<{
  readonly why: string;
  readonly ran: Ran;
  readonly restless: readonly string[];
  readonly planWrites: number;
}> {
  const setup = await openOn(TARGET, shared(`data/state/${RELEASE}`));
  for (const content of one.before)
    await runBlueprints(setup, [{ path: 'before.yaml', bytes: Buffer.from(content) }]);
  setup.requests.length = 0;
  const policy = policyFor(one.name, setup.catalog);
  const options = { context: one.context, readFile: () => 'text', policy };
  const ran = await runBlueprints(setup, [one], options);
  const writes = setup.requests.filter((request) => !request.startsWith('GET ')).length;
  const again = ran.stage === 'done' ? await planBlueprints(setup, [one], options) : undefined;
  return {
    why: differs(one, ran),
    ran,
    restless: again ? [...(again.stage === 'done' ? [] : [again.stage]), ...writesOf(again)] : [],
    planWrites: ran.stage === 'validate' || ran.stage === 'plan' ? writes : 0,
  };
}

function differs(one: LaterCase, ran: Ran): string {
  const errors = ran.diagnostics.filter(({ severity }) => severity === 'error');
  if (one.ok)
    return ran.stage === 'done'
      ? ''
      : `the importer takes it, we refuse it (${ran.stage}): ${errors.map(({ code, message }) => `${code} ${message}`).join('; ')}`;
  if (ran.stage === 'done') return `the importer refuses it (${one.message.slice(0, 200)}), we do it`;
  const at = errors.map(({ entry }) => entry?.index);
  return one.refused.length === 0 || at.some((index) => index === undefined || one.refused.includes(index))
    ? ''
    : `refused at entry ${at.join(', ')} instead of ${one.refused.join(', ')}: ${errors[0]?.message ?? ''}`;
}

describe.skipIf(!hasShared)(`what the importer of ${RELEASE} says`, () => {
  const cases = hasShared ? laterCases(RELEASE) : [];
  for (const [title, prefix] of [
    ['of its own blueprints', 'own2025__'],
    ['of the fixtures', 'fixture__'],
    ['of the probes', 'probe__'],
    ["of the community's blueprints", 'community__'],
  ] as const) {
    describe(title, () => {
      const counts = { same: 0, better: 0, 'cannot over REST': 0, different: 0 };
      test.each(cases.filter(({ name }) => name.startsWith(prefix)).map((one) => [one.name, one] as const))(
        '%s',
        async (name, one) => {
          const { why, restless, planWrites } = await classifyLater(one);
          const kind = why === '' ? 'same' : (listed.get(name) ?? 'different');
          counts[kind] += 1;
          expect(kind, why).not.toBe('different');
          if (why === '')
            expect(
              listed.get(name),
              'stands in the table of differences, but does not differ',
            ).toBeUndefined();
          expect(planWrites).toBe(0);
          expect(restless).toEqual(AGAIN[name] ?? []);
        },
      );
      afterAll(() =>
        console.log(
          `${RELEASE}, ${title.replace('of ', '')}: ${counts.same} same, ${counts.better} better (listed), ${counts['cannot over REST']} cannot over REST (listed), ${counts.different} different`,
        ),
      );
    });
  }
});

describe.skipIf(!hasShared)(`the blueprints of ${RELEASE} on a bare server`, () => {
  const folder = (name: string): { path: string; bytes: Buffer }[] =>
    readdirSync(shared(`data/blueprints/${RELEASE}/${name}`))
      .sort()
      .map((file) => ({
        path: `${name}/${file}`,
        bytes: readFileSync(shared(`data/blueprints/${RELEASE}/${name}/${file}`)),
      }));

  test('give what a real server has after them, and come to rest', async () => {
    const setup = await openOn(TARGET);
    const files = [...folder('system'), ...folder('default')];
    const ran = await runBlueprints(setup, files);
    expect([
      ran.stage,
      ...ran.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ]).toEqual(['done']);
    expect(writesOf(await planBlueprints(setup, files))).toEqual([]);
    // The server's own discovery makes these of files, whatever the files do; events happen, and its worker
    // makes the schedules.
    const leftOut = new Set([
      'authentik_blueprints.blueprintinstance',
      'authentik_events.event',
      'authentik_tasks_schedules.schedule',
    ]);
    const recorded = stateDump(recordedLists(RELEASE), setup.catalog, leftOut);
    expect(
      dumpDifferences(
        stateDump(await readLists(setup.client, setup.catalog), setup.catalog, leftOut),
        recorded,
      ),
    ).toEqual([
      // Where the recorded server was installed otherwise than the sandbox, and what its worker made for the
      // embedded outpost.
      'missing: authentik_core.token ak-outpost-b68dce07-ccc5-42d1-a48f-3e69cec07293-api',
      expect.stringMatching(/^authentik_core.token authentik-bootstrap-token expires: null instead of/),
      'missing: authentik_core.user ak-outpost-b68dce07ccc542d1a48f3e69cec07293',
      expect.stringMatching(/^authentik_core.user akadmin email: /),
      'missing: authentik_rbac.role ak-managed-role--user-4',
    ]);
  });
});
