import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { sample } from '../random-cases.ts';
import { ak } from './binary.ts';

/** Lines of entries: some right, most with a mistake of their own, some that only another file makes one. */
const entry = fc.constantFrom(
  '- {model: authentik_core.group, id: g, identifiers: {name: plain}}\n',
  '- {model: authentik_core.grup, identifiers: {name: a}}\n',
  '- {model: authentik_core.application, identifiers: {slug: same}, attrs: {name: Same, provider: !KeyOf nobody}}\n',
  '- {model: authentik_core.application, identifiers: {slug: same}, attrs: {name: Other, nme: x}}\n',
  '- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: p}, attrs: {client_type: nope, client_secret: a-secret-that-is-long}}\n',
  '- {model: authentik_stages_dummy.dummystage, identifiers: {name: taken}}\n',
  '- {model: authentik_stages_deny.denystage, identifiers: {name: taken}}\n',
  '- {model: authentik_flows.flow, identifiers: {slug: a b}, attrs: {name: f, title: f, designation: signup}} # ak-blueprint-ignore attribute-enum: a test\n',
  '- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: nowhere}}}\n',
  '-{broken\n',
);
const blueprint = fc
  .tuple(fc.nat(5), fc.array(entry, { minLength: 1, maxLength: 12 }))
  .map(([name, entries]) => `version: 1\nmetadata: {name: blueprint ${name}}\nentries:\n${entries.join('')}`);
const wrapped = blueprint.map(
  (text) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  inner.yaml: |\n${text.replace(/^(?=.)/gm, '    ')}`,
);
/** Most of a file is a comment, so that enough bytes for several threads do not mean as much work. */
const padded = fc
  .oneof({ weight: 5, arbitrary: blueprint }, wrapped)
  .map((text) => `${text}${`# ${'x'.repeat(98)}\n`.repeat(120)}`);

describe('many files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-many-'));
  beforeAll(() => {
    mkdirSync(join(folder, 'files'));
    for (const [index, text] of sample('many files', padded, 150).entries())
      writeFileSync(join(folder, 'files', `${index}.yaml`), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are checked in several threads, with the findings that one thread makes, in the same order', async () => {
    let expected = '';
    // From the sources, where there is no file of a worker: none can start, and this thread does what they
    // were meant to do.
    await main(['validate', '--format', 'json', 'files'], {
      ...processIo(false),
      cwd: folder,
      out: (text) => (expected += text),
      err: () => undefined,
    });

    // Runs in every thread of the program.
    const hook = join(folder, 'hook.cjs');
    writeFileSync(
      hook,
      `require('node:fs').writeFileSync(\`${folder}/thread-\${require('node:worker_threads').threadId}\`, '');`,
    );
    const { out } = await ak(['validate', '--format', 'json', 'files'], {
      cwd: folder,
      env: { NODE_OPTIONS: `--require ${hook}` },
    });
    expect(JSON.parse(out)).toEqual(JSON.parse(expected));
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string }[] };
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBeGreaterThan(6);
    expect(readdirSync(folder).filter((name) => name.startsWith('thread-'))).toHaveLength(
      Math.min(8, availableParallelism()),
    );
  });

  test('keep their secrets, whichever thread found them', async () => {
    const { err } = await ak(['validate', '--verbose', 'files'], { cwd: folder });
    expect(err).toContain('(secret-literal)');
    expect(err).not.toContain('a-secret-that-is-long');
  });
});
