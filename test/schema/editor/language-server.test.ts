import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../../src/blueprint/features.ts';
import { historyOf, loadCatalog } from '../../../src/cli/catalogs.ts';
import { Collector } from '../../../src/diagnostics/collector.ts';
import { buildEditorSchema } from '../../../src/schema/editor/build-editor-schema.ts';
import { customTags } from '../../../src/schema/editor/shown-tag.ts';
import { hasShared, shared } from '../../shared.ts';
import { checkFiles } from '../../validate/check.ts';
import { withCursor, YamlLanguageServer } from './yaml-language-server.ts';

/*
 * The schema in the editor: the real yaml-language-server, as VS Code runs it. A file is checked with the
 * schema of the release that its folder is called after.
 */

const RELEASES = ['2023.2', '2025.12', '2026.2'];
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-'));
let server: YamlLanguageServer;
let lenient: YamlLanguageServer;
let files = 0;

beforeAll(async () => {
  const schemas: Record<string, string[]> = {};
  for (const release of RELEASES) {
    const catalog = loadCatalog(release, new Collector().report);
    const path = join(folder, `${release}.json`);
    writeFileSync(
      path,
      JSON.stringify(buildEditorSchema(catalog, features(release), { history: historyOf(catalog) })),
    );
    writeFileSync(
      join(folder, `lenient-${release}.json`),
      JSON.stringify(buildEditorSchema(catalog, features(release), { lenient: true })),
    );
    schemas[`file://${path}`] = [`/${release}/*.yaml`];
  }
  const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  server = await YamlLanguageServer.start({
    ...settings,
    schemas,
    customTags: customTags(features('2026.2').tags),
  });
  // As a server before 1.24 sees the tags: it knows only the forms.
  lenient = await YamlLanguageServer.start({
    ...settings,
    schemas: { [`file://${join(folder, 'lenient-2025.12.json')}`]: ['/2025.12/*.yaml'] },
    customTags: customTags(features('2025.12').tags).filter((tag) => !tag.includes(':')),
  });
});

afterAll(() => {
  server.stop();
  lenient.stop();
  rmSync(folder, { recursive: true });
});

function uriOf(release: string): string {
  files += 1;
  return `file:///project/${release}/${files}.yaml`;
}

/** What the editor underlines, with what it says. */
async function findings(release: string, text: string, one = server): Promise<string[]> {
  const uri = uriOf(release);
  const found = await one.open(uri, text);
  one.close(uri);
  return found.map(({ message, marked }) => `«${marked}» ${message}`);
}

const entries = (text: string): string => `version: 1\nentries:\n${text}`;

const TAGGED = entries(`- model: authentik_flows.flowstagebinding
  state: !If [!Context uninstall, absent, present]
  conditions: [!Condition [AND, !Find [authentik_flows.flow, [slug, a]]]]
  identifiers:
    target: !KeyOf flow
    stage: !Find [authentik_flows.stage, [name, a]]
    order: !Format ["%d", 1]
  attrs:
    evaluate_on_plan: !Context [plan, true]
    re_evaluate_policies: !Context key
    policy_engine_mode: !Env MODE
    invalid_response_action: !Env [ACTION, retry]
- model: authentik_core.group
  identifiers: {name: !File group.txt}
  attrs:
    attributes: !ParseJSON '{"a": 1}'
    is_superuser: !AtIndex [!Context list, 0]
    parents: [!KeyOf a, !Find [authentik_core.group, [name, b]]]
    roles: !Enumerate [!Context roles, SEQ, !FindObject [authentik_rbac.role, [name, !Value 0], [name, !Index 0]]]
- model: authentik_stages_user_login.userloginstage
  identifiers: {name: a}
  attrs:
    geoip_binding:
      !Find
      - authentik_flows.flow
      - [slug, b]
`);

describe('yaml-language-server with our schema', () => {
  test('says nothing of a tag, whatever its form and whatever the field takes', async () => {
    expect(await findings('2025.12', TAGGED)).toEqual([]);
  });

  test('says nothing of a tag before 1.24 with the lenient schema, and would with the strict one', async () => {
    expect(await findings('2025.12', TAGGED, lenient)).toEqual([]);
    expect(
      await findings(
        '2025.12',
        entries('- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superuser: maybe}}'),
        lenient,
      ),
    ).toEqual([]);
  });

  test.each<[sentence: string, text: string, ...found: RegExp[]]>([
    [
      'a misspelt model',
      '- {model: authentik_core.grop, identifiers: {name: a}}',
      /^«authentik_core.grop» This is no model of authentik 2025.12/,
    ],
    [
      'a misspelt field',
      '- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superusr: true}}',
      /^«is_superusr» /,
    ],
    [
      'a field that another release has',
      '- {model: authentik_core.group, identifiers: {name: a}, attrs: {parent: null}}',
      /^«null» parent is called parents since 2025\.12/,
    ],
    [
      'an identifier that cannot identify',
      '- {model: authentik_flows.flow, identifiers: {slgu: a}}',
      /^«slgu» /,
    ],
    [
      'no choice',
      '- {model: authentik_flows.flow, identifiers: {slug: a}, attrs: {designation: authentcation}}',
      /^«authentcation» Value is not accepted/,
    ],
    [
      'no choice in a list',
      '- {model: authentik_stages_identification.identificationstage, identifiers: {name: a}, attrs: {user_fields: [email, emial]}}',
      /^«emial» Value is not accepted/,
    ],
    [
      'a text for a list',
      '- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: a}, attrs: {redirect_uris: https://a}}',
      /^«https:\/\/a» Incorrect type. Expected "array"/,
    ],
    [
      'no boolean',
      '- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superuser: maybe}}',
      /^«maybe» This must be true or false/,
    ],
    [
      'no number',
      '- {model: authentik_flows.flowstagebinding, identifiers: {target: a, stage: b, order: ten}}',
      /^«ten» This must be a whole number/,
    ],
    [
      'null where a value is needed',
      '- {model: authentik_core.group, identifiers: {name: null}}',
      /^«null» Incorrect type/,
    ],
    [
      'a key that the server does not read',
      '- {model: authentik_core.group, identifiers: {name: a}, attr: {}}',
      /^«attr» /,
    ],
    ['an entry without a model', '- {identifiers: {name: a}}', /Missing property "model"/],
    [
      'a state that there is not',
      '- {model: authentik_core.group, state: presnt, identifiers: {name: a}}',
      /^«presnt» Value is not accepted/,
    ],
  ])('underlines %s, once', async (_, text, ...found) => {
    const told = await findings('2025.12', entries(text));
    expect(told.length, told.join('\n')).toBe(found.length);
    for (const [index, pattern] of found.entries()) expect(told[index]).toMatch(pattern);
  });

  test.each<[sentence: string, text: string]>([
    [
      'a number for text, words for booleans, text for numbers',
      '- {model: authentik_flows.flow, identifiers: {slug: a}, attrs: {name: 5, title: 6, compatibility_mode: "yes", designation: recovery}}\n- {model: authentik_flows.flowstagebinding, identifiers: {order: "12", target: 1, stage: 2}}',
    ],
    [
      'look-ups as identifiers',
      '- {model: authentik_flows.flowstagebinding, identifiers: {target__slug: a, stage__name__icontains: b, pk: c}}',
    ],
    [
      'merge keys and aliases',
      '- {model: authentik_core.group, identifiers: {name: a}, attrs: &attrs {is_superuser: true}}\n- {model: authentik_core.group, identifiers: {name: b}, attrs: {<<: *attrs, roles: []}}',
    ],
    ['entries in sections', ''],
  ])('takes %s', async (_, text) => {
    expect(
      await findings(
        '2025.12',
        text === ''
          ? 'version: 1\nentries:\n  groups:\n  - {model: authentik_core.group, identifiers: {name: a}}\n'
          : entries(text),
      ),
    ).toEqual([]);
  });

  /** The labels that are offered at `|`. */
  async function offered(
    text: string,
  ): Promise<{ readonly labels: string[]; readonly inserted: ReadonlyMap<string, string | undefined> }> {
    const { text: plain, position } = withCursor(text);
    const uri = uriOf('2025.12');
    await server.open(uri, plain);
    const items = await server.complete(uri, position);
    return {
      labels: items.map(({ label }) => label),
      inserted: new Map(items.map(({ label, insertText }) => [label, insertText])),
    };
  }

  test('completes models, fields, choices, identifiers and tags', async () => {
    expect((await offered(entries('- model: authentik_co|'))).labels).toEqual(
      expect.arrayContaining(['authentik_core.group', 'authentik_core.application']),
    );
    expect((await offered(entries('- model: |'))).labels).toEqual(
      expect.arrayContaining(['authentik_core.group', '!Find']),
    );
    const fields = await offered(
      entries('- model: authentik_core.group\n  identifiers: {name: a}\n  attrs:\n    is|'),
    );
    expect(fields.labels).toEqual(expect.arrayContaining(['is_superuser', 'parents']));
    expect(fields.labels).not.toContain('pk');
    expect(fields.inserted.get('is_superuser')).toBe('is_superuser: ${1:false}');
    expect(
      (await offered(entries('- model: authentik_flows.flow\n  attrs:\n    designation: |'))).labels,
    ).toEqual(expect.arrayContaining(['enrollment', 'recovery', '!Context']));
    expect(
      (
        await offered(
          entries(
            '- model: authentik_stages_authenticator_totp.authenticatortotpstage\n  attrs:\n    digits: |',
          ),
        )
      ).labels,
    ).toEqual(expect.arrayContaining(['"6"', '8']));
    expect(
      (await offered(entries('- model: authentik_core.group\n  attrs:\n    is_superuser: |'))).labels,
    ).toEqual(expect.arrayContaining(['true', 'false']));
    const identifiers = await offered(entries('- model: authentik_flows.flow\n  identifiers:\n    s|'));
    expect(identifiers.labels).toContain('slug');
    expect(identifiers.labels).not.toContain('policybindingmodel_ptr');
    expect((await offered(entries('- model: authentik_core.group\n  state: |'))).labels).toEqual(
      expect.arrayContaining(['present', 'must_created']),
    );
  });

  test('offers a whole entry of each model', async () => {
    const { inserted } = await offered(entries('- |'));
    expect(inserted.get('authentik_flows.flowstagebinding')).toMatch(
      /model: authentik_flows\.flowstagebinding\n.*identifiers:\n.*target: \S/,
    );
    expect(inserted.get('authentik_core.application')).toMatch(/slug[\s\S]*attrs:[\s\S]*name/);
  });

  test('explains models and fields', async () => {
    const hover = async (text: string): Promise<string> => {
      const { text: plain, position } = withCursor(text);
      const uri = uriOf('2025.12');
      await server.open(uri, plain);
      return server.hover(uri, position);
    };
    const binding = (key: string): string =>
      entries(`- model: authentik_flows.flowstagebinding\n  identifiers: {order: 1}\n  attrs:\n    ${key}`);
    // yaml-language-server writes Markdown and escapes what could be it.
    expect((await hover(binding('target|: !KeyOf a'))).replaceAll('\\', '')).toMatch(
      /the key of authentik_flows.flow, by !KeyOf or !Find; required to create an object/,
    );
    expect(await hover(binding('invalid_response_action|: retry'))).toMatch(/a choice[\s\S]*restart/);
    expect(
      (
        await hover(entries('- model: authentik_flows.flow|stagebinding\n  identifiers: {order: 1}'))
      ).replaceAll('\\', ''),
    ).toMatch(/FlowStageBinding[\s\S]*required to create one: `target`, `stage`, `order`/);
    expect(
      await hover(
        entries(
          '- model: authentik_providers_oauth2.oauth2provider\n  attrs:\n    invalidation_flow|: !KeyOf a',
        ),
      ),
    ).toMatch(/since 2024.10/);
  });

  test('says nothing of our own blueprints', async () => {
    const root = resolve(import.meta.dirname, '../../../blueprints');
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.yaml'),
    );
    expect(paths.length).toBeGreaterThan(10);
    const told = await Promise.all(
      paths.map(async (path) =>
        (await findings('2023.2', readFileSync(join(root, path), 'utf8'))).map((one) => `${path} ${one}`),
      ),
    );
    expect(told.flat()).toEqual([]);
  });
});

/** What the editor underlines in a file and `validate` says nothing of; and what it underlines at all. */
async function more(
  release: string,
  path: string,
): Promise<{
  readonly path: string;
  readonly told: readonly string[];
  readonly unfounded: readonly string[];
}> {
  // What their tests fill in is filled in, and a line that names another schema is left out.
  const text = readFileSync(shared(`data/${path}`), 'utf8')
    .replace(/%\((\w+)\)s/g, 'filled-$1')
    .replace(/^# yaml-language-server.*$/m, '');
  const told = await findings(release, text);
  const ours = checkFiles(
    [{ path, bytes: Buffer.from(text) }],
    loadCatalog(release, new Collector().report),
  ).map(({ place }) => place?.file.text.slice(place.span.start, place.span.end));
  return {
    path,
    told,
    unfounded: told.filter(
      (one) => !ours.some((marked) => marked !== undefined && one.startsWith(`«${marked}»`)),
    ),
  };
}

describe.skipIf(!hasShared)('yaml-language-server with our schema, over files of others', () => {
  test.each<[release: string, data: string, atLeast: number, told: readonly string[]]>([
    ['2023.2', '2023.2.3', 30, ['«template»']],
    // A user's key is filled in with a text; key is an attribute that only a blueprint has, and no document.
    ['2025.12', '2025.12.4', 45, ['«"filled-user"»', '«group»', '«key»', '«object_field»', '«template»']],
    ['2026.2', '2026.2.2', 45, ['«"filled-user"»', '«group»', '«key»', '«object_field»', '«template»']],
  ])(
    "says nothing of authentik's own blueprints of %s but what is dropped",
    async (release, data, atLeast, expected) => {
      const paths = readdirSync(shared(`data/blueprints/${data}`), {
        recursive: true,
        encoding: 'utf8',
      }).filter((path) => path.endsWith('.yaml'));
      const files = await Promise.all(paths.map((path) => more(release, `blueprints/${data}/${path}`)));
      expect(files.flatMap(({ path, unfounded }) => unfounded.map((one) => `${path} ${one}`))).toEqual([]);
      expect([...new Set(files.flatMap(({ told }) => told.map((one) => one.split(' ')[0])))].sort()).toEqual(
        expected,
      );
      expect(paths.length).toBeGreaterThanOrEqual(atLeast);
    },
  );

  test('says nothing that validate does not say, of community files that the importer of 2025.12.4 takes', async () => {
    const verdicts = readFileSync(shared('data/oracle/2025.12.4/community.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; ok: boolean });
    const taken = verdicts.filter(({ ok }) => ok);
    const files = await Promise.all(taken.map(({ file }) => more('2025.12', file)));
    expect(files.flatMap(({ path, unfounded }) => unfounded.map((one) => `${path} ${one}`))).toEqual([]);
    expect(files.filter(({ told }) => told.length === 0).length).toBeGreaterThan(10);
    expect(taken.length).toBeGreaterThan(15);
  });
});
