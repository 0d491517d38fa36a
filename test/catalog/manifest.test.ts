import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generate } from '../../scripts/generate/run.mjs';
import { hasShared, shared } from '../shared.ts';

/*
 * What schemas/manifest.json says, and what `npm run generated` makes of documents that are there or are not.
 */

interface Manifest {
  readonly inputs: Readonly<Record<string, { release: string; sha256: string; source: string }>>;
  readonly outputs: Readonly<Record<string, { sha256: string; from: string[] }>>;
}

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;

function newFolder(): string {
  const made = join(folder, String((folders += 1)));
  mkdirSync(made);
  return made;
}

function manifestOf(repository: string): Manifest {
  return JSON.parse(readFileSync(join(repository, 'schemas/manifest.json'), 'utf8')) as Manifest;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A folder of documents with these files, by name; `true`: the real one. */
function documents(files: Readonly<Record<string, string | true>>): string {
  const made = newFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(made, 'data', name);
    mkdirSync(dirname(path), { recursive: true });
    if (text === true) symlinkSync(shared(`data/${name}`), path);
    else writeFileSync(path, text);
  }
  return made;
}

/** A copy of the files that the generator makes. */
function copyOfRepository(): string {
  const copy = newFolder();
  for (const path of ['schemas/manifest.json', ...Object.keys(manifestOf(root).outputs)])
    cpSync(join(root, path), join(copy, path));
  return copy;
}

/** Changes the text of a generated file; with `pin`, the manifest says that it must be so. */
function change(repository: string, path: string, from: string, to: string, pin = false): void {
  const text = readFileSync(join(repository, path), 'utf8');
  expect(text).toContain(from);
  const changed = text.replace(from, to);
  writeFileSync(join(repository, path), changed);
  if (!pin) return;
  const manifest = manifestOf(repository);
  manifest.outputs[path]!.sha256 = sha256(changed);
  writeFileSync(join(repository, 'schemas/manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** What the generator finds wrong and says when it checks a repository against documents. */
const check = (documentsAt: string, repository = root): ReturnType<typeof generate> =>
  generate({ root: repository, shared: join(documentsAt, 'data'), check: true });

describe('the manifest', () => {
  const { inputs, outputs } = manifestOf(root);

  test('names every file of schemas/ that is generated, with its hash', () => {
    const byHand = /^(manifest|(project|saved-plan|snapshot)-1|\w+-output-1)\.json$/;
    const files = readdirSync(join(root, 'schemas')).filter((file) => !byHand.test(file));
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(files.map((file) => `schemas/${file}`)));
    for (const file of files)
      expect(outputs[`schemas/${file}`]?.sha256, file).toBe(
        sha256(readFileSync(join(root, 'schemas', file), 'utf8')),
      );
  });

  test('says which document a catalog is made from, and where every document can be had', () => {
    for (const [path, { from }] of Object.entries(outputs)) {
      const release = /catalog-(\d+\.\d+)\.json$/.exec(path)?.[1];
      if (release !== undefined) expect(from.join()).toContain(`spec/${release}.`);
      for (const one of from) expect(one in inputs || one in outputs, one).toBe(true);
    }
    for (const [name, { release, source, sha256: hash }] of Object.entries(inputs)) {
      expect(name).toContain(release);
      expect(source).toContain(release);
      expect(source).not.toMatch(/not checked/);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('without the documents', () => {
  test('npm run generated compares with the hashes, and says that the documents were not there', () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, AK_BLUEPRINT_SHARED: newFolder() },
    });
    expect(stdout).toMatch(
      /^\d+ of authentik's documents not found at .*: \d+ generated files were only compared with their/,
    );
    expect(status).toBe(0);
  });

  test('a generated file that was changed is found, with what to do', async () => {
    const copy = copyOfRepository();
    change(copy, 'schemas/catalog-2026.5.json', '"formatVersion":1', '"formatVersion":2');
    expect((await check(newFolder(), copy)).problems).toEqual([
      'schemas/catalog-2026.5.json is not what schemas/manifest.json says: take back what changed it',
    ]);
  });

  test('what comes from this repository alone is made all the same', async () => {
    const copy = copyOfRepository();
    change(copy, 'docs/diagnostics.md', ' | severity |', ' | how bad |');
    expect((await check(newFolder(), copy)).problems).toEqual([
      'docs/diagnostics.md is not what the generator makes: run npm run generate',
    ]);
    const made = await generate({ root: copy, shared: newFolder(), check: false });
    expect(made.written).toEqual(['docs/diagnostics.md']);
    expect(await check(newFolder(), copy)).toMatchObject({ problems: [], notes: [] });
  });
});

describe('a document that is there', () => {
  test('and not in the manifest is a note', async () => {
    expect(await check(documents({ 'spec/2099.1.0.yml': 'openapi: 3.0.3\n' }))).toMatchObject({
      problems: [],
      notes: ['spec/2099.1.0.yml is not in schemas/manifest.json: npm run generate makes what comes from it'],
    });
  });

  test('and is another than the manifest says is a failure, with what to do', async () => {
    const { problems } = await check(documents({ 'spec/2026.5.6.yml': 'openapi: 3.0.3\n' }));
    expect(problems).toEqual([
      'spec/2026.5.6.yml is another than schemas/manifest.json says ' +
        '(schema.yml of the npm package @goauthentik/api@2026.5.6): ' +
        'put that one there, or run npm run generate where this one is to take its place',
    ]);
  });

  test.skipIf(!hasShared)('is what its catalog is compared with, the others with their hash', async () => {
    const copy = copyOfRepository();
    change(copy, 'schemas/catalog-2026.5.json', '"formatVersion":1', '"formatVersion":2', true);
    const without = await check(newFolder(), copy);
    expect(without.problems).toEqual([]);
    const { problems, made, byHash, missing } = await check(documents({ 'spec/2026.5.6.yml': true }), copy);
    expect(problems).toEqual([
      'schemas/catalog-2026.5.json is not what the generator makes: run npm run generate',
      'schemas/manifest.json is not what the generator makes: run npm run generate',
    ]);
    expect([made, byHash]).toEqual([without.made + 1, without.byHash - 1]);
    expect(missing).toHaveLength(without.missing.length - 1);
  });
});
