import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import outputSchema from '../../schemas/plan-output-1.json' with { type: 'json' };
import { ak, startSandbox } from './binary.ts';

/* Blueprints that a server stores and applies, from the command line: shown, protected, and done once. */

const INSTANCE = 'authentik_blueprints.blueprintinstance';
const ADMINS = 'authentik Admins';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-contents-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file with an instance that stores these entries, and gives its path. */
function storing(name: string, entries: string): string {
  const path = join(folder, `${name}.yaml`);
  const content = `version: 1\nentries:\n${entries}`.split('\n').map((line) => `      ${line}`);
  writeFileSync(
    path,
    `version: 1\nentries:\n- model: ${INSTANCE}\n  identifiers: {name: ${name}}\n  attrs:\n    content: |\n${content.join('\n')}\n`,
  );
  return path;
}

interface Report {
  readonly changes: readonly {
    action: string;
    key: string;
    byServer?: string;
    line: number;
    leftAlone?: true;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

describe.each(['2023.2', '2025.12'])('a stored blueprint of %s', (release) => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  beforeAll(async () => {
    sandbox = await startSandbox('--target', release);
  }, 60_000);
  afterAll(() => sandbox.stop());

  const run = (...args: string[]) => ak(args, { env: sandbox.env, cwd: folder });
  const users = async (group: string): Promise<unknown> => {
    const answer = await fetch(`${sandbox.url}/api/v3/core/groups/?name=${encodeURIComponent(group)}`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    const { results } = (await answer.json()) as { results: readonly { users: unknown }[] };
    return results[0]?.users;
  };

  test('that empties the group of administrators is not stored, and exit 6 says so', async () => {
    const path = storing(
      'evil',
      `- model: authentik_core.group\n  identifiers: {name: ${ADMINS}}\n  attrs: {users: []}\n`,
    );
    const before = await users(ADMINS);
    expect(before).not.toEqual([]);
    for (const verb of [['plan'], ['apply', '--yes']]) {
      const done = await run(...verb, path);
      expect(done.code).toBe(verb[0] === 'plan' ? 0 : 6);
      expect(done.out + done.err).toContain(`its content would update authentik_core.group ${ADMINS}`);
      expect(done.out + done.err).toContain(
        `--allow-protected "authentik_core.group:${ADMINS}" or ${INSTANCE}:evil`,
      );
      expect(done.out).toContain('1 left alone');
    }
    expect(await users(ADMINS)).toEqual(before);
    const listed = await fetch(`${sandbox.url}/api/v3/managed/blueprints/?name=evil`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    expect(await listed.json()).toMatchObject({ results: [] });
  }, 60_000);

  test('that changes nothing protected is shown with what it does, applied, and then left alone', async () => {
    const path = storing(
      'good',
      '- model: authentik_core.group\n  identifiers: {name: made}\n- model: authentik_core.group\n  identifiers: {name: more}\n',
    );
    const planned = await run('plan', '--format', 'json', path);
    const report = JSON.parse(planned.out) as Report;
    expect(new Ajv({ strict: false }).validate(outputSchema, report)).toBe(true);
    expect(report.changes.map(({ action, key, byServer, line }) => [action, key, byServer, line])).toEqual([
      ['create', 'good', undefined, 3],
      ['create', 'made', 'good', 9],
      ['create', 'more', 'good', 11],
    ]);
    expect(report.summary).toMatchObject({ create: 1, byServer: 2 });
    const shown = await run('plan', path);
    expect(shown.out).toMatch(/made .*by the server, through good/);
    expect(shown.out).toContain('1 to create, 0 to update, 0 to delete, 0 unchanged, 2 by the server');

    const done = await run('apply', '--yes', path);
    expect([done.code, done.out.includes('1 applied, 0 failed')]).toEqual([0, true]);
    expect(await users('made')).toEqual([]);
    const again = await run('plan', '--detailed-exitcode', path);
    expect([again.code, again.out.includes('Nothing to do: 1 object is as the blueprints say')]).toEqual([
      0,
      true,
    ]);
  }, 60_000);

  test('that is told by name is applied, whatever it does', async () => {
    const model = release === '2023.2' ? 'authentik_tenants.tenant' : 'authentik_brands.brand';
    const path = storing(
      'told',
      `- model: ${model}\n  identifiers: {domain: authentik-default}\n  attrs: {branding_title: mine}\n`,
    );
    // Nobody has set this server up: the default one is made as the set-up does, by name.
    const made = join(folder, 'default.yaml');
    writeFileSync(
      made,
      `version: 1\nentries:\n- {model: ${model}, identifiers: {domain: authentik-default}, attrs: {default: true}}\n`,
    );
    expect((await run('apply', '--yes', made)).code).toBe(0);
    expect((await run('apply', '--yes', path)).code).toBe(6);
    const done = await run('apply', '--yes', '--allow-protected', `${INSTANCE}:told`, path);
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/authentik-default .*by the server, through told/);
    const again = await run('plan', '--detailed-exitcode', path);
    expect([again.code, again.out.includes('left alone')]).toEqual([0, false]);
  }, 60_000);
});
