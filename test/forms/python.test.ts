import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Shape } from '../../src/catalog/model.ts';
import { loadCatalog, releases } from '../../src/cli/catalogs.ts';
import { accept } from '../../src/forms/accept.ts';
import { findFault } from '../../src/forms/python/find-fault.ts';
import { lineStart } from '../../src/source/line-start.ts';
import { hasShared } from '../shared.ts';
import { recordedState } from '../sandbox/start.ts';
import { checkFiles } from '../validate/check.ts';
import verdicts from './python-verdicts.json' with { type: 'json' };

/*
 * Expressions of policies and mappings, which the server compiles at every write. The verdicts of
 * python-verdicts.json are those of the importers of 2023.2.3 (Python 3.11) and 2025.12.4 (Python 3.13).
 */

const shapeOf = (minor: number): Shape => ({ type: 'string', format: `python-3.${minor}`, trim: true });
const refuses = (text: string, minor: number): boolean => !accept(shapeOf(minor), text).ok;

/** What importers refuse and nothing here finds. */
const NOT_FOUND = [
  // The names of all characters, and which of them a version knows.
  'return "\\N{bad name}"',
  // Which names the functions around a function have.
  'def f():\n    nonlocal x\n    x = 1',
  // A template or a secret store may fill it in.
  '$x',
  '${x}',
];

describe('an expression is Python as real importers say', () => {
  const refused = verdicts.refused.filter((text) => text.trim() !== '' && !NOT_FOUND.includes(text));
  test.each(verdicts.taken)('both take %j', (text) => {
    expect([refuses(text, 11), refuses(text, 13)]).toEqual([false, false]);
  });
  test.each(refused)('both refuse %j', (text) => {
    expect([refuses(text, 11), refuses(text, 13)]).toEqual([true, true]);
  });
  test.each(verdicts.refusedBy2023)('only the older refuses %j', (text) => {
    expect([refuses(text, 11), refuses(text, 13)]).toEqual([true, false]);
  });
  test('what is not found is still refused by them', () => {
    expect(NOT_FOUND.filter((text) => !verdicts.refused.includes(text))).toEqual([]);
  });
});

test.each<[string, readonly number[]]>([
  // The server's own last line is then a part of it.
  ['x = \\', [11, 12, 13, 14]],
  ['0or 1', []],
  ['def f[T](a: T): pass', [12, 13, 14]],
  ['def f[T = int](a: T): pass', [13, 14]],
  ['type X = int', [12, 13, 14]],
  ['type X', []],
  ['return f"{a["b"]}"', [12, 13, 14]],
  ['return t"{a}"', [14]],
  ['try:\n  pass\nexcept A, B:\n  pass', [14]],
  ['try:\n  pass\nexcept A, B as c:\n  pass', []],
])('%j is Python of the versions %j', (text, minors) => {
  expect([11, 12, 13, 14].filter((minor) => !refuses(text, minor))).toEqual(minors);
});

test.each(releases())('every mapping and policy of %s is of one version', (release) => {
  const { models } = loadCatalog(release, () => undefined);
  const formats = Object.values(models).flatMap((model) =>
    model.kind === 'resource' ? (model.fields['expression']?.format ?? []) : [],
  );
  expect(formats.length).toBeGreaterThan(3);
  expect(new Set(formats).size).toBe(1);
  expect(formats[0]).toMatch(/^python-3\.1[1-4]$/);
});

describe('the fault is where it is', () => {
  test.each<[string, string]>([
    ['if a\n    return 1', '\n    return 1'],
    ['return {\n  "a": 1\n  "b": 2\n}', '"b": 2\n}'],
    ['a = 1\n  b = 2', 'b = 2'],
    ['x = "abc\nreturn x', '"abc\nreturn x'],
    ['print(a\nreturn 1', '(a\nreturn 1'],
    ['return f"{a +}"', '}"'],
    ['if a:\r\n    b\r\n   c', 'c'],
    ["x = '''\u2028'''\nreturn )", ')'],
    ['return “a”', '“a”'],
    ['if a:', ''],
  ])('%j', (text, rest) => expect(text.slice(findFault(text, 13)?.at)).toBe(rest));

  test('counted in the text as it is given', () => {
    const accepted = accept(shapeOf(13), '\n\n  if a\n    return 1\n');
    expect(accepted).toMatchObject({
      problems: [{ at: 8, message: expect.stringMatching(/its line 3, column 7, : is expected/) as string }],
    });
  });
});

test('what a template fills in is not looked at, but in strings it is text', () => {
  expect(refuses('return {{ .Values.answer }} if', 13)).toBe(false);
  expect(refuses('if ${FLAG}:\n    return 1', 13)).toBe(false);
  expect(refuses('x = "${FLAG} {{ a }} %(b)s"\nreturn (', 13)).toBe(true);
});

test('no text makes it fail, however deep', () => {
  for (const part of [
    '(',
    'not ',
    '-',
    '[',
    'lambda: ',
    'a if b else ',
    'f"{',
    'if a:\n',
    'x = ',
    'a**',
    '{1:',
  ])
    expect(() => findFault(part.repeat(5000), 13)).not.toThrow();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...verdicts.taken.flatMap((text) => text.split(/\b/))), { maxLength: 40 }),
      (parts) => {
        const text = parts.join('');
        for (const minor of [11, 12, 13, 14]) {
          const at = findFault(text, minor)?.at ?? 0;
          expect(at >= 0 && at <= text.length).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** The minor number of the Python of this machine, where it is one of those that servers run on. */
const local = Number(/3\.(1[1-4])\./.exec(String(spawnSync('python3', ['--version']).stdout))?.[1]);
const COMPILE = `
import json, sys, textwrap, warnings
warnings.simplefilter('ignore')
def compiles(body):
    try:
        compile('def handler():\\n' + textwrap.indent(body, '    ') + '\\nresult = handler()', 'x', 'exec')
        return True
    except (SyntaxError, ValueError):
        return False
print(json.dumps([compiles(one) for one in json.load(sys.stdin)]))`;

describe.skipIf(Number.isNaN(local) || !hasShared)('broken expressions of a fresh server', () => {
  const state = hasShared ? recordedState() : undefined;
  const rows = state?.kind === 'lists' ? state.lists.flatMap(({ results }) => results) : [];
  const given = rows.flatMap(({ expression }) => (typeof expression === 'string' ? [expression.trim()] : []));
  const PARTS = [
    '(',
    ')',
    ':',
    '"',
    "'",
    '=',
    ' ',
    '\n',
    'if ',
    'else',
    '.',
    ',',
    '\\',
    '{',
    '}',
    '#',
    ' for ',
  ];

  test('are judged as Python does', { timeout: 60_000 }, () => {
    expect(given.length).toBeGreaterThan(10);
    const texts = given.flatMap((text) =>
      fc
        .sample(fc.tuple(fc.nat(text.length), fc.nat(2), fc.constantFrom('', ...PARTS)), {
          numRuns: 60,
          seed: text.length,
        })
        .map(([at, cut, part]) => (text.slice(0, at) + part + text.slice(at + cut)).trim())
        .filter((one) => one !== ''),
    );
    const { stdout } = spawnSync('python3', ['-c', COMPILE], { input: JSON.stringify(texts) });
    const compiles = JSON.parse(stdout.toString()) as readonly boolean[];
    const differing = texts.filter((text, at) => compiles[at] !== (findFault(text, local) === undefined));
    expect(compiles.filter((one) => !one).length).toBeGreaterThan(texts.length / 10);
    expect(differing).toEqual([]);
  });
});

describe('the place in the file', () => {
  const policy = (expression: string): string =>
    `version: 1\nentries:\n  - model: authentik_policies_expression.expressionpolicy\n    identifiers: {name: p}\n    attrs:\n${expression}`;
  test.each<[string, string, number, number]>([
    ['a literal block', '      expression: |\n        # why\n        if a\n          return 1\n', 8, 13],
    ['a block that keeps its indent', '      expression: |2\n\n        if a\n          b\n', 8, 13],
    ['a block with CRLF', '      expression: |\r\n        if a\r\n          return 1\r\n', 7, 13],
    ['a folded block', '      expression: >-\n        return\n          [1\n', 8, 11],
    ['plain text', '      expression: return [1\n', 6, 26],
    ['text in quotes', '      expression: "if a\\n  return 1"\n', 6, 24],
    ['text with escapes before it', '      expression: "a = \'\\x41\' +"\n', 6, 19],
  ])('%s', (_, text, line, column) => {
    const [found] = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(policy(text)) }]).filter(
      ({ code }) => code === 'attribute-format',
    );
    const { file, span } = found?.place ?? { file: { text: '' }, span: { start: 0 } };
    expect([
      file.text.slice(0, span.start).split('\n').length,
      span.start - lineStart(file.text, span.start) + 1,
    ]).toEqual([line, column]);
  });
});
