import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { validateAcross, validateBlueprint } from '../../src/validate/validate.ts';
import { catalog, checkFiles, shown } from './check.ts';
import { runs } from '../random-cases.ts';

const file = (path: string, entries: string) => ({
  path,
  text: `version: 1\nmetadata: {name: ${path}}\nentries:\n${entries}`,
});
const STAGES = [
  file('a.yaml', '- {model: authentik_stages_dummy.dummystage, identifiers: {name: s}}\n'),
  file(
    'b.yaml',
    '- {model: authentik_stages_deny.denystage, identifiers: {name: s}, attrs: {deny_message: &x 2020-01-01}}\n',
  ),
];

test('what other files must know of a file is a plain value: it can be kept, or sent to another thread', () => {
  const summaries = STAGES.map((source) =>
    validateBlueprint(
      parseBlueprint(source, () => undefined, { features: features(catalog.release) })!,
      catalog,
      () => undefined,
    ),
  );
  const sent = structuredClone(summaries);
  expect(sent).toEqual(summaries);
  expect(JSON.stringify(sent)).not.toContain('version: 1');
  const collector = new Collector();
  validateAcross(
    sent.map((summary, index) => ({ summary, file: STAGES[index]! })),
    catalog,
    collector.report,
  );
  expect(
    collector.diagnostics.map(({ code, place, notes }) => [
      code,
      place?.file.path,
      notes?.[0]?.place?.file.path,
    ]),
  ).toEqual([['value-taken', 'b.yaml', 'a.yaml']]);
});

/**
 * What is found in files together, the notes of look-ups included: `info find-no-match a.yaml «x»`, with
 * where its notes are.
 */
function found(...files: readonly ReturnType<typeof file>[]): string[] {
  return checkFiles(files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })))
    .map((finding) => {
      const notes = (finding.notes ?? []).flatMap(({ place }) => place?.file.path ?? []);
      return `${finding.severity} ${finding.code} ${finding.place?.file.path ?? ''} «${shown(finding).split('«')[1] ?? ''}${notes.length > 0 ? ` → ${notes.join(' ')}` : ''}`;
    })
    .sort();
}

const group = (name: string, attrs = '{}', more = ''): string =>
  `- {model: authentik_core.group, ${more}identifiers: {name: ${name}}, attrs: ${attrs}}\n`;
const child = (parent: string, name = 'child'): string =>
  group(name, `{parent: !Find [authentik_core.group, [name, ${parent}]]}`);
const apply = (identifiers: string, more = ''): string =>
  `- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: ${identifiers}${more}}}\n`;
const flow = (slug: string): string =>
  `- {model: authentik_flows.flow, identifiers: {slug: ${slug}}, attrs: {name: F, title: F, designation: recovery}}\n`;
const bound = (slug: string): string =>
  `- {model: authentik_flows.flowstagebinding, identifiers: {order: 0, target: !Find [authentik_flows.flow, [slug, ${slug}]], stage: !Find [authentik_flows.stage, [name, default-authentication-login]]}}\n`;

describe('look-ups that nothing answers', () => {
  test.each<[string, string, ...string[]]>([
    ['are noted', child('nobody'), 'info find-no-match a.yaml «nobody»'],
    ['are none where an entry makes the object', group('parent') + child('parent')],
    ['are none where an entry may make the object', group('!Context name') + child('parent')],
    [
      'are none where a template fills in the name',
      child('"{{ .name }}"'),
      'warning placeholder a.yaml «{{ .name }}»',
    ],
    [
      'are noted where the entry that has the name deletes it',
      group('parent', '{}', 'state: absent, ') + child('parent'),
      'info find-no-match a.yaml «parent»',
    ],
    [
      'are noted where the entry that has the name never runs',
      group('parent', '{}', 'conditions: [false], ') + child('parent'),
      'info find-no-match a.yaml «parent»',
    ],
    ['are none where a fresh server has the object', bound('default-authentication-flow')],
    [
      'are a warning where a fresh server nearly has it',
      bound('default-authenticaton-flow'),
      'warning find-no-match a.yaml «default-authenticaton-flow»',
    ],
    [
      'are a warning where an entry nearly makes it',
      group('engineering') + child('enginering'),
      'warning find-no-match a.yaml «enginering»',
    ],
    [
      'are noted where the name is that of an entry but for a number',
      group('engineering1') + child('engineering2'),
      'info find-no-match a.yaml «engineering2»',
    ],
    [
      'are a warning where only authentik gives such names',
      group(
        'g',
        '{attributes: {a: !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-nope]]}}',
      ),
      'warning find-no-match a.yaml «goauthentik.io/providers/oauth2/scope-nope»',
    ],
    [
      'are none in a condition, where null means no',
      group('g', '{}', 'conditions: [!Condition [NOR, !Find [authentik_core.group, [name, nobody]]]], ') +
        group('h', '{is_superuser: !If [!Find [authentik_core.group, [name, nobody]], true, false]}'),
    ],
    [
      'are not judged by what is not compared',
      group('g', '{parent: !Find [authentik_core.group, [name__icontains, nobody]]}'),
    ],
    [
      'do not matter where the entry deletes',
      group('g', '{parent: !Find [authentik_core.group, [name, nobody]]}', 'state: absent, '),
    ],
    [
      'are told once where nothing of that model may stand',
      group('g', '{parent: !Find [authentik_flows.flow, [slug, nope]]}'),
      'error attribute-type a.yaml «authentik_flows.flow»',
    ],
  ])('%s', (_, entries, ...findings) => expect(found(file('a.yaml', entries))).toEqual(findings));
});

describe('the order of files', () => {
  const MAKER = file('b.yaml', group('parent'));
  test.each<[string, ReturnType<typeof file>[], ...string[]]>([
    [
      'is uncertain where a look-up needs another file',
      [file('a.yaml', child('parent')), MAKER],
      'info find-order a.yaml «!Find [authentik_core.group, [name, parent]]» → b.yaml',
    ],
    [
      'is told once for two files',
      [file('a.yaml', child('parent') + child('parent', 'other')), MAKER],
      'info find-order a.yaml «!Find [authentik_core.group, [name, parent]]» → b.yaml',
    ],
    [
      'is certain where the file is asked for first',
      [file('a.yaml', apply('{name: b.yaml}') + child('parent')), MAKER],
    ],
    [
      'is certain where the file is asked for by its path',
      [file('x/a.yaml', apply('{path: b.yaml}') + child('parent')), file('x/b.yaml', group('parent'))],
    ],
    [
      'is certain where a file in between asks for it',
      [
        file('a.yaml', apply('{name: c.yaml}') + child('parent')),
        MAKER,
        file('c.yaml', apply('{name: b.yaml}') + group('c')),
      ],
    ],
    [
      'is uncertain where the file is asked for too late',
      [file('a.yaml', child('parent') + apply('{name: b.yaml}')), MAKER],
      'info find-order a.yaml «!Find [authentik_core.group, [name, parent]]» → b.yaml',
    ],
    [
      'does not matter where the file itself makes the object, too',
      [file('a.yaml', group('parent') + child('parent')), MAKER],
    ],
    [
      'does not matter where the server has the object',
      [file('a.yaml', child('"authentik Admins"')), file('b.yaml', group('"authentik Admins"'))],
    ],
    [
      'cannot be right where two files need each other',
      [file('a.yaml', group('one') + child('two')), file('b.yaml', group('two') + child('one', 'other'))],
      'warning find-cycle a.yaml «!Find [authentik_core.group, [name, two]]» → b.yaml',
    ],
    [
      'cannot be right where what comes first looks for what comes later',
      [file('a.yaml', apply('{name: b.yaml}') + group('one')), file('b.yaml', child('one', 'other'))],
      'warning find-cycle b.yaml «!Find [authentik_core.group, [name, one]]» → a.yaml',
    ],
    [
      'cannot be right where two blueprints want each other first',
      [file('a.yaml', apply('{name: b.yaml}')), file('b.yaml', apply('{name: a.yaml}'))],
      'error blueprint-cycle a.yaml «b.yaml» → b.yaml',
    ],
    [
      'cannot be right where three blueprints want each other first',
      [
        file('a.yaml', apply('{name: b.yaml}')),
        file('b.yaml', apply('{name: c.yaml}')),
        file('c.yaml', apply('{name: a.yaml}')),
      ],
      'error blueprint-cycle a.yaml «b.yaml» → b.yaml c.yaml',
    ],
    [
      'cannot be right where a blueprint wants itself first',
      [file('a.yaml', apply('{name: a.yaml}'))],
      'error blueprint-cycle a.yaml «a.yaml»',
    ],
  ])('%s', (_, files, ...findings) => expect(found(...files)).toEqual(findings));
});

describe('blueprints to apply first', () => {
  test.each<[string, string, ...string[]]>([
    [
      "may be authentik's own",
      apply('{name: "Default - Authentication flow"}') + apply('{path: default/flow-password-change.yaml}'),
    ],
    ['are missed', apply('{name: nope}'), 'warning blueprint-unknown a.yaml «nope»'],
    ['are missed by path', apply('{path: x/nope.yaml}'), 'warning blueprint-unknown a.yaml «x/nope.yaml»'],
    ['are not missed where they need not be there', apply('{name: nope}', ', required: false')],
  ])('%s', (_, entries, ...findings) => expect(found(file('a.yaml', entries))).toEqual(findings));
});

describe('one object in two files', () => {
  test.each<[string, string, string, ...string[]]>([
    [
      'has one value',
      group('g', '{is_superuser: true}'),
      group('g', '{is_superuser: false}'),
      'warning object-twice b.yaml «is_superuser» → a.yaml',
    ],
    [
      'is the same where one names more of it',
      flow('f'),
      '- {model: authentik_flows.flow, identifiers: {slug: f, designation: recovery}, attrs: {name: F, title: other}}\n',
      'warning object-twice b.yaml «title» → a.yaml',
    ],
    [
      'is not deleted by the one and made by the other',
      group('g'),
      group('g', '{}', 'state: absent, '),
      'warning object-twice b.yaml «authentik_core.group» → a.yaml',
    ],
    ['may have values from both', group('g', '{is_superuser: true}'), group('g', '{attributes: {a: 1}}')],
    [
      'may be for two cases',
      group('g', '{is_superuser: true}', 'conditions: [!Context a], '),
      group('g', '{is_superuser: false}', 'conditions: [!Condition [NOR, !Context a]], '),
    ],
    [
      'is two objects where a template fills in the name',
      group('"{{ .a }}"', '{is_superuser: true}'),
      group('"{{ .b }}"', '{is_superuser: false}'),
      'warning placeholder a.yaml «{{ .a }}»',
      'warning placeholder b.yaml «{{ .b }}»',
    ],
  ])('%s', (_, one, other, ...findings) =>
    expect(found(file('a.yaml', one), file('b.yaml', other))).toEqual(findings),
  );

  test('may be deleted by a file that is applied on request only', () => {
    const remove = file('b.yaml', group('g', '{}', 'state: absent, '));
    expect(
      found(file('a.yaml', group('g')), {
        ...remove,
        text: remove.text.replace(
          '{name: b.yaml}',
          '{name: b.yaml, labels: {blueprints.goauthentik.io/instantiate: "false"}}',
        ),
      }),
    ).toEqual([]);
  });
  test('may be deleted and made anew within a file', () =>
    expect(found(file('a.yaml', group('g', '{}', 'state: absent, ') + group('g')))).toEqual([]));
});

test('the order in which files are given tells nothing', () => {
  const part = fc.constantFrom(
    group('one', '{is_superuser: true}'),
    group('one', '{is_superuser: false}'),
    group('two', '{}', 'state: absent, '),
    child('one'),
    child('two'),
    flow('f'),
    bound('f'),
    apply('{name: a.yaml}'),
    apply('{name: c.yaml}'),
    STAGES[0]!.text.split('entries:\n')[1]!,
    STAGES[1]!.text.split('entries:\n')[1]!,
  );
  const files = fc.tuple(
    ...['a.yaml', 'b.yaml', 'c.yaml'].map((path) =>
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => file(path, parts.join(''))),
    ),
  );
  fc.assert(
    fc.property(
      files,
      fc.constantFrom([0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
      (given, order) => {
        expect(found(...order.map((index) => given[index]!))).toEqual(found(...given));
      },
    ),
    { numRuns: runs(150) },
  );
});

test('a unique value that its object gives up in between can be given to another', () => {
  const A = 'authentik_core.application';
  const provider = '!Find [authentik_providers_oauth2.oauth2provider, [name, wiki]]';
  const first = `- {model: ${A}, identifiers: {slug: a}, attrs: {name: A, provider: ${provider}}}`;
  const second = `- {model: ${A}, identifiers: {slug: b}, attrs: {name: B, provider: ${provider}}}`;
  const taken = (...entries: readonly string[]): boolean =>
    checkFiles([
      { path: 'a.yaml', bytes: Buffer.from(`version: 1\nentries:\n${entries.join('\n')}\n`) },
    ]).some(({ code }) => code === 'value-taken');
  const cleared = `- {model: ${A}, identifiers: {slug: a}, attrs: {provider: null}}`;
  const absent = `- {model: ${A}, state: absent, identifiers: {slug: a}}`;
  const again = `- {model: ${A}, identifiers: {slug: a}, attrs: {provider: ${provider}}}`;
  expect(
    [
      [first, second],
      [first, again, second],
      [first, second, cleared],
      [first, cleared, second],
      [first, absent, second],
    ].map((entries) => taken(...entries)),
  ).toEqual([true, true, true, false, false]);
});
