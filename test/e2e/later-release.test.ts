import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-later-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a later release', () => {
  test('reads the file that !File names where the program runs, and has a default for one that is not there', async () => {
    writeFileSync(join(folder, 'title.txt'), '  From a file\n');
    writeFileSync(
      join(folder, 'flow.yaml'),
      [
        'version: 1',
        'metadata: {name: f}',
        'entries:',
        '- model: authentik_flows.flow',
        '  identifiers: {slug: f}',
        '  attrs:',
        '    name: !File [nowhere.txt, by default]',
        '    title: !File title.txt',
        '    designation: authorization',
        '',
      ].join('\n'),
    );
    const shown = ['title.txt', 'nowhere.txt'].flatMap((name) => ['--insensitive', name]);
    const planned = await ak(
      ['plan', '--sandbox', '--target', '2025.12', '--format', 'json', ...shown, 'flow.yaml'],
      {
        cwd: folder,
      },
    );
    const { changes } = JSON.parse(planned.out) as {
      changes: { fields: { path: string; after: unknown }[] }[];
    };
    expect([
      planned.code,
      changes[0]?.fields.filter(({ path }) => ['name', 'title'].includes(path)).map(({ after }) => after),
    ]).toEqual([0, ['by default', 'From a file']]);
    writeFileSync(
      join(folder, 'broken.yaml'),
      'version: 1\nmetadata: {name: b}\nentries:\n- model: authentik_core.group\n  identifiers: {name: !File nowhere.txt}\n',
    );
    const broken = await ak(['plan', '--sandbox', '--target', '2025.12', 'broken.yaml'], { cwd: folder });
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('nowhere.txt cannot be read')]);
  });
});
