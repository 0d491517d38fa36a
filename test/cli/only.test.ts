import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, runHere } from '../run-here.ts';

/* `--only`: a plan of some entries, and of what they depend on. */

const FILES = {
  'groups.yaml': `version: 1
entries:
- {model: authentik_core.group, id: parent, identifiers: {name: parent}}
- {model: authentik_core.group, id: child, identifiers: {name: child}, attrs: {parent: !KeyOf parent}}
- {model: authentik_core.group, id: other, identifiers: {name: other}}
`,
  'apps.yaml': `version: 1
entries:
- {model: authentik_core.application, id: wiki, identifiers: {slug: wiki}, attrs: {name: Wiki}}
- model: authentik_policies.policybinding
  id: binding
  identifiers: {target: !KeyOf wiki, order: 0}
  attrs: {group: !Find [authentik_core.group, [name, child]]}
- {model: authentik_core.application, identifiers: {slug: mail}, attrs: {name: Mail}}
`,
};

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'only-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true }));

const run = (...args: readonly string[]): Promise<Ran> =>
  runHere([...args, ...(args.includes('--store') ? [] : ['groups.yaml', 'apps.yaml'])], { cwd, env: {} });
const sandbox = ['--sandbox', '--target', '2023.2'];

interface Planned {
  readonly digest: string;
  readonly changes: readonly { readonly model: string; readonly key: string }[];
  readonly summary: { readonly leftOut?: number };
}
async function planned(...only: readonly string[]): Promise<Planned> {
  const wishes = only.flatMap((one) => ['--only', one]);
  const { out, err } = await run('plan', ...sandbox, '--format', 'json', ...wishes);
  expect(err).not.toContain('error');
  return JSON.parse(out) as Planned;
}

const BINDING = 'child / wiki / 0';
const ALL = ['child', BINDING, 'mail', 'other', 'parent', 'wiki'];

test.each<[what: string, only: readonly string[], keys: readonly string[]]>([
  ['everything without it', [], ALL],
  ['a file', ['groups.yaml'], ['child', 'other', 'parent']],
  ['a glob of files', ['gr*.yaml'], ['child', 'other', 'parent']],
  ['a file with what it looks up in another', ['apps.yaml'], ['child', BINDING, 'mail', 'parent', 'wiki']],
  ['a model', ['authentik_core.application'], ['mail', 'wiki']],
  ['models, by a glob', ['authentik_core.*'], ['child', 'mail', 'other', 'parent', 'wiki']],
  ['an object', ['authentik_core.group:other'], ['other']],
  ['an object with the object that it refers to', ['authentik_core.group:child'], ['child', 'parent']],
  ['an entry', ['other'], ['other']],
  ['an entry with all that it needs, in any file', ['binding'], ['child', BINDING, 'parent', 'wiki']],
  ['several', ['other', 'authentik_core.application:mail'], ['mail', 'other']],
])('plans %s', async (_, only, keys) => {
  const { changes, summary } = await planned(...only);
  expect(changes.map(({ key }) => key).sort()).toEqual(keys);
  expect(summary.leftOut).toBe(only.length === 0 ? undefined : ALL.length - keys.length);
});

test('says how many changes are left out, and approves of the others only', async () => {
  const { out } = await run('plan', ...sandbox, '--only', 'other');
  expect(out).toContain(
    'Plan: 1 to create, 0 to update, 0 to delete, 0 unchanged; 5 changes left out by --only.',
  );
  expect((await planned('other')).digest).not.toBe((await planned()).digest);
});

test.each([
  ['authentik_core.groop', 'did you mean authentik_core.group?'],
  ['authentik_core.group:chidl', 'did you mean authentik_core.group:child?'],
  ['group.yaml', 'did you mean groups.yaml?'],
  ['bindign', 'did you mean binding?'],
  ['nothing-like-it', 'name a file, a model'],
])('%s means nothing, which is refused with what is nearest', async (only, hint) => {
  const { code, err } = await run('plan', ...sandbox, '--only', only);
  expect(code).toBe(3);
  expect(err).toContain(`--only ${only} means no file`);
  expect(err).toContain(hint);
});

describe('apply', () => {
  const store = (): string => join(mkdtempSync(join(cwd, 'store-')), 'state.json');
  const onStore = (path: string, command: string, ...args: readonly string[]): Promise<Ran> =>
    run(command, ...sandbox, '--store', path, ...args, 'groups.yaml', 'apps.yaml');

  test.each([
    ['one by one', []],
    ['in one transaction', ['--atomic']],
  ])('does only that, %s', async (_, more) => {
    const path = store();
    const first = await onStore(path, 'apply', '--yes', '--only', 'child', ...more);
    expect([first.code, first.out]).toEqual([
      0,
      expect.stringContaining('Done: 2 applied, 0 failed, 0 skipped'),
    ]);
    const { out } = await onStore(path, 'plan', '--format', 'json');
    const { changes } = JSON.parse(out) as Planned;
    expect(changes.map(({ key }) => key).sort()).toEqual([BINDING, 'mail', 'other', 'wiki']);
  });

  test('of a saved plan does what it was saved for', async () => {
    const path = store();
    const saved = join(cwd, 'plan.json');
    await onStore(path, 'plan', '--only', 'other', '--out', saved);
    expect((JSON.parse(readFileSync(saved, 'utf8')) as { options: object }).options).toMatchObject({
      only: ['other'],
    });
    const { out, err } = await run('apply', '--sandbox', '--store', path, saved);
    expect(err).toBe('');
    expect(out).toContain('Done: 1 applied');
  });

  test('does not take it together with --prune, which needs all that is declared', async () => {
    const { code, err } = await run('plan', ...sandbox, '--only', 'other', '--prune');
    expect([code, err]).toEqual([3, expect.stringMatching(/--only.*--prune/)]);
  });
});
