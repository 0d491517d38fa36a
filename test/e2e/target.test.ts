import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';
import { NEWEST } from '../newest.ts';

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-target-'));
const tenant =
  'version: 1\nmetadata: {name: t}\nentries:\n- model: authentik_tenants.tenant\n  identifiers: {domain: a.example.com}\n';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => writeFileSync(join(folder, 'tenant.yaml'), tenant));

const validate = (...options: string[]) =>
  ak(['validate', '--format', 'json', ...options, 'tenant.yaml'], { cwd: folder });

function codes({ out }: { readonly out: string }): string[] {
  return (JSON.parse(out) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
}

describe('the release that files are checked for', () => {
  test('is the newest one where nobody says', async () => {
    const result = await validate();
    expect([result.code, (JSON.parse(result.out) as { target: string }).target, codes(result)]).toEqual([
      1,
      NEWEST,
      ['model-unknown'],
    ]);
  });

  test('is the one that is named, with a note where it is another patch', async () => {
    expect([await validate('--target', '2023.10')].map((result) => [result.code, codes(result)])).toEqual([
      [0, []],
    ]);
    expect(codes(await validate('--target', '2023.10.1'))).toEqual(['target-patch']);
    expect(codes(await validate('--target', '2023.9'))).toEqual(['target-nearest']);
  });

  test('must be a release, and only one', async () => {
    const wrong = await validate('--target', 'latest');
    expect([wrong.code, wrong.err]).toEqual([
      3,
      expect.stringContaining('latest is no release of authentik'),
    ]);
    const both = await validate('--target', '2023.10', '--target-from', 'http://127.0.0.1:1');
    expect([both.code, both.err]).toEqual([3, expect.stringContaining('cannot be used with option')]);
  });
});

describe('the release of a server', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  test('comes from its document', async () => {
    const result = await validate('--target-from', sandbox.url);
    expect([result.code, result.err, codes(result)]).toEqual([
      0,
      expect.stringContaining('for authentik 2023.2.3'),
      [],
    ]);
  });

  test('is kept, and read again where the token tells the version', async () => {
    const cache = join(folder, 'cache');
    const env = { ...sandbox.env, XDG_CACHE_HOME: cache };
    const first = await ak(['validate', '--target-from', sandbox.url, 'tenant.yaml'], { cwd: folder, env });
    expect(first.code).toBe(0);
    const [name = ''] = readdirSync(join(cache, 'ak-blueprint'));
    expect(name).toMatch(/catalog-2023\.2\.3\.json$/);
    // The second run believes what is kept.
    const path = join(cache, 'ak-blueprint', name);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll('authentik_tenants.tenant"', 'authentik_tenants.renamed"'),
    );
    expect(
      (await ak(['validate', '--target-from', sandbox.url, 'tenant.yaml'], { cwd: folder, env })).err,
    ).toContain('authentik_tenants.tenant is no model');
    writeFileSync(path, 'broken');
    expect(
      (await ak(['validate', '--target-from', sandbox.url, 'tenant.yaml'], { cwd: folder, env })).code,
    ).toBe(0);
  });

  test('is not there: exit 4, with the reason', async () => {
    const gone = await validate('--target-from', 'http://127.0.0.1:9');
    expect([gone.code, gone.err]).toEqual([4, expect.stringContaining('127.0.0.1:9')]);
  });
});
