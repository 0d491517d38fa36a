import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FAULTS } from '../faults/kinds.ts';
import { WHOLE } from '../random-cases.ts';
import { atTheTransaction, blueprint, DELETES, entries, openWorld, USER, type World } from './world.ts';

/*
 * A transaction whose answer is lost, is none, or comes twice: what is said of it is what the server has, it is sent once,
 * and the next run does what is left.
 */

/** What is said where the server has not made it: it has failed, or nobody can tell. */
const FAILED = new Set(['500-before']);
/** Each release with the kinds that are always tried. */
const RELEASES: readonly (readonly [release: string, kinds: readonly string[]])[] = [
  ['2023.2', ['reset-before', 'reset-after', '500-before', 'html-not-done']],
  ['2026.8', ['504-after', 'cut-body', 'twice-second']],
];
const ARGS = ['apply', '--atomic', '--yes', '--lock', 'none', '--allow-changes', '100', '--format', 'json'];

interface Report {
  readonly changes: readonly { readonly key: string; readonly step?: string; readonly outcome?: string }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  readonly summary: {
    readonly applied?: number;
    readonly failed?: number;
    readonly unknown?: number;
    readonly skipped?: number;
  };
}

describe.each(RELEASES)('with authentik %s', (release, kinds) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(release);
    world.write('all.yaml', blueprint([...entries(12), USER, ...DELETES]));
  }, 60_000);
  afterAll(() => world.close());
  beforeEach(() => world.sandbox.restore(world.base));

  const run = async (...more: string[]): Promise<{ code: number; report: Report; text: string }> => {
    const { code, out, err } = await world.run([...ARGS, ...more, 'all.yaml']);
    return { code, report: JSON.parse(out) as Report, text: out + err };
  };
  /** The next run does what is left, and nothing twice. */
  const converges = async (): Promise<void> => {
    world.proxy.start(() => undefined);
    const next = await run();
    expect(next.code, next.text).toBe(0);
    expect((await world.run(['plan', '--detailed-exitcode', 'all.yaml'])).code).toBe(0);
    const names = world.sandbox
      .export()
      .rows.map(({ model, values }) => JSON.stringify([model, values['name'], values['order']]));
    const ours = names.filter((name) => /new-|policy-|"order":/.test(name));
    expect(new Set(ours).size).toBe(ours.length);
  };

  test.each(WHOLE ? Object.keys(FAULTS) : kinds)('%s', async (kind) => {
    const fault = FAULTS[kind];
    if (!fault) throw new Error(kind);
    const before = world.dump();
    world.proxy.start(atTheTransaction(fault));
    const silent = fault.heard.kind === 'silence' ? ['--timeout', '3'] : [];
    const { code, report, text } = await run('--wait', '1', ...silent);
    expect(world.uploads()).toBe(1);
    if (fault.done > 0) {
      expect([code, report.summary.failed, report.summary.unknown], text).toEqual([0, 0, 0]);
    } else {
      expect(world.dump() === before).toBe(true);
      expect(code).toBe(1);
      expect([...new Set(report.diagnostics.map((one) => one.code))]).toEqual([
        FAILED.has(kind) ? 'import-failed' : 'change-unknown',
      ]);
      const together = report.changes.filter(({ step }) => step === 'transaction');
      expect(new Set(together.map(({ outcome }) => outcome))).toEqual(
        new Set([FAILED.has(kind) ? 'failed' : 'unknown']),
      );
      expect(proxyWrites(world)).toEqual(['import']);
    }
    await converges();
  });

  test.runIf(WHOLE || release === '2023.2')(
    'what the server only says it has made is not made over the API either, and no delete comes after it',
    async () => {
      const before = world.dump();
      const body = '{"success": true, "logs": []}';
      world.proxy.start(
        atTheTransaction({ done: 0, heard: { kind: 'other', status: 200, type: 'application/json', body } }),
      );
      const { code, report, text } = await run();
      const together = report.changes.filter(({ step }) => step === 'transaction');
      expect([code, report.summary.applied, report.summary.failed], text).toEqual([1, 0, together.length]);
      expect(new Set(report.diagnostics.map((one) => one.code))).toEqual(new Set(['answer-differs']));
      expect(proxyWrites(world)).toEqual(['import']);
      expect(world.dump() === before).toBe(true);
      await converges();
    },
  );

  test.runIf(WHOLE || release === '2026.8')(
    'what a mark stands for is written with --secrets never, too: the object is new',
    async () => {
      world.write('marked.yaml', blueprint([USER]));
      world.proxy.start(() => undefined);
      const { code, out } = await world.run([...ARGS, '--secrets', 'never', 'marked.yaml']);
      expect(code, out).toBe(0);
      expect(proxyWrites(world)).toEqual([
        'import',
        'POST /core/users/<grace>/set_password/',
        'PATCH /core/users/<grace>/',
      ]);
    },
  );

  test.runIf(WHOLE || release === '2026.8')(
    'a mark that somebody takes away meanwhile is said, as what it stood for is not written',
    async () => {
      world.write('marked.yaml', blueprint([USER]));
      const overwrite = async (): Promise<void> => {
        const grace = world.sandbox.export().rows.find(({ values }) => values['username'] === 'grace');
        await fetch(`${world.proxy.url}/api/v3/core/users/${String(grace?.pk)}/`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${world.sandbox.token}`, 'content-type': 'application/json' },
          body: '{"attributes": {}}',
        });
      };
      world.proxy.start(atTheTransaction({ done: 1, heard: { kind: 'answer', of: 0 }, after: overwrite }));
      const { code, out } = await world.run([...ARGS, 'marked.yaml']);
      const { changes, diagnostics } = JSON.parse(out) as Report;
      expect([code, changes.map(({ outcome }) => outcome)], out).toEqual([1, ['failed']]);
      expect(diagnostics.map((one) => one.code)).toEqual(['answer-differs']);
    },
  );

  test.runIf(WHOLE || release === '2023.2')(
    'a commit that comes after the answer is lost is waited for',
    async () => {
      world.proxy.start(
        atTheTransaction({
          done: 0,
          heard: { kind: 'reset' },
          late: (send) => void setTimeout(() => void send(), 700),
        }),
      );
      const { code, report, text } = await run();
      expect([code, report.summary.unknown], text).toEqual([0, 0]);
      expect(world.uploads()).toBe(1);
      await converges();
    },
  );

  test.runIf(WHOLE || release === '2026.8')(
    'one that comes after that is unknown, and is not done a second time',
    async () => {
      let commit = (): Promise<unknown> => Promise.resolve();
      world.proxy.start(
        atTheTransaction({ done: 0, heard: { kind: 'reset' }, late: (send) => void (commit = send) }),
      );
      const { code, report } = await run('--wait', '1');
      expect([code, report.diagnostics[0]?.code]).toEqual([1, 'change-unknown']);
      expect(report.diagnostics[0]?.hint).toMatch(
        /may still be at it; it was not sent again: wait .*, then plan again/,
      );
      await commit();
      await converges();
    },
  );
});

function proxyWrites({ proxy }: World): string[] {
  return proxy.writes.map(({ label }) => label.replace(/^POST .*import.*$/, 'import'));
}
