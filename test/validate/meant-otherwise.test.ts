import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { InternalError } from '../../src/diagnostics/errors.ts';
import type { Run } from '../../src/validate/facts.ts';
import { validateBlueprint } from '../../src/validate/validate.ts';
import { hasShared, shared } from '../shared.ts';
import { shown } from './check.ts';

const catalog = loadCatalog('2025.12', new Collector().report);

/** What is found in a text by itself, with notes and messages of secrets included. */
function check(text: string, run?: Run): Collector {
  const collector = new Collector();
  const file = decodeFile('a.yaml', Buffer.from(text), collector.report);
  const blueprint = file && parseBlueprint(file, collector.report, { features: features(catalog.release) });
  if (!blueprint) throw new InternalError('the text is no blueprint');
  validateBlueprint(blueprint, catalog, collector.report, run);
  return collector;
}

function found(text: string, run?: Run): string[] {
  return check(text, run).diagnostics.map(shown);
}

const SENT: Run = { given: new Set(), isSent: true };
const user = (attrs: string): string =>
  `version: 1\nentries:\n- {model: authentik_core.user, identifiers: {username: u}, attrs: {${attrs}}}\n`;
const application = (attrs: string): string =>
  `version: 1\nentries:\n- {model: authentik_core.application, identifiers: {slug: s}, attrs: {name: n, ${attrs}}}\n`;
const flow = (attrs: string): string =>
  `version: 1\nentries:\n- {model: authentik_flows.flow, identifiers: {slug: s}, attrs: {name: n, designation: authentication, ${attrs}}}\n`;

describe('placeholders', () => {
  test.each([
    ['a name', user('name: "${WHO}"'), '«${WHO}»'],
    ['a part of a name', application('group: "the {{ team }} people"'), '«{{ team }}»'],
    ['a mail address, once', user('name: n, email: "{{ mail }}"'), '«{{ mail }}»'],
    ['an address, once', application('meta_launch_url: "https://{{ host }}/x"'), '«{{ host }}»'],
    ['an address of a shell', application('meta_launch_url: https://$HOST/x'), '«$HOST»'],
    ['an address of a person', application('meta_launch_url: "https://<your host>/x"'), '«<your host>»'],
    ['a choice, once', flow('title: t, layout: "{% if x %}stacked{% endif %}"'), '«{% if x %}»'],
    ['a choice in capitals, once', flow('title: t, policy_engine_mode: __MODE__'), '«__MODE__»'],

    ['a link to an object, once', application('provider: "${PROVIDER}"'), '«${PROVIDER}»'],
    ['a flag, once', user('name: n, is_active: "${ACTIVE}"'), '«${ACTIVE}»'],
    ['a list, once', user('name: n, groups: "${GROUPS}"'), '«${GROUPS}»'],
    ['what is encrypted', user('name: n, email: "ENC[AES256_GCM,data:x]"'), '«ENC[AES256_GCM,data:x]»'],
    ['a format that nobody fills in', user('name: "%(who)s"'), '«%(who)s»'],
    ['a default', user('name: !Env [WHO, "${WHO}"]'), '«${WHO}»'],
    [
      'what is looked up',
      application('provider: !Find [authentik_providers_oauth2.oauth2provider, [name, "${X}"]]'),
      '«${X}»',
    ],
    [
      'a part of a format',
      application('meta_launch_url: !Format ["https://%s/${PATH_TO}", a.b]'),
      '«${PATH_TO}»',
    ],
    ['an address in JSON', user('name: n, attributes: {home: "https://{{ host }}/"}'), '«{{ host }}»'],
  ])('%s: a warning, and an error where it is sent', (_, text, what) => {
    const only = (all: string[]): string[] => all.filter((one) => !one.includes('find-no-match'));
    expect(only(found(text))).toEqual([`warning placeholder ${what}`]);
    expect(only(found(text, SENT))).toEqual([`error placeholder ${what}`]);
  });

  test.each([
    ['a description', application('meta_description: "Costs ${amount} a month"')],
    ['JSON', user('name: n, attributes: {motto: "{{ motto }} for ever"}')],
    ['a title', flow('title: "Welcome to {{ brand }}"')],
  ])('%s: a note, also where it is sent', (_, text) => {
    expect(found(text, SENT).map((one) => one.split(' «')[0])).toEqual(['info placeholder']);
  });

  test.each([
    ['what the server fills in', flow('title: "Welcome to %(app)s"')],
    ['an address by user', application('meta_launch_url: "https://%(username)s.example.com"')],
    ['prose with an angle', application('meta_description: "write to <who>, $5"')],
    [
      'Python',
      'version: 1\nentries:\n- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: x}, attrs: {expression: "return f\\"{{{1}}}\\" != \\"${a}\\""}}\n',
    ],
    ['a dollar in a name', user('name: "Dollar $ign"')],
    [
      'an entry that never runs',
      'version: 1\nentries:\n- {model: authentik_core.group, conditions: [false], identifiers: {name: "${X}"}}\n',
    ],
  ])('%s is what it is', (_, text) => {
    expect(found(text, SENT)).toEqual([]);
  });

  test('a secret: one finding, which does not quote it', () => {
    const { diagnostics } = check(user('name: n, password: "x-${PASS:-hunter2}"'));
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'placeholder password is a placeholder, which nobody filled in',
    ]);
  });

  test('the context counts where it is used and the run gives nothing else', () => {
    const text = `version: 1\ncontext: {host: "\${HOST}", other: "\${X}"}\nentries:\n- {model: authentik_core.application, identifiers: {slug: s}, attrs: {name: n, meta_launch_url: !Format ["https://%s/", !Context host]}}\n`;
    expect(found(text)).toEqual(['warning placeholder «"${HOST}"»']);
    expect(found(text, SENT)).toEqual(['error placeholder «"${HOST}"»']);
    expect(found(text, { isSent: true, given: new Set(['host']) })).toEqual([]);
    expect(check(text).diagnostics[0]?.hint).toContain('give another value with --context host=…');
  });

  test('the name of the blueprint is one, too, where no tag can stand', () => {
    const text = `version: 1\nmetadata: {name: "\${TEAM} groups"}\nentries:\n- {model: authentik_core.group, identifiers: {name: a}}\n`;
    expect(found(text)).toEqual(['warning placeholder «"${TEAM} groups"»']);
    expect(found(text, SENT)).toEqual(['error placeholder «"${TEAM} groups"»']);
    expect(check(text).diagnostics[0]?.hint).not.toContain('!Env');
  });

  test('in a text that the server is to apply it is an error, too, where that is sent', () => {
    const text = `version: 1\nentries:\n- model: authentik_blueprints.blueprintinstance\n  identifiers: {name: b}\n  attrs:\n    content: |\n      version: 1\n      entries:\n      - {model: authentik_core.group, identifiers: {name: "\${X}"}}\n`;
    expect(found(text)).toEqual(['warning placeholder «${X}»']);
    expect(found(text, SENT)).toEqual(['error placeholder «${X}»']);
  });

  test('of values that SOPS encrypted nothing is said where it is said of the file', () => {
    const text = `${user('name: "ENC[AES256_GCM,data:x]", password: "ENC[AES256_GCM,data:x]"')}sops:\n  mac: x\n`;
    expect(found(text)).toEqual(['warning structure-unknown-key «sops»']);
    expect(found(text.replace('sops:', 'more:')).map((one) => one.split(' «')[0])).toContain(
      'warning placeholder',
    );
  });

  test('a state is said to be one', () => {
    const text = `version: 1\nentries:\n- {model: authentik_core.group, state: "{{ state }}", identifiers: {name: a}}\n`;
    expect(
      check(text).diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${message}`),
    ).toEqual([
      'error ensure-invalid the state must be one of present, created, absent, must_created, but is "{{ state }}", which nobody filled in',
    ]);
  });
});

describe('tags in quotes', () => {
  test.each([
    ['a key', application("provider: '!KeyOf p'"), 'error'],
    [
      'a look-up',
      application("provider: '!Find [authentik_providers_oauth2.oauth2provider, [name, x]]'"),
      'error',
    ],
    ['a secret', user('name: n, password: "!Env PASSWORD"'), 'error'],
    [
      'an identifier',
      'version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: "!Env G"}}\n',
      'error',
    ],
    ['a name', user('name: "!Env NAME"'), 'warning'],
    ['an address', user('name: n, email: "!Env MAIL"'), 'warning'],
    ['a text', application('meta_description: "!Context about"'), 'warning'],
  ])('%s: one finding with a fix', (_, text, severity) => {
    const { diagnostics } = check(text);
    expect(diagnostics.map((one) => `${one.severity} ${one.code}`)).toEqual([`${severity} tag-quoted`]);
    expect(diagnostics[0]?.fixes?.map(({ mechanical }) => mechanical)).toEqual([true]);
  });

  test('what only begins like one is a text', () => {
    expect(found(user('name: "!Environment X"'))).toEqual([]);
    expect(found(user('name: "!Env: what a day, isn\'t it"'))).toEqual([]);
  });

  test.skipIf(!hasShared)('a recorded file is what its author meant after its fixes', () => {
    const text = readFileSync(shared('data/cases/13/generated.yaml'), 'utf8');
    expect(found(text).map((one) => one.split(' «')[0])).toEqual(Array(4).fill('error tag-quoted'));
    const fixes = check(text).diagnostics.flatMap((one) => one.fixes ?? []);
    const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => b.place.span.start - a.place.span.start);
    const fixed = edits.reduce(
      (rest, { place: { span }, text: put }) => rest.slice(0, span.start) + put + rest.slice(span.end),
      text,
    );
    expect(found(fixed).filter((one) => !one.includes('find-no-match'))).toEqual([]);
  });
});

test.skipIf(!hasShared)('a tag as the default of !AtIndex is not resolved, as the importer says', () => {
  const variant = (name: string): string =>
    readFileSync(shared(`data/cases/22/variants/${name}.yaml`), 'utf8');
  expect(found(variant('atindex-env'))).toEqual(['error tag-misplaced «!Env [REP22_NONE2, robots]»']);
  expect(found(variant('context-tag'))).toEqual([]);
});

describe('a password that is a hash', () => {
  test.each([
    ['pbkdf2_sha256$1000$abc$def='],
    ['$2y$10$abcdefghijklmnopqrstuv'],
    ['$argon2id$v=19$m=65536,t=3,p=4$abc$def'],
    ['$6$rounds=5000$salt$hash'],
    ['scrypt$salt$16384$8$1$hash'],
    ['$apr1$salt$hash'],
    ['{SSHA}abcdefgh'],
    ['{ssha512}abcdefgh'],
    ['admin:$2y$05$abcdefghijklmnopqrstuv'],
  ])('%s', (hash) => {
    const codes = (text: string): string[] => check(text).diagnostics.map(({ code }) => code);
    expect(codes(user(`name: n, password: "${hash}"`))).toEqual(['password-hash', 'secret-literal']);
    expect(codes(user(`name: n, password: !Env [PASSWORD, "${hash}"]`))).toEqual(['password-hash']);
  });

  test.each([['pa$$word'], ['$2 for you'], ['{x}: y'], ['a:b$c$d']])('not %s', (password) => {
    const { diagnostics } = check(user(`name: n, password: "${password}"`));
    expect(diagnostics.map(({ code }) => code)).toEqual(['secret-literal']);
  });
});
