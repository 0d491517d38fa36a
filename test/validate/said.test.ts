import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { catalog, checkFiles } from './check.ts';

/*
 * What findings say, where they point, and what they propose: the words that tell people what to do.
 */

const newer = loadCatalog('2025.12', () => undefined);
const BINDING = 'authentik_policies.policybinding';
const BRAND = 'authentik_brands.brand';
const FLOW = 'authentik_flows.flow';
const OAUTH = 'authentik_sources_oauth.oauthsource';
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const ROLE = 'authentik_rbac.role';
const TENANT = 'authentik_tenants.tenant';
const USER = 'authentik_core.user';
const KEY = '0a0a0a0a-0000-4000-8000-000000000001';

const entry = (model: string, identifiers: string, attrs = '{}', more = ''): string =>
  `- {model: ${model}, ${more}identifiers: ${identifiers}, attrs: ${attrs}}\n`;
const group = (name: string, attrs = '{}', more = ''): string =>
  entry('authentik_core.group', `{name: ${name}}`, attrs, more);

/** What is found in files (one text of entries each), in the order in which it is found. */
function findings(entries: string | readonly string[], target = catalog, head = ''): Diagnostic[] {
  const files = [entries].flat().map((text, index) => ({
    path: `${index + 1}.yaml`,
    bytes: Buffer.from(`version: 1\n${head}metadata: {name: n${index + 1}}\nentries:\n${text}`),
  }));
  return [...checkFiles(files, target)];
}

/** A finding's parts as people read them. */
const NO_ID = 'no entry before this one has an id: give the one that is meant an id, or write !Find';
const said = ({ severity, place, message, hint, notes, fixes }: Diagnostic) => ({
  severity,
  at: place?.file.text.slice(place.span.start, place.span.end),
  message,
  hint,
  notes: notes?.map((note) => note.message),
  texts: fixes?.flatMap(({ edits }) => edits.map(({ text }) => text)),
});

type Part = Partial<ReturnType<typeof said>>;
type Row = [sentence: string, entries: string | readonly string[], ...parts: Part[]];

describe('!KeyOf', () => {
  test.each<Row>([
    [
      'of an id that nothing has points at the one entry that could be meant',
      group('a') + group('b', '{parent: !KeyOf zzzz}'),
      {
        at: '!KeyOf zzzz',
        hint: 'add id: zzzz to the entry that is meant',
        notes: ['this entry has no id, and could be the one that is meant'],
      },
    ],
    [
      'of an id that nothing has points at none of two',
      group('a') + group('c') + group('b', '{parent: !KeyOf zzzz}'),
      {
        at: '!KeyOf zzzz',
        hint: NO_ID,
        notes: [],
      },
    ],
    [
      'of an entry of another model points at none',
      entry(USER, '{username: u}', '{name: U, groups: []}') + group('b', '{parent: !KeyOf zzzz}'),
      {
        at: '!KeyOf zzzz',
        hint: NO_ID,
        notes: [],
      },
    ],
    [
      'of a later entry says to move it, and shows it',
      group('b', '{parent: !KeyOf a}') + group('a', '{}', 'id: a, '),
      { hint: 'move it before this entry', notes: ['the entry that is meant'] },
    ],
    [
      'of a later entry counts the places that refer to it',
      group('b', '{parent: !KeyOf a}') + group('c', '{parent: !KeyOf a}') + group('a', '{}', 'id: a, '),
      {
        hint: 'move it before this entry, the first of 2 places that refer to it',
        notes: ['the entry that is meant', 'this comes before it, too'],
      },
    ],
    [
      'that nearly names its own entry is the one that is misspelt',
      group('redteam', '{parent: !KeyOf redteam}', 'id: redteem, '),
      { at: '!KeyOf redteam', hint: 'did you mean redteem?', texts: ['redteem'] },
    ],
    [
      'of an id that nothing has, where an id is there twice, is said there',
      group('a', '{}', 'id: a, ') + group('b', '{}', 'id: a, ') + group('c', '{parent: !KeyOf bbbbb}'),
      { at: 'a', notes: ['the entry that is meant', 'so no entry of this file has the id bbbbb'] },
    ],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));
});

describe('identifiers', () => {
  test.each<Row>([
    [
      'that are missing are named: the unique field',
      `- {model: ${USER}, attrs: {name: x}}\n`,
      { hint: 'add identifiers, such as {username: my-username}' },
    ],
    [
      'that are missing are fields that are unique together, without those that are given',
      `- {model: ${BINDING}, attrs: {order: 1}}\n`,
      {
        hint: 'add identifiers, such as {policy: !Find [authentik_policies.policy, [name, my-policy]], target: !Find [authentik_core.application, [slug, my-target]]}',
      },
    ],
    [
      'with a key of the entry among them say where it belongs',
      entry('authentik_core.group', '{name: g, state: absent}'),
      {
        at: 'state',
        hint: 'state is a key of the entry, and here it stands inside its identifiers: indent it less',
      },
    ],
    [
      'that are no fields name those that people know',
      entry('authentik_core.group', '{zzz: g}'),
      { hint: 'write name; Fields that can identify: attributes, is_superuser, name, parent, pk, users' },
    ],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));

  test('along a relation name the fields of the other model, those of the database, too', () => {
    const [finding] = findings(
      entry(
        'authentik_flows.flowstagebinding',
        '{target__flowbinding: a, target: 1, stage: 2}',
        '{order: 1}',
      ),
    );
    expect(finding?.hint).toMatch(/Fields that can identify: flowstagebinding, .* and \d+ others$/);
  });
});

describe('what is missing to create an object', () => {
  test.each<Row>([
    [
      'is perhaps on the server when a look-up identifies it',
      entry('authentik_core.group', '{parent__name: p, is_superuser: false}', '{attributes: {}}'),
      {
        severity: 'warning',
        hint: 'add name: my-name, or leave it when the object always exists',
        notes: undefined,
      },
    ],
    [
      'is perhaps on the server when another unique field identifies it',
      entry(OAUTH, '{slug: s}', '{enabled: true}'),
      { severity: 'warning', notes: undefined },
    ],
  ])('%s', (_, entries, ...parts) => {
    const found = findings(entries).map(said);
    expect(found).toMatchObject(parts);
    // Not even an empty list: a finding with notes is shown otherwise.
    expect(found[0]?.notes).toBeUndefined();
  });

  test('is told without the objects of a fresh server, too', () => {
    const without = { ...catalog };
    delete without.defaults;
    const found = findings(entry('authentik_core.group', '{is_superuser: false}'), without);
    expect(found.map(({ code }) => code)).toEqual(['attribute-missing']);
  });

  test('since a release is said, with a line to add', () => {
    const flow = `!Find [${FLOW}, [slug, default-provider-authorization-implicit-consent]]`;
    const [finding] = findings(
      `- model: ${OAUTH2}\n  identifiers: {name: a}\n  attrs:\n    client_type: public\n` +
        `    authorization_flow: ${flow}\n`,
      newer,
    ).map(said);
    const write = `invalidation_flow: !Find [${FLOW}, [slug, default-provider-invalidation-flow]]`;
    expect(finding).toMatchObject({
      notes: [
        `invalidation_flow is required since 2024.10; what came before is ${write}`,
        'redirect_uris is required since 2024.8; what came before is redirect_uris: []',
      ],
      texts: [`${write}\n    `, 'redirect_uris: []\n    '],
    });
  });
});

describe('values', () => {
  test.each<Row>([
    [
      'that are null can be left out',
      group('g', '{is_superuser: null}'),
      { at: 'null', hint: 'take the line out to keep the default' },
    ],
    [
      'that are left empty are null',
      '- model: authentik_core.group\n  identifiers: {name: k}\n  attrs:\n    is_superuser:\n',
      { hint: 'a value that is left empty is null; write "" for an empty text, or take the line out' },
    ],
    [
      'that are null inside a list have no default',
      group('g', '{users: [null]}'),
      { hint: 'take this item out' },
    ],
    [
      'that an alias repeats are told of once',
      group('g', '{is_superuser: &x {a: 1}, users: *x}'),
      { message: 'is_superuser must be true or false, not a mapping' },
    ],
    [
      'of a binding to nothing are told of at the first',
      entry(BINDING, `{order: 1, target: ${KEY}}`, '{policy: null, group: ~, user: ""}'),
      { at: 'null', message: 'one of policy, group, user must be set' },
      { at: KEY },
    ],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));

  test('that are keys of one server name the field that people know the object by', () => {
    const found = findings(
      entry(TENANT, '{domain: d}', `{flow_recovery: ${KEY}}`) +
        group('g', `{parent: ${KEY}, users: [!Find [${USER}, [username, akadmin]]]}`),
    );
    expect(found.map(({ hint }) => hint)).toEqual([
      `write !Find [${FLOW}, [slug, …]], or !KeyOf the id of the entry that makes it`,
      'write !Find [authentik_core.group, [name, …]], or !KeyOf the id of the entry that makes it',
    ]);
  });
});

describe('the one object of its kind', () => {
  const one = (domain: string): string => entry(TENANT, `{domain: ${domain}}`, '{default: true}');
  const there: Part = {
    severity: 'warning',
    message: 'only one Tenant can have default: true, and servers have one from the start',
    hint: 'to change that one, write identifiers: {default: true}',
    notes: undefined,
  };
  test.each<Row>([
    ['is on every server', one('a'), there],
    [
      'is not two of the same files',
      one('a') + one('b'),
      there,
      {
        severity: 'error',
        message: 'only one object of this model can have default: true',
        hint: 'set default for one of them; to change the one that is there, write identifiers: {default: true}',
        notes: ['another object has it here'],
      },
    ],
    ['is one in two entries about it', one('a') + one('a'), there, there],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));
});

describe('the context', () => {
  test.each<Row>([
    ['lacks a key that is nearly there', group('!Context naem'), { hint: 'did you mean name?' }],
    [
      'lacks a key in a list of one, too',
      group('!Context [naem]'),
      { hint: 'write !Context [name, default] or !Context key' },
      { hint: 'did you mean name?' },
    ],
    ['needs no key that has a default', group('!Context [naem, d]')],
  ])('%s', (_, entries, ...parts) =>
    expect(findings(entries, catalog, 'context: {name: x}\n').map(said)).toMatchObject(parts),
  );
});

describe('look-ups', () => {
  test.each<Row>([
    [
      'of a model that is like no other are told of without advice',
      group('g', '{parent: !Find [zzz.qqq, [a, b]]}'),
      { message: 'zzz.qqq is no model of authentik 2023.2.3 that can be looked up', hint: undefined },
    ],
    [
      'of a short name may be wrong in one letter',
      group('g', `{users: [!Find [${USER}, [username, akadmim]]]}`),
      { severity: 'warning', at: 'akadmim', hint: 'did you mean "akadmin"?', texts: ['akadmin'] },
    ],
    [
      'are compared with the field that they ask for',
      entry(FLOW, '{slug: s, name: My long name}', '{title: F, designation: recovery}') +
        entry(TENANT, '{domain: d}', `{flow_recovery: !Find [${FLOW}, [name, My long nane]]}`),
      { severity: 'warning', at: 'My long nane', hint: 'did you mean "My long name"?' },
    ],
    [
      'say all that they ask for',
      group(
        'g',
        '{parent: !Find [authentik_core.group, [name, nobody], [is_superuser, true], [name__icontains, n]]}',
      ),
      {
        severity: 'info',
        message:
          'no entry makes authentik_core.group with name "nobody" and is_superuser true and ' +
          'name icontains "n", and a fresh authentik 2023.2.3 has none',
      },
    ],
    [
      'by a number ask for its text where the field is one',
      group('g', '{parent: !Find [authentik_core.group, [name, 5]]}'),
      {
        severity: 'info',
        message: 'no entry makes authentik_core.group with name "5", and a fresh authentik 2023.2.3 has none',
      },
    ],
    [
      'that follow a link, or are made by a tag, are left to the server',
      group('g', '{parent: !Find [authentik_core.group, [parent__name, nobody]]}') +
        group('h', '{parent: !Find [authentik_core.group, [name, !Env N]]}'),
    ],
    [
      'of what only one other file may make come after it',
      [group('!Context n'), group('g', '{parent: !Find [authentik_core.group, [name, p]]}')],
      { severity: 'info', at: '!Find [authentik_core.group, [name, p]]', notes: ['made here'] },
    ],
    [
      'of what two other files may make come after neither',
      [
        group('!Context n'),
        group('!Context m'),
        group('g', '{parent: !Find [authentik_core.group, [name, p]]}'),
      ],
    ],
    [
      'in a circle say which file needs which',
      [
        group('a', '{parent: !Find [authentik_core.group, [name, b]]}'),
        group('b', '{parent: !Find [authentik_core.group, [name, a]]}'),
      ],
      { notes: ['2.yaml looks for what 1.yaml makes'] },
    ],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));

  test.each([
    ['of a model with another name now', '[domain, x]', [`write ${BRAND}`]],
    [
      'by what that model never had',
      '[domain, x], [nosuch, y]',
      [expect.stringContaining('there are authentik_tenants.domain')],
    ],
  ])('%s', (_, criteria, hints) => {
    const text = group('g', `{attributes: {x: !Find [${TENANT}, ${criteria}]}}`);
    expect(findings(text, newer).map((finding) => finding.hint)).toEqual(hints);
  });
});

test('a tag that fails inside an !If is told of once', () => {
  const found = findings(group('g', '{attributes: {x: !If [true, !Format ["%s %s", a], b]}}'));
  expect(found.map(({ code }) => code)).toEqual(['tag-failed']);
});

test('each permission that a role holds everywhere is looked up, whatever it is', () => {
  const found = findings(
    entry(ROLE, '{name: r}', '{permissions: [authentik_core.view_aplication, 5]}'),
    newer,
  );
  expect(found.map(said)).toMatchObject([
    { at: 'authentik_core.view_aplication', hint: 'did you mean authentik_core.view_application?' },
    { at: '5', hint: 'write it with its app, such as authentik_core.view_application' },
  ]);
});

test.each([
  ['a value that two objects have is taken', '', ['value-taken']],
  ['a value that another object may have is not', 'conditions: [!Context x], ', []],
])('%s', (_, more, codes) => {
  const text =
    entry('authentik_stages_dummy.dummystage', '{name: s}') +
    entry('authentik_stages_deny.denystage', '{name: s}', '{}', more);
  expect(findings(text).map(({ code }) => code)).toEqual(codes);
});

test('what is found does not depend on the order in which files are given', () => {
  const files = [...'ba'].map((name) => ({
    path: `${name}.yaml`,
    bytes: Buffer.from(
      `version: 1\nentries:\n${entry('authentik_stages_dummy.dummystage', '{name: s}')}`.replace(
        'dummy.dummy',
        name === 'a' ? 'dummy.dummy' : 'deny.deny',
      ),
    ),
  }));
  const found = (given: typeof files): unknown[] =>
    checkFiles(given).map(({ code, place }) => [code, place?.file.path]);
  expect(found(files)).toEqual([['value-taken', 'b.yaml']]);
  expect(found(files.toReversed())).toEqual([['value-taken', 'b.yaml']]);
});

describe('a blueprint that is wanted first', () => {
  const apply = (identifiers: string): string =>
    `- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: ${identifiers}}}\n`;
  test.each<Row>([
    [
      'is named as it is wanted, and nothing like it is proposed',
      apply('{name: qqq}'),
      {
        message: 'no blueprint named "qqq" is among these files; the entry fails unless the server has one',
        hint: 'name its file, too, or set required: false',
        texts: undefined,
      },
    ],
    [
      'is one of the files by its path',
      [apply('{path: 2.yml}'), group('g')],
      {
        message: 'no blueprint at "2.yml" is among these files; the entry fails unless the server has one',
        hint: 'did you mean "2.yaml"?',
        texts: ['2.yaml'],
      },
    ],
    ['is there by its name', [apply('{name: n2}'), group('g')]],
  ])('%s', (_, entries, ...parts) => expect(findings(entries).map(said)).toMatchObject(parts));
});

test.each<[holder: string, codes: string[]]>([
  ['', ['permission-holder']],
  [', user: 1', []],
  [`, role: ${KEY}`, []],
])('a permission goes to somebody: %s', (holder, codes) => {
  const item = `{permission: view_role${holder}}`;
  const text = `- {model: ${ROLE}, identifiers: {name: r}, permissions: [${item}]}\n`;
  const found = findings(text, newer).map(({ code }) => code);
  expect(found.filter((code) => code.startsWith('permission'))).toEqual(codes);
});

test('a value that another object has is said to be one, and where it is', () => {
  const text =
    entry('authentik_stages_dummy.dummystage', '{name: s}') +
    entry('authentik_stages_deny.denystage', '{name: s}');
  expect(findings(text).map(said)).toMatchObject([
    {
      at: 's',
      message: 'name must be unique, but another object of these blueprints has this value, too',
      notes: ['authentik_stages_dummy.dummystage has it here'],
    },
  ]);
});
