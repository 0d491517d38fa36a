import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, ROOT } from './binary.ts';

let folder: string;
const put = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-fmt-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WILD = 'entries:\n- attrs: {a: "x"}\n  model: authentik_core.group\nversion: 1\n';
const TAME = 'version: 1\nentries:\n  - model: authentik_core.group\n    attrs: { a: x }\n';

test('fmt writes what is not formatted, says which, and leaves the rest alone', async () => {
  put('wild.yaml', Buffer.from(`\uFEFF${WILD.replaceAll('\n', '\r\n')}`));
  put('tame.yaml', TAME);
  put('values.yaml', 'image: {tag:  1}\n');
  const bad = put('bad.yaml', 'version: 1\nentries: [{model: authentik_core.group\n');
  const checked = await ak(['fmt', '--check', '.'], { cwd: folder });
  expect([
    checked.code,
    checked.out,
    readFileSync(join(folder, 'wild.yaml'), 'utf8').includes('entries:\r\n- attrs'),
  ]).toEqual([1, 'wild.yaml\n', true]);
  const written = await ak(['fmt', '.'], { cwd: folder });
  expect([written.code, written.out]).toEqual([1, 'wild.yaml\n']);
  expect(written.err).toContain('bad.yaml:');
  expect(readFileSync(join(folder, 'wild.yaml'), 'utf8')).toBe(`\uFEFF${TAME.replaceAll('\n', '\r\n')}`);
  expect(readFileSync(join(folder, 'values.yaml'), 'utf8')).toBe('image: {tag:  1}\n');
  rmSync(bad);
  expect(await ak(['fmt', '--check', '.'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
});

test('fmt formats standard input to standard output; what it cannot format comes out as it went in', async () => {
  expect(await ak(['fmt', '-'], { stdin: WILD })).toMatchObject({ code: 0, out: TAME });
  expect(await ak(['fmt', '-'], { stdin: 'version: [\n' })).toMatchObject({ code: 1, out: 'version: [\n' });
  const other = 'apiVersion: v1\nkind: ConfigMap\ndata: {a:  1}\n';
  expect(await ak(['fmt', '-'], { stdin: other })).toMatchObject({
    code: 0,
    out: other,
    err: expect.stringContaining('format-skipped') as string,
  });
});

test('a diff has dots for the secrets of a file', async () => {
  const path = put(
    'secrets.yaml',
    'version: 1\nentries:\n- model: authentik_core.token\n  identifiers: {identifier:  t}\n  attrs:\n    key:  hunter2\n    key_file: |\n      -----BEGIN PRIVATE KEY-----\n      hunter2\n      -----END PRIVATE KEY-----\n',
  );
  const { out, err } = await ak(['fmt', '--diff', path]);
  expect(out).toContain('-    key:  ••••••••');
  expect(out).toContain('+      key: ••••••••');
  expect(out + err).not.toContain('hunter2');
});

test('fmt shows a diff, and JSON that its schema describes', async () => {
  const path = put('diff.yaml', WILD);
  const diff = await ak(['fmt', '--diff', path]);
  expect([diff.code, diff.out]).toEqual([
    1,
    expect.stringContaining('-- attrs: {a: "x"}\n-  model: authentik_core.group\n version: 1\n+entries:\n'),
  ]);
  const json = await ak(['fmt', '--check', '--format', 'json', path]);
  const valid = new Ajv().compile(
    JSON.parse(readFileSync(resolve(ROOT, 'schemas/fmt-output-1.json'), 'utf8')) as object,
  );
  expect([valid(JSON.parse(json.out)), valid.errors]).toEqual([true, null]);
  expect(JSON.parse(json.out)).toMatchObject({
    files: [{ file: path, changed: true }],
    summary: { files: 1, changed: 1, written: false },
  });
});
