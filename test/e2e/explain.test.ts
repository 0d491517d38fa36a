import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('explain', () => {
  test.each([
    [
      'a code',
      ['keyof-later'],
      [
        'keyof-later',
        'error: the entry with this id comes later in the file',
        '    version: 1',
        'target: !KeyOf',
      ],
    ],
    [
      'a model',
      ['authentik_stages_prompt.prompt', '--target', '2023.2'],
      [
        'as it is in authentik 2023.2',
        'field_key               required; text',
        'initial_value             since 2023.5',
      ],
    ],
    ['an attribute', ['authentik_stages_prompt.prompt.type'], ['`dropdown`', 'since 2023.4']],
    ['a tag', ['!Find'], ['Since 2022.12: the primary key', '`!Find [model, [field, value], …]`']],
    ['a topic', ['avatars'], ['up to 2023.10', '`AUTHENTIK_AVATARS`', 'system setting `avatars`']],
  ])('prints %s on standard output, and nothing else', async (_, args, expected) => {
    const { code, out, err } = await ak(['explain', ...args]);
    expect([code, err]).toEqual([0, '']);
    for (const text of expected) expect(out).toContain(text);
    expect(out).not.toMatch(/\u001b/);
    expect(
      Math.max(
        ...out
          .split('\n')
          .filter((line) => !line.startsWith('    '))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  test('lists what there is', async () => {
    const { code, out } = await ak(['explain']);
    expect(code).toBe(0);
    for (const text of ['avatars', '!Find', 'keyof-later', 'authentik_brands.brand'])
      expect(out).toContain(text);
  });

  test('prints JSON for programs', async () => {
    const { out } = await ak([
      'explain',
      'authentik_core.group.parent',
      '--format',
      'json',
      '--target',
      '2023.2',
    ]);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      kind: 'field',
      name: 'authentik_core.group.parent',
      target: '2023.2',
      references: ['authentik_core.group'],
      nullable: true,
      releases: [{ until: '2025.10' }],
    });
    const model = JSON.parse(
      (await ak(['explain', 'Group', '--format', 'json', '--target', '2023.2'])).out,
    ) as { attributes: { name: string }[] };
    expect(model.attributes.map(({ name }) => name)).toContain('is_superuser');
    expect(JSON.parse((await ak(['explain', 'keyof-later', '--format', 'json'])).out)).toMatchObject({
      kind: 'code',
      severity: 'error',
      docs: 'docs/diagnostics/keyof-later.md',
    });
  });

  test.each([
    ['authentik_stages_promt.prompt', 'did you mean authentik_stages_prompt.prompt?'],
    ['keyof-latr', 'did you mean keyof-later?'],
    ['zzzzzzzz', 'ak-blueprint explain lists what there is'],
  ])('ends with 3 for %s, and says what is near', async (what, hint) => {
    const { code, out, err } = await ak(['explain', what]);
    expect([code, out, err]).toEqual([3, '', expect.stringContaining(hint)]);
  });

  test('follows the release of the project file', async () => {
    writeFileSync(join(folder, 'ak-blueprint.yaml'), 'target: 2023.4\n');
    expect((await ak(['explain', 'prompt'], { cwd: folder })).out).toContain('as it is in authentik 2023.4');
  });
});
