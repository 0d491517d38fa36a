import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyOfRepository, generatedFiles, runIn } from './repository.ts';

/* Whatever a release cannot be made of: a plain error with what to do, and nothing is written. */

const PACKAGE = '@goauthentik/api';
/** The least that is an OpenAPI document; it describes none of authentik's models. */
const document = (version: string): string =>
  `openapi: 3.0.3\ninfo: {version: ${version}}\npaths: {}\ncomponents: {schemas: {}}\n`;

let copy: string;
let registry: Server;
let before: ReturnType<typeof generatedFiles>;
const packages = new Map<string, { readonly tarball: Buffer; readonly integrity: string }>();

/** Puts a version of the package into the registry; `schema`: the text of its schema.yml, if it has one. */
function publish(version: string, schema: string | undefined, integrity?: string): void {
  // An archive of the registry has all in one folder of this name.
  const folder = join(copy, 'packages', version, 'package');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: PACKAGE, version }));
  if (schema !== undefined) writeFileSync(join(folder, 'schema.yml'), schema);
  const { stdout: tarball } = spawnSync('tar', ['-cz', 'package'], { cwd: dirname(folder) });
  const hash = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  packages.set(version, { tarball, integrity: integrity ?? hash });
}

/** What npm asks a registry for: what there is of a package, and the archive of a version. */
function answer(url: string, origin: string): Buffer | string | undefined {
  const version = /-([^/]*)\.tgz$/.exec(url)?.[1];
  if (version !== undefined) return packages.get(version)?.tarball;
  if (decodeURIComponent(url) !== `/${PACKAGE}`) return undefined;
  const versions = [...packages].map(([one, { integrity }]) => [
    one,
    { name: PACKAGE, version: one, dist: { integrity, tarball: `${origin}/${PACKAGE}/-/api-${one}.tgz` } },
  ]);
  return JSON.stringify({
    name: PACKAGE,
    'dist-tags': { latest: '2026.11.3' },
    versions: Object.fromEntries(versions) as object,
  });
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  copy = copyOfRepository();
  before = generatedFiles(copy);
  registry = createServer((request, response) => {
    const found = answer(request.url ?? '', originOf(registry));
    response.writeHead(found === undefined ? 404 : 200).end(found ?? '{}');
  });
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
  publish('2026.11.0', document('2026.8.3'));
  publish('2026.11.1', undefined);
  publish('2026.11.2', document('2026.11.2'), `sha512-${Buffer.alloc(64).toString('base64')}`);
  publish('2026.11.3', document('2026.11.3'));
  publish('2027.1.0', '{');
}, 180_000);
afterAll(() => {
  registry.close();
  rmSync(copy, { recursive: true, force: true });
});

async function refused(from: string, at = originOf(registry)): Promise<string> {
  const { code, out, err } = await runIn(copy, ['scripts/release.mjs', from], {
    AK_BLUEPRINT_SHARED: join(copy, 'nowhere'),
    npm_config_registry: at,
    npm_config_fetch_retries: '0',
    npm_config_cache: join(copy, 'cache'),
  });
  expect([code, out.includes('wrote')], err).toEqual([1, false]);
  expect(generatedFiles(copy)).toEqual(before);
  return err;
}

describe('from npm', () => {
  test.each([
    ['a version that there is not', '2031.1.0', [`npm has no ${PACKAGE}@2031.1.0`, 'path/to/schema.yml']],
    ['the document of another release', '2026.11.0', ['is the document of 2026.8.3']],
    ['a package without a document', '2026.11.1', [`${PACKAGE}@2026.11.1 has no schema.yml`]],
    ['an archive that is not what the registry says', '2026.11.2', ['not what the registry says']],
    [
      'the newest patch, with a document without models',
      '2026.11',
      ["2026.11.3 describes none of authentik's models"],
    ],
    ['a document that is broken', '2027.1.0', ['api@2027.1.0 cannot be read: ']],
  ])(
    '%s is refused',
    async (_what, version, said) => {
      const err = await refused(version);
      for (const part of said) expect(err).toContain(part);
      expect(err).not.toMatch(/^\s+at /m);
    },
    180_000,
  );

  test('without a network it says so', async () => {
    expect(await refused('2026.11.3', 'http://127.0.0.1:9/')).toMatch(/cannot be had from npm: ECONNREFUSED/);
  }, 180_000);
});

describe('from a file', () => {
  test.each([
    ['that is not there', undefined, 'document.yml cannot be read: ENOENT'],
    ['that is no YAML', 'a: [', 'document.yml cannot be read: '],
    ['that is no document', 'version: 1\n', 'document.yml is no OpenAPI document'],
    ['of no release', document('main'), 'says that it is of version main'],
    ['of a release before it is done', document('2026.11.0-rc1'), 'says that it is of version 2026.11.0-rc1'],
    [
      'with something else where mappings are expected',
      document('2026.11.0')
        .replace('paths: {}', 'paths: {/a/: {get: 5}, /b/: 7}')
        .replace('schemas: {}', 'schemas: {A: {enum: 3}, B: {properties: 1}}'),
      'the document of 2026.11.0 cannot be read: ',
    ],
    ['of an older patch', document('2026.8.1'), '2026.8.3 is there, which is a newer patch than 2026.8.1'],
    [
      'that is another than what is there',
      document('2026.8.3'),
      '2026.8.3 is there already, made from another document',
    ],
  ])(
    '%s is refused',
    async (_what, text, said) => {
      const path = join(copy, 'document.yml');
      if (text === undefined) rmSync(path, { force: true });
      else writeFileSync(path, text);
      const err = await refused('document.yml');
      expect(err).toContain(said);
      expect(err).not.toMatch(/^\s+at /m);
    },
    180_000,
  );

  test('a generated file that was changed by hand is not written over', async () => {
    const path = join(copy, 'schemas/catalog-2026.5.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"formatVersion":1', '"formatVersion":1 '));
    writeFileSync(join(copy, 'document.yml'), document('2026.11.0'));
    const { code, err } = await runIn(copy, ['scripts/release.mjs', 'document.yml'], {
      AK_BLUEPRINT_SHARED: join(copy, 'nowhere'),
    });
    writeFileSync(path, text);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('schemas/catalog-2026.5.json is not what schemas/manifest.json says'),
    ]);
    expect(generatedFiles(copy)).toEqual(before);
  }, 180_000);

  test('options that there are not', async () => {
    const { code, err } = await runIn(copy, ['scripts/release.mjs', '--force', '2026.8.3']);
    expect([code, err]).toEqual([1, expect.stringContaining('usage: npm run release')]);
  });
});
