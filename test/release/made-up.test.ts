import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished } from '../e2e/binary.ts';
import { WHOLE } from '../random-cases.ts';
import { hasShared, shared } from '../shared.ts';
import { MADE_OF, MADE_UP, madeUpDocument, MODEL } from './made-up-document.ts';
import { copyOfRepository, generatedFiles, runIn } from './repository.ts';

/*
 * A release that nobody has heard of becomes known by one command, from its document alone: with a model more, a
 * field with another name, a value less. Nothing but generated files is changed, and the program works with it.
 */

const TARGET = ['--target', '2026.11'];
const BLUEPRINT = `version: 1
metadata: {name: widgets}
entries:
- model: authentik_flows.flow
  id: flow
  identifiers: {slug: made-up}
  attrs: {name: Made up, title: Made up, designation: authorization}
- model: ${MODEL}
  identifiers: {name: blue}
  attrs:
    colour: red
    authorization_flow: !KeyOf flow
- model: authentik_core.application
  identifiers: {slug: app}
  attrs: {name: App, meta_start_url: 'https://example.com/'}
`;
/** What the release before had, and this one has not. */
const OLD = `version: 1
metadata: {name: old}
entries:
- model: authentik_core.application
  identifiers: {slug: app}
  attrs: {name: App, meta_launch_url: 'https://example.com/'}
- model: authentik_flows.flow
  identifiers: {slug: made-up}
  attrs: {name: Made up, title: Made up, designation: stage_configuration}
- model: ${MODEL}
  identifiers: {name: green}
  attrs: {colour: blue}
`;

describe.skipIf(!hasShared)('a release from a made-up document', () => {
  let copy: string;
  let made: Finished;
  let env: Readonly<Record<string, string>>;
  const ak = (...args: readonly string[]): Promise<Finished> => runIn(copy, ['bin/ak-blueprint.js', ...args]);

  beforeAll(async () => {
    copy = copyOfRepository();
    // Of all documents, only that of the release before is there.
    mkdirSync(join(copy, 'others/data/spec'), { recursive: true });
    symlinkSync(shared(`data/spec/${MADE_OF}.yml`), join(copy, `others/data/spec/${MADE_OF}.yml`));
    writeFileSync(join(copy, 'made-up.json'), madeUpDocument());
    writeFileSync(join(copy, 'widgets.yaml'), BLUEPRINT);
    writeFileSync(join(copy, 'old.yaml'), OLD);
    env = { AK_BLUEPRINT_SHARED: join(copy, 'others') };
    made = await runIn(
      copy,
      ['scripts/release.mjs', 'made-up.json', '--source', 'made up for 2026.11.0'],
      env,
    );
    await runIn(copy, ['scripts/build.mjs']);
  }, 240_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('is a catalog more, and those that are kept as differences are written anew', () => {
    expect([made.code, made.err]).toEqual([0, '']);
    const wrote = [...made.out.matchAll(/^wrote (.*)$/gm)].map(([, path]) => path);
    expect(wrote).toEqual(
      expect.arrayContaining([
        `documents/spec/${MADE_UP}.yml`,
        'schemas/catalog-2026.11.json',
        'schemas/catalog-2026.8.json',
        'schemas/manifest.json',
        'src/schema/generated/checks.js',
      ]),
    );
    for (const path of wrote) expect(path).toMatch(/^(schemas|documents|docs)\/|\/generated\//);
    const manifest = JSON.parse(generatedFiles(copy).get('schemas/manifest.json') ?? '') as {
      inputs: Record<string, object>;
    };
    expect(manifest.inputs[`spec/${MADE_UP}.yml`]).toEqual({
      release: MADE_UP,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      source: 'made up for 2026.11.0',
    });
  });

  test.each([
    ['the new model', `  ${MODEL} (/made_up/widgets/)`],
    ['a link that nobody knows', `  drawn_by, of ${MODEL}`],
    ['defaults that the document does not tell', `  drawn_by, authorization_flow, weight, of ${MODEL}`],
    [
      'a field with another name',
      '  meta_launch_url; perhaps it is meta_start_url now, of authentik_core.application',
    ],
    ['what is newly required', '  branding_title, of authentik_brands.brand'],
    ['a value that is gone', '  stage_configuration, of authentik_flows.flow.designation'],
    [
      'what is shown no longer',
      '  client_id is write-only now, in authentik_providers_oauth2.oauth2provider',
    ],
    ['an endpoint that may set a field', '  POST /made_up/widgets/{key}/set_picture/'],
  ])('tells a person %s', (_what, line) => {
    expect(made.out.split('\n')).toContain(line);
  });

  test('is what npm run generated finds, with its document alone and with all', async () => {
    const check = ['scripts/generate.mjs', '--check'];
    for (const given of [{ AK_BLUEPRINT_SHARED: join(copy, 'nowhere') }, { AK_BLUEPRINT_SHARED: shared('') }])
      expect(await runIn(copy, check, given)).toMatchObject({ code: 0, err: '' });
  }, 180_000);

  test('leaves the other releases as they were', async () => {
    const { out } = await runIn(copy, ['bin/ak-blueprint.js', 'schema', 'diff', '2026.2', '2026.8']);
    const { out: before } = await runIn(process.cwd(), [
      'bin/ak-blueprint.js',
      'schema',
      'diff',
      '2026.2',
      '2026.8',
    ]);
    expect(out).toBe(before);
  });

  test('is checked: what is there, and what is gone', async () => {
    expect((await ak('validate', ...TARGET, 'widgets.yaml')).code).toBe(0);
    const { code, out } = await ak('validate', ...TARGET, '--format', 'json', 'old.yaml');
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; message: string }[] };
    expect([code, diagnostics.map((one) => one.code).sort()]).toEqual([
      1,
      ['attribute-enum', 'attribute-enum', 'attribute-unknown'],
    ]);
    expect((await ak('validate', '--target', '2026.8', 'widgets.yaml')).err).toContain('model-unknown');
  }, 120_000);

  test('is planned and applied, and then there is nothing to do', async () => {
    const store = ['--sandbox', ...TARGET, '--store', 'store.json', '--format', 'json', 'widgets.yaml'];
    const actions = async (...args: readonly string[]): Promise<unknown> => {
      const { out } = await ak(...args);
      const { changes } = JSON.parse(out) as { changes: { model: string; action: string }[] };
      return changes
        .filter(({ action }) => action !== 'noop')
        .map(({ model, action }) => `${action} ${model}`);
    };
    const all = ['authentik_flows.flow', MODEL, 'authentik_core.application'].map(
      (model) => `create ${model}`,
    );
    expect(await actions('plan', ...store)).toEqual(expect.arrayContaining(all));
    expect((await ak('apply', '--yes', ...store)).code).toBe(0);
    expect(await actions('plan', ...store)).toEqual([]);
  }, 120_000);

  test('is explained and compared, and the schema for editors has it', async () => {
    expect((await ak('explain', MODEL)).out).toContain('colour');
    const { out } = await ak('schema', 'diff', '2026.8', '2026.11');
    expect(out).toContain(MODEL);
    expect(out).toContain('meta_start_url');
    expect((await ak('schema', 'print', ...TARGET)).out).toContain(MODEL);
  }, 120_000);

  test('made again is nothing to write; from another document it is refused', async () => {
    const before = generatedFiles(copy);
    const again = await runIn(copy, ['scripts/release.mjs', 'made-up.json'], env);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing to write')]);
    writeFileSync(join(copy, 'other.json'), madeUpDocument().replace('"green"', '"grey"'));
    const other = await runIn(copy, ['scripts/release.mjs', 'other.json'], env);
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining(
        '2026.11.0 is there already, made from another document: made up for 2026.11.0',
      ),
    ]);
    expect(generatedFiles(copy)).toEqual(before);
  }, 180_000);

  test.runIf(WHOLE)(
    'a newer patch takes its place, and an older one is refused',
    async () => {
      writeFileSync(join(copy, 'patch.json'), madeUpDocument().replace(MADE_UP, '2026.11.1'));
      const patch = await runIn(
        copy,
        ['scripts/release.mjs', 'patch.json', '--source', 'made up for 2026.11.1'],
        env,
      );
      expect([patch.code, patch.err]).toEqual([0, '']);
      const manifest = generatedFiles(copy).get('schemas/manifest.json') ?? '';
      expect([manifest.includes('2026.11.0'), manifest.includes('spec/2026.11.1.yml')]).toEqual([
        false,
        true,
      ]);
      const older = await runIn(copy, ['scripts/release.mjs', 'made-up.json'], env);
      expect([older.code, older.err]).toEqual([1, expect.stringContaining('2026.11.1 is there')]);
      expect(await runIn(copy, ['scripts/generate.mjs', '--check'], env)).toMatchObject({ code: 0, err: '' });
    },
    180_000,
  );
});
