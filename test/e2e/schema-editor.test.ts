import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';

let folder: string;
const run = (...args: readonly string[]) => ak(['schema', ...args], { cwd: folder });
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-editor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('schema editor', () => {
  test('writes the schema and the settings, says so, and has nothing to do the second time', async () => {
    expect(await run('editor', '--target', '2025.12')).toEqual({
      code: 0,
      out: '',
      err: 'wrote .ak-blueprint/blueprint.schema.json\nwrote .vscode/settings.json\nwrote .idea/jsonSchemas.xml\n',
    });
    expect(read('.ak-blueprint/blueprint.schema.json')).toBe((await run('print', '--target', '2025.12')).out);
    expect(JSON.parse(read('.vscode/settings.json'))).toMatchObject({
      'yaml.schemas': {
        './.ak-blueprint/blueprint.schema.json': ['blueprints/**/*.yaml', 'blueprints/**/*.yml'],
      },
    });
    expect(read('.idea/jsonSchemas.xml')).toContain('value="blueprints/**/*.yml"');
    expect(await run('editor', '--target', '2025.12', '--check')).toMatchObject({ code: 0 });
    expect((await run('editor', '--target', '2025.12')).err).toBe(
      '.ak-blueprint/blueprint.schema.json is as it should be\n.vscode/settings.json is as it should be\n.idea/jsonSchemas.xml is as it should be\n',
    );
  });

  test('follows the project file, and --check writes nothing', async () => {
    mkdirSync(join(folder, 'config/sub'), { recursive: true });
    writeFileSync(
      join(folder, 'ak-blueprint.yaml'),
      'target: "2024.8"\nfiles: [config, "apps/*/blueprint.yaml", "!config/drafts/**"]\n',
    );
    const checked = await ak(['schema', 'editor', '--check', '--for', 'vscode'], {
      cwd: join(folder, 'config/sub'),
    });
    expect(checked).toEqual({
      code: 1,
      out: '',
      err: '../../.ak-blueprint/blueprint.schema.json is not what "schema editor" writes\n../../.vscode/settings.json is not what "schema editor" writes\n',
    });
    expect(existsSync(join(folder, '.vscode'))).toBe(false);
    await run('editor');
    expect(JSON.parse(read('.vscode/settings.json'))).toMatchObject({
      'yaml.schemas': {
        './.ak-blueprint/blueprint.schema.json': [
          'config/**/*.yaml',
          'config/**/*.yml',
          'apps/*/blueprint.yaml',
          '!config/drafts/**',
        ],
      },
    });
    expect(read('.idea/jsonSchemas.xml')).not.toContain('!config');
    const schema = JSON.parse(read('.ak-blueprint/blueprint.schema.json')) as { title: string };
    expect(schema.title).toBe('authentik 2024.8 blueprint');
    expect(read('.vscode/settings.json')).not.toContain('!AtIndex');
  });

  test('leaves settings alone that it cannot read, and writes nothing then', async () => {
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/settings.json'), '{ "a": ');
    expect(await run('editor')).toMatchObject({
      code: 3,
      err: expect.stringContaining('.vscode/settings.json cannot be read') as string,
    });
    expect(existsSync(join(folder, '.ak-blueprint'))).toBe(false);
    expect(await run('editor', '--for', 'emacs')).toMatchObject({
      code: 3,
      err: expect.stringContaining('Allowed choices are vscode, jetbrains.') as string,
    });
  });
});
