import { describe, expect, it } from 'vitest';
import { pairAt } from '../../src/blueprint/blueprint.ts';
import { evaluateNode, type FindRequest, type Scope } from '../../src/blueprint/evaluate.ts';
import { features } from '../../src/blueprint/features.ts';
import {
  hasUnknown,
  PyFloat,
  PyTime,
  Ref,
  Unknown,
  type Dict,
  type Value,
} from '../../src/blueprint/value.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { readBlueprint, readText, shown } from './read.ts';

const CONTEXT: Dict = {
  list: ['a', 'b'],
  map: { k: 'v', l: 2 },
  text: 'xy',
  'with.dot': 'of the key',
  with: { dot: 'of the mapping' },
  zero: 0,
  empty: '',
  nul: null,
  new: new Unknown('new'),
  ref: new Ref('row', 'pk'),
  float: new PyFloat(1.5),
  day: new PyTime('date', '2020-01-02'),
};

interface Outcome {
  value: Value | undefined;
  findings: string[];
  asked: FindRequest[];
}

/** Evaluates a YAML text as the value of an attribute. */
function evaluate(text: string, changes: Partial<Scope> & { release?: string } = {}): Outcome {
  const { root } = readText(text);
  const collector = new Collector();
  const asked: FindRequest[] = [];
  const result = evaluateNode(root!, {
    file: { path: 'test.yaml', text },
    features: features(changes.release ?? '2023.2.3'),
    report: collector.report,
    context: CONTEXT,
    position: 'value',
    env: (name) => ({ SET: 'value', EMPTY: '' })[name],
    keyOf: (id) => (id === 'known' ? { ok: true, value: 'pk-of-known' } : { ok: false }),
    find: (request) => {
      asked.push(request);
      return {
        ok: true,
        value: request.criteria.some(({ value }) => value === 'none') ? null : 'pk-found',
      };
    },
    ...changes,
  });
  return { value: result.ok ? result.value : undefined, findings: collector.diagnostics.map(shown), asked };
}

/** Mappings without prototype as plain objects, to compare. */
const plain = (value: Value | undefined): unknown =>
  value === undefined ? 'FAILED' : (JSON.parse(JSON.stringify(value)) as unknown);

describe('a tag gives', () => {
  it.each<[string, unknown]>([
    ['!KeyOf known', 'pk-of-known'],
    ['!Find [a.b, [name, x]]', 'pk-found'],
    ['!Find [a.b, [name, none]]', null],
    ['!Context text', 'xy'],
    ['!Context [text, other]', 'xy'],
    ['!Context [nul, other]', null],
    ['!Context [missing, 5]', '5'],
    ['!Context [missing, !Context text]', 'text'],
    ['!Env SET', 'value'],
    ['!Env EMPTY', ''],
    ['!Env [EMPTY, other]', ''],
    ['!Env [UNSET, null]', 'null'],
    ["!Format ['%s-%d', !Context text, 7]", 'xy-7'],
    ['!Format [plain]', 'plain'],
    ["!Format ['%s', !Context float]", '1.5'],
    ["!Format ['%s', !Context day]", '2020-01-02'],
    ["!Format ['%s', [!!str a, null, true]]", "['a', None, True]"],
    ['!If [true, a, b]', 'a'],
    ['!If [!Context zero, a, {b: [!Context text]}]', { b: ['xy'] }],
    ["!If ['false', a, b]", 'a'],
    ['!If [[], a, b]', 'b'],
    ['!If [0.0, a, b]', 'b'],
    ['!If [false, !Env UNSET, b]', 'b'],
    ['!Condition [AND, true, 1, x]', true],
    ['!Condition [and, true, null]', false],
    ['!Condition [NAND, true, false]', true],
    ['!Condition [OR, 0, "", {}, [1]]', true],
    ['!Condition [NOR, 0, ""]', true],
    ['!Condition [XOR, true, true, true]', true],
    ['!Condition [XOR, true, true]', false],
    ['!Condition [XNOR, true]', false],
    ['!Condition [AND, !Context new, false]', false],
    ['!Condition [OR, !Context new, true]', true],
    ['!Condition [AND, !Context ref]', true],
    [
      '!Enumerate [[a, b], SEQ, [!Index 0, !Value 0]]',
      [
        [0, 'a'],
        [1, 'b'],
      ],
    ],
    ['!Enumerate [!Context map, seq, !Format ["%s=%s", !Index 0, !Value 0]]', ['k=v', 'l=2']],
    ['!Enumerate [{1: a}, SEQ, !Index 0]', [1]],
    ['!Enumerate [!Context text, SEQ, !Value 0]', ['x', 'y']],
    ['!Enumerate [[], MAP, x]', {}],
    ['!Enumerate [[1, 2], MAP, {k: [!Value 0]}]', { k: [1, 2] }],
    ['!Enumerate [[1, 2], MAP, [!Value 0, x]]', { 1: 'x', 2: 'x' }],
    [
      '!Enumerate [[[1, 2]], SEQ, !Enumerate [!Value 1, SEQ, [!Value 0, !Index 1]]]',
      [
        [
          [1, 0],
          [2, 0],
        ],
      ],
    ],
  ])('%s', (text, expected) => {
    const { value, findings } = evaluate(text);
    expect(findings).toEqual([]);
    expect(plain(value)).toEqual(expected);
  });

  it.each([
    '!Format ["%s", !Context new]',
    '!Format ["%d", !Context ref]',
    '!Context new',
    '!Condition [AND, true, !Context new]',
    '!Condition [XOR, false, !Context new]',
    '!Enumerate [!Context new, SEQ, x]',
    '!Enumerate [[1], MAP, [!Context ref, x]]',
    '!Find [!Context new, [a, b]]',
  ])('something that only the server will know: %s', (text) => {
    const { value, findings } = evaluate(text);
    expect(findings).toEqual([]);
    expect(hasUnknown(value!)).toBe(true);
  });
});

describe('a tag fails', () => {
  it.each([
    ['!KeyOf other', []],
    ['!If [!Context new, a, b]', ['value-unknown 1:6 !Context new']],
    ['!If [true, !Env UNSET, b]', ['env-missing 1:12 !Env UNSET'], 'warns only'],
    ['!Env UNSET', ['env-missing 1:1 !Env UNSET']],
    ['!Env [UNSET, [a]]', ['tag-failed 1:14 [a]']],
    ['!Format ["%s"]', ['tag-failed 1:10 "%s"']],
    ['!Format ["%s", a, b]', ['tag-failed 1:19 b']],
    ['!Format ["%d", a]', ['tag-failed 1:16 a']],
    ["!Format ['100%']", ["tag-failed 1:10 '100%'"]],
    ['!Format ["%s", [!Context text]]', ['tag-misplaced 1:17 !Context']],
    ['!Condition [NOT, true]', ['tag-failed 1:13 NOT']],
    ['!Condition [AND]', ['tag-failed 1:1 !Condition [AND]']],
    ['!Enumerate [5, SEQ, x]', ['tag-failed 1:13 5']],
    ['!Enumerate [!Context zero, SEQ, x]', ['tag-failed 1:13 !Context zero']],
    ['!Enumerate [[a], LIST, x]', ['tag-failed 1:18 LIST']],
    ['!Enumerate [[a], MAP, !Value 0]', ['tag-failed 1:23 !Value 0']],
    ['!Enumerate [[a], MAP, [!Value 0]]', ['tag-failed 1:23 [!Value 0]']],
    ['!Enumerate [!Value 0, SEQ, x]', ['tag-failed 1:13 !Value 0']],
    ['!Enumerate [[a], SEQ, !Value 1]', ['tag-failed 1:23 !Value 1']],
    ['!Enumerate [!Format ["%s", !Value 0], SEQ, x]', ['tag-failed 1:28 !Value 0']],
    ['!Format ["%s", !Enumerate [[a], SEQ, !Value 0]]', ['tag-failed 1:38 !Value 0']],
    ['!Value 0', ['tag-failed 1:1 !Value 0']],
    ['!Find [a.b, [!Context zero, x]]', ['tag-failed 1:14 !Context zero']],
    ['!Find [a.b, [x__in, [!KeyOf known]]]', ['tag-misplaced 1:22 !KeyOf']],
    ['[!Env UNSET, !Format ["%"], ok]', ['env-missing 1:2 !Env UNSET', 'tag-failed 1:23 "%"']],
  ])('%s', (text, findings, warns?: string) => {
    const outcome = evaluate(text);
    expect(outcome.findings).toEqual(findings);
    expect(outcome.value).toBe(warns ? null : undefined);
  });
});

describe('a missing value', () => {
  it('of the context is null with a warning', () => {
    expect(evaluate('!Context missing')).toMatchObject({
      value: null,
      findings: ['context-missing 1:1 !Context missing'],
    });
  });

  it('means no in a condition, without a word', () => {
    expect(evaluate('!If [!Condition [OR, !Context missing, !Env UNSET], a, b]')).toMatchObject({
      value: 'b',
      findings: [],
    });
  });

  it('of the environment is null where the field takes it', () => {
    expect(evaluate('!Env UNSET', { nullIsFine: true }).value).toBeNull();
  });
});

describe('a look-up', () => {
  it('asks with evaluated fields and values, and says what it is for', () => {
    const { asked } = evaluate(
      '[!Find [!Format ["%s.b", a], [!Context text, !Context float], [c, 1]], !Condition [OR, !Find [x.y]], !If [1, !Find [z.z], 2]]',
    );
    expect(asked).toMatchObject([
      {
        model: 'a.b',
        criteria: [
          { key: 'xy', value: new PyFloat(1.5) },
          { key: 'c', value: 1 },
        ],
        position: 'value',
        whole: false,
      },
      { model: 'x.y', criteria: [], position: 'condition' },
      { model: 'z.z', position: 'branch' },
    ]);
  });

  it('overlooks what follows the value of a criterion', () => {
    expect(evaluate('!Find [a.b, [c, 1, d, 2]]').asked).toMatchObject([
      { criteria: [{ key: 'c', value: 1 }] },
    ]);
  });
});

describe('later releases', () => {
  it.each<[string, string, unknown]>([
    ['!Env [EMPTY, other]', '2023.8', 'other'],
    ['!Env [UNSET, 5]', '2023.8', 5],
    ['!Context [missing, !Context text]', '2024.2', 'xy'],
    ['!If [!Context text]', '2023.8', true],
    ['!AtIndex [!Context list, 1]', '2024.12', 'b'],
    ['!AtIndex [!Context map, nothing, 7]', '2024.12', 7],
    ['!ParseJSON \'{"a": [1, 1.5]}\'', '2025.8', { a: [1, { float: 1.5 }] }],
    ['!Context map.k', '2026.5', 'v'],
    ['!Context list.1', '2026.5', 'b'],
    ['!Context with.dot', '2026.5', 'of the key'],
    ['!Context [map.other, 7]', '2026.5', 7],
    ['!Context [list.2, 7]', '2026.5', 7],
    ['!Context [text.0, 7]', '2026.5', 7],
    ['!Context [map.k, 7]', '2026.2', 7],
    ['!Condition [EQ, !Context text, xy]', '2026.8', true],
    ['!Condition [eq, !Context text, XY]', '2026.8', false],
    ['!Condition [NEQ, !Context text, xy]', '2026.8', false],
    ['!Condition [EQ, 1, 1.0]', '2026.8', true],
    ['!Condition [EQ, true, 1]', '2026.8', true],
    ['!Condition [EQ, "1", 1]', '2026.8', false],
    ['!Condition [EQ, null, !Context missing]', '2026.8', true],
    ['!Condition [EQ, !Context list, [a, b]]', '2026.8', true],
    ['!Condition [EQ, !Context map, {l: 2, k: v}]', '2026.8', true],
    ['!Condition [EQ, !Context map, {l: 2}]', '2026.8', false],
    ['!Condition [EQ, !Context day, 2020-01-02]', '2026.8', true],
    ['!Condition [EQ, !Context ref, !Context ref]', '2026.8', true],
  ])('%s', (text, release, expected) => {
    expect(plain(evaluate(text, { release }).value)).toEqual(expected);
  });

  it.each(['!Condition [EQ, !Context new, 1]', '!Condition [EQ, a, a, a]', '!Condition [NEQ, a]'])(
    'what %s gives is not known',
    (text) => expect(evaluate(text, { release: '2026.8' }).value).toBeInstanceOf(Unknown),
  );

  it('a mode that came later is not there yet', () => {
    expect(evaluate('!Condition [EQ, a, a]', { release: '2026.5' }).findings).toEqual([
      'tag-unavailable 1:13 EQ',
    ]);
    expect(evaluate('!Condition [EQUAL, a, a]', { release: '2026.8' }).findings).toEqual([
      'tag-failed 1:13 EQUAL',
    ]);
  });
});

describe('checking tags without evaluating', () => {
  const check = (value: string, release?: string): string[] =>
    readBlueprint(`entries: [{model: a.b, attrs: {v: ${value}}}]`, release).findings;

  it.each([
    ['!Nope 1', ['tag-unknown 1:35 !Nope']],
    ['!AtIndex [[1], 0]', ['tag-unavailable 1:35 !AtIndex']],
    ['!Format abc', ['tag-arguments 1:35 !Format']],
    ['!If [true, a]', ['tag-arguments 1:35 !If']],
    ['!If [true, a, b, c]', ['tag-arguments 1:52 c']],
    ['!Condition [AND]', ['tag-failed 1:35 !Condition [AND]']],
    ['!Env [A]', ['tag-arguments 1:35 !Env']],
    ['!Env [A, 5]', ['tag-default-text 1:44 5']],
    ['!Env [A, "5"]', []],
    ['!Context [a, !Env B]', ['tag-default-text 1:48 !Env B']],
    ['!KeyOf [a]', ['tag-arguments 1:35 !KeyOf']],
    ['!Find abc', ['tag-arguments 1:35 !Find']],
    ['!Find [a.b, slug]', ['tag-arguments 1:47 slug']],
    ['!Find [a.b, [slug]]', ['tag-arguments 1:47 [slug]']],
    ['!Find [a.b, [a, 1, b, 2]]', ['find-criterion 1:54 b']],
    ['!Value x', ['tag-arguments 1:35 !Value x']],
    ['!Value 0', ['tag-failed 1:35 !Value 0']],
    ['!Enumerate [[1], SEQ, !Value 1]', ['tag-failed 1:57 !Value 1']],
    ['!Enumerate [[1], NONE, !Value 0]', ['tag-failed 1:52 NONE']],
    ['!Condition [AND, [!Context a]]', ['tag-misplaced 1:53 !Context']],
    ['{!Context k : v}', ['tag-misplaced 1:36 !Context']],
  ])('%s', (text, expected) => {
    expect(check(text)).toEqual(expected);
  });

  it('knows tags in the context to stay what they are', () => {
    const text = 'context: {a: !Env A, b: !Env B}\nentries: [{model: a.b, attrs: {v: !Context a}}]';
    expect(readBlueprint(text).diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['tag-misplaced', 'error'],
      ['tag-misplaced', 'warning'],
    ]);
    expect(readBlueprint(text, '2025.8').findings).toEqual([]);
  });

  it('fails in the same words when such a tag is used', () => {
    const { blueprint } = readBlueprint(
      'context: {a: !Env A}\nentries: [{model: a.b, attrs: {v: !Context a}}]',
    );
    const collector = new Collector();
    const node = pairAt(blueprint!.entries[0]!.attrs!, 'v')!.value;
    evaluateNode(node, {
      file: blueprint!.file,
      features: features('2023.2'),
      report: collector.report,
      context: blueprint!.context,
      position: 'value',
      env: () => 'x',
      keyOf: () => ({ ok: true, value: null }),
      find: () => ({ ok: true, value: null }),
    });
    expect(collector.diagnostics.map(shown)).toEqual(['tag-misplaced 1:14 !Env']);
  });
});
