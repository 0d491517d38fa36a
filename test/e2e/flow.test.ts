import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, ROOT, startSandbox } from './binary.ts';

const SLUG = 'default-authentication-flow';
const FIRST = 'version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: first}}\n';
let folder: string;
let from: Awaited<ReturnType<typeof startSandbox>>;
let to: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-flow-'));
  [from, to] = await Promise.all([startSandbox('--seed', 'default'), startSandbox()]);
});

afterAll(async () => {
  await Promise.all([from.stop(), to.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('flow export', () => {
  test('gives a blueprint of the flow and what hangs on it, which is what the server has', async () => {
    const out = join(folder, 'login.yaml');
    expect(await ak(['flow', 'export', SLUG, '--raw', '--out', out], { env: from.env })).toMatchObject({
      code: 0,
      out: '',
      err: `Wrote ${out}.\n`,
    });
    const piped = await ak(['flow', 'export', SLUG, '--raw'], { env: from.env });
    const models = (text: string): string[] =>
      [...text.matchAll(/^ {4}model: (.*)$/gm)].map((match) => match[1] ?? '');
    expect(models(piped.out)).toEqual(models(readFileSync(out, 'utf8')));
    expect(new Set(models(piped.out))).toContain('authentik_flows.flowstagebinding');
    const planned = await ak(['flow', 'import', out, '--yes'], { env: from.env });
    // The sandbox has our login flow, and an instance of authentik's, which sets some fields to something else.
    const warnings = planned.err.split('\n').filter((line) => /^\S+:\d+:\d+ /.test(line));
    expect([planned.code, warnings.filter((line) => !line.endsWith('(other-writer)'))]).toEqual([0, []]);
    expect(planned.out).toMatch(/^Nothing to do: 9 objects are as the blueprints say\./m);
  });

  test('of a flow that is not there names the nearest, and all when none is near', async () => {
    expect(await ak(['flow', 'export', 'default-authentification-flow'], { env: from.env })).toMatchObject({
      code: 3,
      out: '',
      err: 'error: the server has no flow default-authentification-flow\n  hint: did you mean default-authentication-flow?\n',
    });
    expect((await ak(['flow', 'export', 'x'], { env: from.env })).err).toMatch(
      /it has default-authentication-flow, /,
    );
  });
});

describe('flow import', () => {
  const entry = (name: string, attrs = '{}'): string =>
    `version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: ${name}}, attrs: ${attrs}}\n`;

  test('brings a flow to another server, whole, and a second time there is nothing to do', async () => {
    const path = file(
      'mine.yaml',
      [
        'version: 1',
        'entries:',
        '- {model: authentik_flows.flow, identifiers: {pk: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f01, slug: mine}, attrs: {name: Mine, title: Mine, designation: authentication}}',
        '- {model: authentik_stages_dummy.dummystage, identifiers: {pk: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f02, name: mine}, attrs: {}}',
        '- {model: authentik_flows.flowstagebinding, identifiers: {pk: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f03, target: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f01, stage: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f02, order: 10}}',
        '',
      ].join('\n'),
    );
    const first = await ak(['flow', 'import', path, '--yes', '--format', 'json'], { env: to.env });
    const told = JSON.parse(first.out) as {
      diagnostics: unknown[];
      summary: Record<string, number>;
      changes: { outcome: string }[];
      requests: { byMethod: Record<string, number> };
    };
    expect([first.code, told.diagnostics, told.summary['applied'], told.requests.byMethod['POST']]).toEqual([
      0,
      [],
      3,
      // The lock, the trace that a run leaves for others, and the file.
      3,
    ]);
    expect((await ak(['flow', 'import', path, '--yes'], { env: to.env })).out).toMatch(/^Nothing to do/m);
    const exported = await ak(['flow', 'export', 'mine', '--raw'], { env: to.env });
    expect(exported.out).toContain('pk: 6dfa2c0c-2d5b-4a0e-8b0a-3d1a5a1c0f03');
  });

  test.each(['2026.2', '2026.8'])(
    'of %s, which has it at another path, works alike',
    async (target) => {
      const path = file('later.yaml', entry('later'));
      const store = join(folder, `${target}.json`);
      const run = (...args: string[]) => ak([...args, '--sandbox', '--target', target, '--store', store]);
      const made = await run('flow', 'import', path, '--yes');
      expect([made.code, made.err]).toEqual([0, '']);
      expect((await run('plan', path)).out).toMatch(/^Nothing to do/m);
    },
    60_000,
  );

  test('takes standard input, and shows the plan before it asks', async () => {
    const asked = await ak(['flow', 'import', '-'], { env: to.env, stdin: entry('piped') });
    expect(asked.code).toBe(3);
    expect(asked.out).toMatch(/\+ authentik_core\.group {2}piped/);
    expect(asked.err).toContain('use --yes to import without a question');
    expect(await ak(['flow', 'import', '--yes', '-'], { env: to.env, stdin: entry('piped') })).toMatchObject({
      code: 0,
      err: '',
    });
  });

  test('keeps nothing when one entry is refused', async () => {
    const path = file(
      'bad.yaml',
      `${FIRST}- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: wrong}, attrs: {expression: "if True\\n    return True"}}\n`,
    );
    const refused = await ak(['flow', 'import', path, '--yes'], { env: to.env });
    expect(refused.code).toBe(1);
    const again = await ak(['plan', path, '--format', 'json'], { env: to.env });
    expect(
      (JSON.parse(again.out) as { changes: { action: string }[] }).changes.map(({ action }) => action),
    ).not.toContain('noop');
  });

  test('does not change what is protected, since the importer would', async () => {
    const path = file(
      'tenant.yaml',
      'version: 1\nentries:\n- {model: authentik_tenants.tenant, identifiers: {domain: authentik-default}, attrs: {branding_title: Mine}}\n',
    );
    const stopped = await ak(['flow', 'import', path, '--yes'], { env: from.env });
    expect([stopped.code, stopped.err]).toEqual([6, expect.stringContaining('nothing was imported')]);
  });

  test('refuses what it cannot pass on', async () => {
    const path = file('context.yaml', entry('x'));
    expect((await ak(['flow', 'import', path, '--yes', '--context', 'a=b'], { env: to.env })).code).toBe(3);
    expect((await ak(['flow', 'import', folder, '--yes'], { env: to.env })).code).toBe(3);
    expect((await ak(['flow', 'import', path, join(ROOT, 'README.md')], { env: to.env })).code).toBe(3);
  });
});

test('what the importer of 2025.12 logs stands in the notes, at the entry that it refuses', async () => {
  const later = await startSandbox('--target', '2025.12');
  try {
    const path = file(
      'logged.yaml',
      `${FIRST}- {model: authentik_core.token, identifiers: {identifier: wrong}, attrs: {intent: app_password, expires: 2099-01-01T00:00:00Z}}\n`,
    );
    const refused = await ak(['flow', 'import', path, '--yes', '--format', 'json'], {
      env: later.env,
      cwd: folder,
    });
    const { diagnostics } = JSON.parse(refused.out) as {
      diagnostics: { code: string; notes?: { message: string }[]; range?: { start: { line: number } } }[];
    };
    expect([refused.code, diagnostics.map(({ code }) => code)]).toEqual([1, ['import-failed']]);
    expect(diagnostics[0]?.notes?.[0]?.message).toMatch(
      /^the server says: .*[Ee]ntry invalid: Serializer errors .*exceeds maximum lifetime/,
    );
    expect(diagnostics[0]?.range?.start.line).toBe(4);
  } finally {
    await later.stop();
  }
});
