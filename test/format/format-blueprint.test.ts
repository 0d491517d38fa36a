import { describe, expect, test } from 'vitest';
import { Collector } from '../../src/diagnostics/collector.ts';
import { formatBlueprint } from '../../src/format/format-blueprint.ts';

function format(text: string): string {
  const collector = new Collector();
  const formatted = formatBlueprint({ path: 'x.yaml', text }, collector.report);
  return (
    formatted ??
    collector.diagnostics
      .map(
        ({ code, message, place }) =>
          `${code} «${place?.file.text.slice(place.span.start, place.span.end) ?? ''}» ${message}`,
      )
      .join('\n')
  );
}
const entry = (lines: string): string => `version: 1\nentries:\n${lines.replace(/^(?=.)/gm, '  ')}`;

describe('keys', () => {
  test('of a blueprint and of its entries come in our order, those that are not known last', () => {
    expect(
      format(
        'entries:\n- attrs:\n    b: 1\n    a: 2\n  other: 1\n  identifiers: {name: x}\n  state: present\n  model: m.n\n  id: i\ncontext: {}\nmore: 1\nmetadata:\n  name: x\nversion: 1\n',
      ),
    ).toBe(
      'version: 1\nmetadata:\n  name: x\ncontext: {}\nentries:\n  - model: m.n\n    state: present\n    id: i\n    identifiers: { name: x }\n    attrs:\n      b: 1\n      a: 2\n    other: 1\nmore: 1\n',
    );
  });

  test('keep their order where it means something: twice the same, merge keys, an alias before its anchor', () => {
    for (const text of [
      entry('- attrs: { a: 1 }\n  model: m.n\n  attrs: { a: 2 }\n'),
      'x: &x\n  model: m.n\nversion: 1\nentries: []\n'.replace(
        'version: 1\nentries: []',
        'entries:\n  - attrs: {}\n    <<: *x\nversion: 1',
      ),
      entry('- attrs: &a\n    name: x\n  model: m.n\n  identifiers: *a\n'),
    ])
      expect(format(text)).toBe(text);
  });

  test('of sections are ordered, too; other mappings are not', () => {
    expect(format('version: 1\nentries:\n  one:\n  - attrs: {model: x}\n    model: m.n\n')).toBe(
      'version: 1\nentries:\n  one:\n    - model: m.n\n      attrs: { model: x }\n',
    );
    expect(format('version: 1\ncontext:\n  z: {attrs: 1, model: 2}\nentries: []\n')).toBe(
      'version: 1\ncontext:\n  z: { attrs: 1, model: 2 }\nentries: []\n',
    );
  });
});

describe('comments', () => {
  test('move with what they stand above, beside or inside of', () => {
    expect(
      format(
        [
          '# about the file',
          '',
          '# about entries',
          'entries: # list',
          '',
          '# one',
          '- # first',
          '  attrs: # values',
          '    # about a',
          '    a: 1   # a',
          '    # no b',
          '  model: m.n # model',
          '  # about other',
          '  other: 1',
          '',
          '',
          '# two',
          '- model: m.n',
          '  # the end of two',
          '# the end',
          'version: 1 # v',
          '',
        ].join('\n'),
      ),
    ).toBe(
      [
        '# about the file',
        '',
        '# the end',
        'version: 1 # v',
        '# about entries',
        'entries: # list',
        '  # one',
        '  - # first',
        '    model: m.n # model',
        '    attrs: # values',
        '      # about a',
        '      a: 1   # a',
        '      # no b',
        '    # about other',
        '    other: 1',
        '',
        '  # two',
        '  - model: m.n',
        '    # the end of two',
        '',
      ].join('\n'),
    );
  });

  test('for editors and for ak-blueprint keep their line', () => {
    const head = '# yaml-language-server: $schema=https://example.com/x.json\n';
    expect(format(`${head}metadata: {name: x}\nversion: 1\n`)).toBe(
      `${head}version: 1\nmetadata: { name: x }\n`,
    );
    const ignored = entry(
      '# ak-blueprint-ignore attribute-unknown: a test\n- attrs: { a: 1 }\n  model: m.n\n',
    );
    expect(format(ignored)).toBe(ignored);
    expect(
      format(
        entry('- model: m.n\n  attrs:\n      # ak-blueprint-ignore attribute-unknown: a test\n      a: 1\n'),
      ),
    ).toBe(entry('- model: m.n\n  attrs:\n    # ak-blueprint-ignore attribute-unknown: a test\n    a: 1\n'));
  });

  test('inside brackets keep the lines of the brackets', () => {
    expect(
      format(
        entry(
          '- model: m.n\n  attrs:\n      a: !Find [ # why\n          x,   # x\n          [y, z],\n        ]\n',
        ),
      ),
    ).toBe(
      entry('- model: m.n\n  attrs:\n    a: !Find [ # why\n        x,   # x\n        [y, z],\n      ]\n'),
    );
  });
});

describe('quotes', () => {
  const value = (written: string): string =>
    format(entry(`- model: m.n\n  attrs:\n    a: ${written}\n`))
      .split('\n')
      .at(-2)
      ?.trim()
      .slice(3) ?? '';
  test.each([
    '"yes"',
    '"y"',
    '"No"',
    '"on"',
    '"012"',
    '"1_000"',
    '"12:30"',
    '"2020-01-01"',
    '"1e3"',
    '"0x1F"',
    '"null"',
    '"~"',
    '""',
    '"1"',
    '"1.5"',
    '".inf"',
    '"a: b"',
    '"a #b"',
    '"a:"',
    '"- a"',
    '"[a]"',
    '"{a}"',
    '"*a"',
    '"&a"',
    '"!a"',
    '"%a"',
    '"@a"',
    '"`a"',
    '" a"',
    '"a "',
    '"a\\nb"',
    '"é\\u0301\\x07"',
    '"<<"',
    '"="',
    '"---"',
    '\'a "b"\'',
    "'a\\b'",
    '"it\'s"',
  ])('%s are needed', (written) => {
    expect(value(written)).toBe(written);
  });
  test.each([
    ['"a"', 'a'],
    ["'a b'", 'a b'],
    ['"https://a.b/c"', 'https://a.b/c'],
    ['"Ünï"', 'Ünï'],
    ["'yes'", '"yes"'],
    ["'it''s'", '"it\'s"'],
    ['!Context "a"', '!Context a'],
    ['[ "a" , "b" ]', '[a, b]'],
    ['["a", "1"]', '["a", "1"]'],
    ["{'a': 'b:c'}", '{ a: "b:c" }'],
    ['{"a":"b"}', '{ a: b }'],
  ])('%s become %s', (written, formatted) => {
    expect(value(written)).toBe(formatted);
  });
});

describe('lines', () => {
  test('lists are indented below their key, and items start on the line of their dash', () => {
    expect(
      format(
        'version: 1\nentries:\n-\n    model:   m.n\n    attrs:\n        list:\n        -   a\n        -\n        - - b\n          -   c: 1\n              d: 2\n',
      ),
    ).toBe(
      'version: 1\nentries:\n  - model: m.n\n    attrs:\n      list:\n        - a\n        -\n        - - b\n          - c: 1\n            d: 2\n',
    );
  });

  test('a text of several lines keeps what is in it', () => {
    const block =
      '    a: |\n          if x:\n\n              y  \n        # z\n    b: >-\n      a\n      b\n\n       c\n    c: |2\n        two\n    d: "a\n\n  b \\\n      c"\n    e: a\n     b\n';
    expect(
      format(`version: 1\nentries:\n- model: m.n\n  attrs:\n${block.replace('        # z\n', '')}`),
    ).toBe(
      'version: 1\nentries:\n  - model: m.n\n    attrs:\n      a: |\n        if x:\n\n            y  \n      b: >-\n        a\n        b\n\n         c\n      c: |2\n          two\n      d: "a\n\n        b \\\n        c"\n      e: a\n        b\n',
    );
  });

  test('brackets over several lines become one line when they fit, else one item a line', () => {
    expect(
      format(entry('- model: m.n\n  attrs:\n    a:\n      !Find [\n        b,\n        [c, d],\n      ]\n')),
    ).toBe(entry('- model: m.n\n  attrs:\n    a: !Find [b, [c, d]]\n'));
    const long = 'x'.repeat(60);
    expect(
      format(entry(`- model: m.n\n  attrs:\n    a: !Find [${long},\n      [${long}, d], {e: f}]\n`)),
    ).toBe(
      entry(
        `- model: m.n\n  attrs:\n    a: !Find [\n      ${long},\n      [${long}, d],\n      { e: f },\n    ]\n`,
      ),
    );
    const oneLine = entry(`- model: m.n\n  attrs:\n    a: !Find [${long}, [${long}, d]]\n`);
    expect(format(oneLine)).toBe(oneLine);
  });

  test('one blank line is kept of several, none at the start and the end', () => {
    expect(format('\n\nversion: 1\n\n\n\nentries:\n\n  - model: m.n\n\n\n  - model: m.n\n\n\n')).toBe(
      'version: 1\n\nentries:\n  - model: m.n\n\n  - model: m.n\n',
    );
  });

  test('line ends, document marks and anchors stay', () => {
    expect(format('# x\r\n---\r\nversion:  1\r\nentries: []\r\n...\r\n')).toBe(
      '# x\r\n---\r\nversion: 1\r\nentries: []\r\n...\r\n',
    );
    expect(
      format(
        'version: 1\ncontext:\n  a: &a  !Find   [x, [y, z]]\n  b: &b\n     <<: {c: 1}\n  c: *a\nentries: []',
      ),
    ).toBe(
      'version: 1\ncontext:\n  a: &a !Find [x, [y, z]]\n  b: &b\n    <<: { c: 1 }\n  c: *a\nentries: []\n',
    );
  });
});

describe('what is left as it is', () => {
  test.each([
    ['version: 1\nentries: [\n', /^yaml-syntax/],
    ['? version\n: 1\n', /format-skipped «\?» .*starts with "\?"/],
    ['version:\n  # why\n  1\n', /format-skipped «:» .*comment between a key and its value/],
    ['version: 1\nentries:\n- model: m.n\n  attrs:\n    a: |+\n      x\n\n\n', /format-skipped [^]*"\+"/],
    ['version: 1\ncontext:\n  a: |\n    x', /format-skipped [^]*without a line break/],
    ['%YAML 1.1\n---\nversion: 1\n', /format-skipped .*"%" line/],
    ['{version: 1}\n', /format-skipped/],
  ])('%j', (text, said) => expect(format(text)).toMatch(said));
});
