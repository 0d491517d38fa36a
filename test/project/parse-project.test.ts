import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CODES } from '../../src/diagnostics/codes.ts';
import { Collector, toDiagnostic } from '../../src/diagnostics/collector.ts';
import { isFixed } from '../../src/diagnostics/fixed-codes.ts';
import { parseProject } from '../../src/project/parse-project.ts';
import { withSeverities } from '../../src/project/severities.ts';

function read(text: string) {
  const collector = new Collector();
  const project = parseProject({ path: 'ak-blueprint.yaml', text }, collector.report);
  return {
    project,
    findings: collector.diagnostics.map(
      ({ code, place, hint }) =>
        `${code} «${place ? text.slice(place.span.start, place.span.end) : ''}»${hint === undefined ? '' : ` ${hint}`}`,
    ),
  };
}

const isOfSchema = new Ajv().compile(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schemas/project-1.json'), 'utf8')) as object,
);

describe('a project file', () => {
  test('says which files, which release and which severities', () => {
    const { project, findings } = read(
      'files: [blueprints/, "!blueprints/drafts/**"]\ntarget: 2024.10\nrules:\n  model-case: error\n  secret-literal: off\n',
    );
    expect(findings).toEqual([]);
    expect(project.files.map(({ text }) => text)).toEqual(['blueprints/', '!blueprints/drafts/**']);
    expect(project.target?.text).toBe('2024.10');
    expect([...project.rules]).toEqual([
      ['model-case', 'error'],
      ['secret-literal', 'off'],
    ]);
  });

  test.each([
    '',
    '# nothing yet\n',
    'files: blueprints\n',
    'target: 2024.8\n',
    'rules: {model-case: off}\n',
    'lists: {authentik_core.group.users: merge}\n',
    'env: [DOMAIN, SSO_*]\n',
    'protect: authentik_core.group\n',
    'protect: [authentik_core.application, "authentik_core.group:Platform: all"]\n',
    'env: []\n',
    'unmanaged: {ignore: authentik_core.group}\n',
    'unmanaged: {ignore: ["authentik_core.group:team-*", authentik_policies.policy]}\n',
    'project: {name: Shop 2, id: 5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90}\n',
    'project: {name: 2024, id: 1234567890123456}\ninventory: off\n',
    'project: {name: shop, id: aaaaaaaaaaaaaaaa}\ninventory: file\n',
    'inventory: off\n',
  ])('may be %j, and its schema says so, too', (text) => {
    expect(read(text).findings).toEqual([]);
    expect(isOfSchema(parse(text, { version: '1.1' }) ?? {}), JSON.stringify(isOfSchema.errors)).toBe(true);
  });

  test.each([
    ['an unknown key, with the nearest', 'flies: [a]\n', 'project-invalid «flies» did you mean "files"?'],
    [
      'a key that is like none',
      'environment: {}\n',
      'project-invalid «environment» it has the keys files, target, rules, lists, env, protect, unmanaged, project, inventory',
    ],
    ['no name of a variable', 'env: [A B]\n', 'project-invalid «A B»'],
    [
      'an object to ignore without its app',
      'unmanaged: {ignore: [group]}\n',
      'project-invalid «group» write authentik_core.group for all groups, or "authentik_core.group:NAME" for some, with * and ? in the name',
    ],
    [
      'unmanaged as a list',
      'unmanaged: [x]\n',
      'project-invalid «[x]» write "unmanaged:" and below it "ignore: [authentik_core.group:team-*]"',
    ],
    [
      'another key of unmanaged',
      'unmanaged: {ignored: [authentik_core.group]}\n',
      'project-invalid «ignored» did you mean "ignore"?',
    ],
    [
      'an object to protect as a mapping',
      'protect: [authentik_core.group: Platform]\n',
      'project-invalid «authentik_core.group: Platform» write authentik_core.group for all groups, or "authentik_core.group:NAME" for one',
    ],
    [
      'a list',
      '- a\n',
      'project-invalid «-» it has the keys files, target, rules, lists, env, protect, unmanaged, project, inventory',
    ],
    ['a path that is no text', 'files: [1]\n', 'project-invalid «1»'],
    [
      'an exclusion that YAML takes for a tag',
      'files:\n- a\n- !drafts/**\n',
      'project-invalid «!drafts/**» put it in quotes: "!" takes files out',
    ],
    ['a release that is none', 'target: latest\n', 'project-invalid «latest» write it as 2024.8 or 2024.8.3'],
    ['a release that is left empty', 'target:\n', 'project-invalid «target» write it as 2024.8 or 2024.8.3'],
    [
      'rules that are a list',
      'rules: [model-case]\n',
      'project-invalid «[model-case]» write "rules:" and below it lines such as "model-case: error"',
    ],
    [
      'a code that there is not',
      'rules: {model-cse: off}\n',
      'project-invalid «model-cse» did you mean model-case?',
    ],
    ['a severity that there is not', 'rules: {model-case: warn}\n', 'project-invalid «warn»'],
    [
      'a severity that is misspelt',
      'rules: {model-case: eror}\n',
      'project-invalid «eror» did you mean error?',
    ],
    ['a severity that is left out', 'rules: {model-case: }\n', 'project-invalid «model-case»'],
    [
      'silence about what keeps a file from being read',
      'rules: {yaml-syntax: off}\n',
      'project-invalid «yaml-syntax» take the line out',
    ],
    [
      'lists that are a list',
      'lists: [authentik_core.group.users]\n',
      'project-invalid «[authentik_core.group.users]» write "lists:" and below it lines such as "authentik_core.group.users: merge"',
    ],
    [
      'a way to treat a list that there is not',
      'lists: {authentik_core.group.users: mrege}\n',
      'project-invalid «mrege» did you mean merge?',
    ],
    [
      'a way that is like none',
      'lists: {authentik_core.group.users: own}\n',
      'project-invalid «own» without this line the blueprints own the whole list',
    ],
    [
      'a project that is a text',
      'project: shop\n',
      expect.stringMatching(
        /^project-invalid «shop» write "project:" and below it "name: my-project" and "id: [-0-9a-f]{36}"$/,
      ) as string,
    ],
    [
      'a project without an id, for which a random one is offered',
      'project: {name: shop}\n',
      expect.stringMatching(
        /^project-invalid «{name: shop}» add the line "id: [-0-9a-f]{36}", and never change it$/,
      ) as string,
    ],
    [
      'a project with an id that is not random',
      'project: {name: shop, id: shop}\n',
      expect.stringMatching(/^project-invalid «shop» add the line "id: /) as string,
    ],
    [
      'a project without a name',
      'project: {id: aaaaaaaaaaaaaaaa}\n',
      'project-invalid «{id: aaaaaaaaaaaaaaaa}» the inventory of the project on the server is named after it',
    ],
    [
      'a project with a name of two lines',
      'project: {name: "a\\nb", id: aaaaaaaaaaaaaaaa}\n',
      'project-invalid «"a\\nb"» the inventory of the project on the server is named after it',
    ],
    [
      'a key in the project that it does not have',
      'project: {nmae: a, name: shop, id: aaaaaaaaaaaaaaaa}\n',
      'project-invalid «nmae» did you mean "name"?',
    ],
    [
      'an inventory somewhere else',
      'project: {name: shop, id: aaaaaaaaaaaaaaaa}\ninventory: sever\n',
      'project-invalid «sever» did you mean server?',
    ],
    [
      'an inventory of nobody',
      'inventory: server\n',
      expect.stringMatching(/^project-invalid «inventory» add "project:"/) as string,
    ],
    ['text that is no YAML', 'files: [a\n', expect.stringContaining('yaml-syntax') as string],
  ])('must not have %s', (_, text, finding) => expect(read(text).findings).toEqual([finding]));

  test.each([
    ['url', 'AUTHENTIK_URL'],
    ['AUTHENTIK_URL', 'AUTHENTIK_URL'],
    ['server', 'AUTHENTIK_URL'],
    ['http-proxy', 'HTTPS_PROXY'],
    ['token', '--token-file'],
    ['tokenFile', '--token-file'],
    ['token_file', '--token-file'],
    ['apiToken', '--token-file'],
    ['headers', '--header'],
    ['caFile', '--ca-file'],
    ['clientKey', '--client-cert'],
    ['insecure', '--ca-file'],
    ['command', 'run it before'],
    ['preApply', 'run it before'],
    ['plugins', 'run it before'],
    ['envFile', 'run it before'],
    ['allowPath', 'command line'],
    ['allow-protected', 'command line'],
    ['insensitive', 'command line'],
    ['context', 'command line'],
  ])('has no %s, and says why and where it belongs', (key, where) => {
    const collector = new Collector();
    const project = parseProject(
      { path: 'ak-blueprint.yaml', text: `files: a\n"${key}": x\n` },
      collector.report,
    );
    expect(collector.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^project-invalid a project file has no ".*": it comes with the checkout, so /),
    ]);
    expect(collector.diagnostics[0]?.hint).toContain(where);
    expect(project.files.map(({ text }) => text)).toEqual(['a']);
  });

  test('has only so many paths, as each may take a walk', () => {
    const { project, findings } = read(
      `files: [${Array.from({ length: 1002 }, (_, at) => `f${at}`).join(', ')}]\n`,
    );
    expect([project.files.length, findings]).toEqual([1000, ['project-invalid «f1000» name folders']]);
  });

  test('counts as far as it can be read', () => {
    const { project } = read('nope: 1\nfiles: [a, 2]\nrules: {nope: off, model-case: info}\n');
    expect([project.files.map(({ text }) => text), [...project.rules]]).toEqual([
      ['a'],
      [['model-case', 'info']],
    ]);
  });
});

test('an identity counts only as a whole, and as it stands in the file', () => {
  expect(read('project: {name: 2024.10, id: 0123456789012345}\ninventory: off\n').project).toMatchObject({
    identity: { name: '2024.10', id: '0123456789012345' },
    inventory: 'off',
  });
  expect(read('project: {name: shop}\n').project.identity).toBeUndefined();
  expect(read('files: a\n').project).toMatchObject({ identity: undefined, inventory: undefined });
});

test('severities of the project replace those of the findings, whatever they were; off takes them out', () => {
  const finding = (code: keyof typeof CODES, severity?: 'warning') =>
    toDiagnostic({ code, message: code, ...(severity ? { severity } : {}) });
  const { rules } = read('rules: {model-case: error, secret-literal: off, attribute-missing: info}').project;
  const given = [
    finding('model-case'),
    finding('secret-literal'),
    finding('attribute-missing', 'warning'),
    finding('id-duplicate'),
  ];
  expect(withSeverities(given, rules).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'error model-case',
    'info attribute-missing',
    'warning id-duplicate',
  ]);
});

test('only errors are fixed, and the note about what the project file hides', () => {
  expect(
    (Object.keys(CODES) as (keyof typeof CODES)[]).filter(
      (code) => isFixed(code) && CODES[code].severity !== 'error',
    ),
  ).toEqual(['unmanaged-ignored']);
});
