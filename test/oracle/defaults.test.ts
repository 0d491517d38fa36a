import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { baseState, casesOf } from './cases.ts';
import { type Dump, diffDumps, dumpSandbox, stable } from './dump.ts';
import { runBlueprints, standOn, writesOf } from './run-case.ts';
import { runs } from '../random-cases.ts';

const folder = (name: string): { path: string; bytes: Buffer }[] =>
  readdirSync(shared(`data/blueprints/2023.2.3/${name}`))
    .sort()
    .map((file) => ({
      path: `${name}/${file}`,
      bytes: readFileSync(shared(`data/blueprints/2023.2.3/${name}/${file}`)),
    }));

describe.skipIf(!hasShared)("authentik's own default blueprints together", () => {
  test('give what the importer gives, in whatever order the files come, and come to rest', async () => {
    const expected = casesOf('defaults-on-bare-instantiated')[0]?.diff;
    const files = [...folder('system'), ...folder('default')];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length }),
        async (order) => {
          const setup = standOn('bare');
          const before = await dumpSandbox(setup.sandbox, 'boottoken');
          const ran = await runBlueprints(setup, order);
          expect(ran.diagnostics.filter((finding) => finding.severity !== 'info')).toEqual([]);
          expect(ran.stage).toBe('done');
          expect(stable(clean(diffDumps(before, await dumpSandbox(setup.sandbox, 'boottoken'))))).toBe(
            stable(clean(expected)),
          );
          expect(writesOf(await runBlueprints(setup, order))).toEqual([]);
        },
      ),
      { numRuns: runs(8) },
    );
  });

  test('then the examples on top, named one by one', async () => {
    const setup = standOn('bare');
    const before = await dumpSandbox(setup.sandbox, 'boottoken');
    expect((await runBlueprints(setup, [...folder('system'), ...folder('default')])).stage).toBe('done');
    // One after the other, as the importer did: two of them change the same flow.
    for (const file of folder('example'))
      expect((await runBlueprints(setup, [file])).stage, file.path).toBe('done');
    expect(stable(clean(diffDumps(before, await dumpSandbox(setup.sandbox, 'boottoken'))))).toBe(
      stable(clean(casesOf('defaults-on-bare').find((one) => one.name === 'defaults-on-bare')?.diff)),
    );
    expect(writesOf(await runBlueprints(setup, folder('example')))).toEqual([]);
  });

  test('cost a plan one list call a model and page, and three more; a second apply writes nothing', async () => {
    const setup = standOn('bare');
    const files = [...folder('system'), ...folder('default')];
    await runBlueprints(setup, files);
    setup.requests.length = 0;
    const again = await runBlueprints(setup, files);
    expect(again.outcome?.outcomes).toEqual([]);
    expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
    const lists = setup.requests.filter((request) => request !== 'GET /api/v3/core/users/me/');
    expect(new Set(lists).size).toBe(lists.length);
    expect(setup.requests.length - new Set(lists).size).toBeLessThanOrEqual(3);
  });
});

describe.skipIf(!hasShared)('a dump', () => {
  test('of a sandbox that starts from a recorded state is that state', async () => {
    const state = baseState('fresh');
    expect(stable(withoutEmpty(await dumpSandbox(standOn('fresh').sandbox, 'boottoken')))).toBe(
      stable(withoutEmpty(state)),
    );
  });

  test("is what the oracle's own program prints", async ({ skip }) => {
    try {
      execFileSync('python3', ['--version']);
    } catch {
      skip('python3 is not on this machine');
    }
    const { sandbox } = standOn('fresh');
    const server = await sandbox.listen();
    try {
      const { execFile } = await import('node:child_process');
      const printed = await new Promise<string>((done, fail) => {
        execFile(
          'python3',
          [shared('tools/rest_dump.py'), '--url', server.url, '--token', 'boottoken'],
          { maxBuffer: 100_000_000 },
          (error, out) => (error ? fail(new Error(error.message)) : done(out)),
        );
      });
      expect(stable(await dumpSandbox(sandbox, 'boottoken'))).toBe(stable(JSON.parse(printed)));
    } finally {
      await server.close();
    }
  });
});

function withoutEmpty(dump: Dump): Dump {
  return Object.fromEntries(Object.entries(dump).filter(([, rows]) => Object.keys(rows).length > 0));
}

function clean(diff: Record<'created' | 'updated' | 'deleted', Dump> | undefined): unknown {
  return Object.fromEntries(
    Object.entries(diff ?? {}).map(([kind, models]) => [
      kind,
      withoutEmpty(
        Object.fromEntries(
          Object.entries(models).filter(([model]) => model !== 'authentik_blueprints.blueprintinstance'),
        ),
      ),
    ]),
  );
}
