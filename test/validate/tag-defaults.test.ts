import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { catalog, checkFiles } from './check.ts';

/*
 * A value that a tag gives is checked like one that is written out: each kind of mistake, through each way in
 * which a file can decide the value, at the text of the mistake.
 */

const newer = loadCatalog('2025.12', new Collector().report);

/** An entry in which one value is missing, `@`, and what the server refuses and takes there. */
interface Kind {
  readonly kind: string;
  readonly entry: string;
  /** As they are written in a list of the flow style, the refused one in words found nowhere else. */
  readonly bad: string;
  readonly good: string;
  readonly code: string;
}

const FLOW = (attrs: string): string =>
  `{model: authentik_flows.flow, identifiers: {slug: s}, attrs: {name: N, designation: recovery, ${attrs}}}`;
const PASSWORD = (attrs: string): string =>
  `{model: authentik_policies_password.passwordpolicy, identifiers: {name: p}, attrs: {error_message: E, ${attrs}}}`;
const APP = (attrs: string): string =>
  `{model: authentik_core.application, identifiers: {slug: app}, attrs: {name: A, ${attrs}}}`;

const KINDS: readonly Kind[] = [
  {
    kind: 'a number',
    entry: PASSWORD('length_min: @'),
    bad: 'fivee',
    good: '"5"',
    code: 'attribute-type',
  },
  {
    kind: 'a number in its bounds',
    entry: PASSWORD('length_min: @'),
    bad: '"3000000000"',
    good: '"12"',
    code: 'attribute-format',
  },
  {
    kind: 'a truth value',
    entry: PASSWORD('check_static_rules: @'),
    bad: 'yess',
    good: '"true"',
    code: 'attribute-type',
  },
  {
    kind: 'a choice',
    entry: FLOW('title: T, layout: @'),
    bad: 'stackd',
    good: 'stacked',
    code: 'attribute-enum',
  },
  {
    kind: 'a text that is not empty',
    entry: FLOW('title: @'),
    bad: '"  "',
    good: 'T',
    code: 'attribute-format',
  },
  {
    kind: 'an address',
    entry: APP('meta_launch_url: @'),
    bad: '"no address"',
    good: '"https://a.example.com/"',
    code: 'attribute-format',
  },
  {
    kind: 'a slug',
    entry:
      '{model: authentik_flows.flow, identifiers: {slug: @}, attrs: {name: N, title: T, designation: recovery}}',
    bad: '"a slug"',
    good: 'a-slug',
    code: 'attribute-format',
  },
  {
    kind: 'a duration',
    entry:
      '{model: authentik_stages_user_login.userloginstage, identifiers: {name: u}, attrs: {session_duration: @}}',
    bad: 'fortnight',
    good: 'days=14',
    code: 'attribute-format',
  },
  {
    kind: 'an item of a list',
    entry:
      '{model: authentik_stages_identification.identificationstage, identifiers: {name: i}, attrs: {user_fields: [@]}}',
    bad: 'emial',
    good: 'email',
    code: 'attribute-enum',
  },
  {
    kind: 'a link',
    entry:
      '{model: authentik_stages_prompt.promptstage, identifiers: {name: i}, attrs: {fields: [!Context f], validation_policies: [@]}}',
    bad: 'a-name',
    good: '"7a4f0c0e-6c4f-4f0e-8d6e-2f6f2f6f2f6f"',
    code: 'attribute-format',
  },
];

/** A way in which a file decides a value, with the context of the file. */
interface Way {
  readonly way: string;
  readonly write: (value: string) => string;
  readonly context?: (value: string) => string;
  /** What the finding says of when it is so. */
  readonly where?: string;
  /** What the finding is at; else the value as it is written. */
  readonly at?: (value: string) => string;
}

const inQuotes = (value: string): string => (value.startsWith('"') ? value : `"${value}"`);

/** Ways of every release. */
const WAYS: readonly Way[] = [
  { way: 'written out', write: (value) => value },
  { way: 'default of !Env', write: (value) => `!Env [NAME, ${value}]`, where: 'NAME is not set' },
  { way: 'default of !Context', write: (value) => `!Context [name, ${value}]`, where: 'name is not set' },
  {
    way: 'context of the file',
    write: () => '!Context own',
    context: (value) => `{own: ${value}}`,
    at: () => '!Context own',
  },
  { way: 'first branch', write: (value) => `!If [!Condition [AND, !Context a], ${value}, !Context b]` },
  { way: 'second branch', write: (value) => `!If [!Condition [AND, !Context a], !Context b, ${value}]` },
  {
    way: 'default in a branch',
    write: (value) => `!If [!Context a, !Env [NAME, ${value}], !Context b]`,
    where: 'a is set and NAME is not set',
  },
  {
    way: 'text of a !Format',
    write: (value) => `!Format ["%s", ${inQuotes(value)}]`,
    at: (value) => `!Format ["%s", ${inQuotes(value)}]`,
  },
  {
    way: 'default in a !Format',
    write: (value) => `!Format ["%s", !Context [name, ${inQuotes(value)}]]`,
    at: (value) => `!Format ["%s", !Context [name, ${inQuotes(value)}]]`,
    where: 'name is not set',
  },
  {
    way: 'context of the file in a !Format',
    write: () => `!Format ["%s", !Context own]`,
    context: (value) => `{own: ${inQuotes(value)}}`,
    at: () => `!Format ["%s", !Context own]`,
  },
];

/** Ways that newer releases have. */
const NEWER: readonly Way[] = [
  ...WAYS,
  { way: 'default of !File', write: (value) => `!File [a.txt, ${value}]`, where: 'there is no file a.txt' },
  {
    way: 'default of a default',
    write: (value) => `!Context [name, !Env [NAME, ${value}]]`,
    where: 'name is not set and NAME is not set',
  },
  {
    way: 'default in the context of the file',
    write: () => '!Context own',
    context: (value) => `{own: !Env [NAME, ${value}]}`,
    where: 'NAME is not set',
  },
  {
    way: 'element of a list',
    write: (value) => `!AtIndex [[a, ${value}], 1]`,
    at: (value) => `!AtIndex [[a, ${value}], 1]`,
  },
];

function found(target: Catalog, { entry }: Kind, { write, context }: Way, value: string): string[] {
  const text = `version: 1\ncontext: ${context?.(value) ?? '{}'}\nentries:\n- ${entry.replace('@', write(value))}\n`;
  return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], target)
    .filter(({ severity, code }) => severity === 'error' && code.startsWith('attribute-'))
    .map(({ code, message, place }) => {
      const at = place ? text.slice(place.span.start, place.span.end) : '';
      return `${code} «${at}» ${message.startsWith('where ') ? (message.split(', ')[0] ?? '') : ''}`.trim();
    });
}

describe.each([
  ['2023.2', catalog, WAYS],
  ['2025.12', newer, NEWER],
] as const)('a value of %s', (_, target, ways) => {
  describe.each(ways)('as $way', (way) => {
    test.each(KINDS)('is checked as $kind', (kind) => {
      const at = way.at?.(kind.bad) ?? kind.bad;
      const where = way.where === undefined ? '' : ` where ${way.where}`;
      expect(found(target, kind, way, kind.bad)).toEqual([`${kind.code} «${at}»${where}`]);
      expect(found(target, kind, way, kind.good)).toEqual([]);
    });
  });
});

describe('what depends on what is set', () => {
  const errors = (attrs: string, target = newer, more = ''): string[] => {
    const text = `version: 1\nentries:\n- ${PASSWORD(attrs).replace(/\}$/, `${more}}`)}\n`;
    return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], target)
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message);
  };

  test.each<[what: string, attrs: string, more: string]>([
    [
      'a default where the condition says that it is not used',
      'length_min: !If [!Env N, !Env [N, x], 5]',
      '',
    ],
    ['a default where the entry is then left out', 'length_min: !Env [N, null]', ', conditions: [!Env N]'],
    ['a default that the context of the file makes needless', 'length_min: !Context [o, x]', ''],
    ['what only comes from outside', 'length_min: !Env N, amount_digits: !Context n', ''],
    ['an item of what comes from outside', 'length_min: !AtIndex [!Context l, 0]', ''],
    ['a default of a tag that only decides', 'check_static_rules: !Condition [AND, !Env [N, nonsense]]', ''],
  ])('%s is no mistake', (_, attrs, more) => {
    const text = `version: 1\ncontext: {o: 5}\nentries:\n- ${PASSWORD(attrs).replace(/\}$/, `${more}}`)}\n`;
    const diagnostics = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('null as a default is null where values are, and a text before', () => {
    expect(errors('length_min: !Env [N, null]')).toEqual(['where N is not set, length_min must not be null']);
    expect(errors('length_min: !Env [N, null]', catalog)).toEqual([
      'where N is not set, length_min must be a whole number, not "null"',
    ]);
  });

  test('a tag as the default of !Env or !File is not resolved', () => {
    const text = (attrs: string): string[] => {
      const file = `version: 1\nentries:\n- ${FLOW(attrs)}\n`;
      return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(file) }], newer).map(
        ({ severity, code, message }) => `${severity} ${code} ${message.split(', the')[0] ?? ''}`,
      );
    };
    // A choice takes the text of the tag, by luck.
    expect(text('title: !Env [N, !Context n], layout: !Env [L, !Env [M, stacked]]')).toEqual([
      'error tag-misplaced where N is not set',
      'warning tag-misplaced where L is not set',
    ]);
    expect(text('title: !File [n, !Env [M, T]]')).toEqual(['error tag-misplaced where there is no file n']);
    expect(text('title: !Context [n, !Env [M, T]]')).toEqual([]);
  });

  test('a list cannot be a default in older releases', () => {
    expect(errors('length_min: !Context [n, [5]]', catalog)).toEqual([
      'where n is not set, the default of !Context cannot be used in authentik 2023.2.3: it is no text',
    ]);
  });

  test('what is set is a text, where a list is meant', () => {
    const group = (users: string): string[] => {
      const text = `version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {users: ${users}}}\n`;
      return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer).map(({ message }) => message);
    };
    expect(group('!Env U')).toEqual(['users must be a list, but !Env gives text']);
    expect(group('!Env [U, []]')).toEqual([]);
    expect(group('!Context [u, []]')).toEqual([]);
    expect(group('!Context [u, {a: 1}]')).toEqual([expect.stringContaining('where u is not set, users')]);
  });

  test('the items of an !Enumerate are checked each, at the item', () => {
    const fields = (value: string): string[] => {
      const text = `version: 1\nentries:\n- {model: authentik_stages_identification.identificationstage, identifiers: {name: i}, attrs: {user_fields: ${value}}}\n`;
      return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer)
        .filter(({ severity }) => severity === 'error')
        .map(({ place }) => (place ? text.slice(place.span.start, place.span.end) : ''));
    };
    expect(fields('!Enumerate [[email, emial, upn], SEQ, !Value 0]')).toEqual(['emial']);
    expect(fields('!Enumerate [!Context [l, [email, emial]], SEQ, !Value 0]')).toEqual(['!Value 0']);
    expect(fields('!Enumerate [[a, b], SEQ, emial]')).toEqual(['emial']);
    expect(fields('!Enumerate [!Context l, SEQ, emial]')).toEqual(['emial']);
    expect(fields('!Enumerate [[ma, us], SEQ, !Format ["%s", !Value 0]]')).toEqual(['ma', 'us']);
  });

  test('a default that breaks the rule of the whole object is said to, in which case', () => {
    const text = `version: 1\nentries:\n- {model: authentik_providers_proxy.proxyprovider, identifiers: {name: p}, attrs: {authorization_flow: !Context f, invalidation_flow: !Context i, external_host: "https://a.example.com", mode: !Env [MODE, proxy]}}\n`;
    const [rule] = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer).filter(
      ({ code }) => code === 'attribute-rule',
    );
    expect(rule?.place && text.slice(rule.place.span.start, rule.place.span.end)).toBe('proxy');
    expect(rule?.notes?.map(({ message }) => message)).toContain('so it is where MODE is not set');
  });
});
