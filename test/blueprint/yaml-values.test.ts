import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/blueprint/blueprint.ts';
import { plainNode } from '../../src/blueprint/plain.ts';
import { readText, valueOf } from './read.ts';

describe('YAML as PyYAML reads it', () => {
  it.each([
    ['text over several lines is folded', 'a: b\n  c\n\n  d\n', { a: 'b c\nd' }],
    ['a literal block keeps its lines', 'a: |\n  b\n   c\n\nd: 1\n', { a: 'b\n c\n', d: 1 }],
    ['a folded block joins its lines', 'a: >-\n  b\n  c\n\n  d\n', { a: 'b c\nd' }],
    ['a block keeps its blank lines when told', 'a: |+\n  b\n\nd: 1\n', { a: 'b\n\n', d: 1 }],
    ['a block with an indentation of its own', 'a: |2\n    b\n', { a: '  b\n' }],
    ['quotes', `a: 'it''s'\nb: "\\u00e9\\n\\x41"\n`, { a: "it's", b: 'é\nA' }],
    ['a list needs no indentation below a key', 'a:\n- 1\n- 2\nb: 3\n', { a: [1, 2], b: 3 }],
    ['a flow collection may end in any column', 'a: [1,\n2\n]\nb: {c: 1,\n}\n', { a: [1, 2], b: { c: 1 } }],
    ['a key alone in braces is null', 'a: {b, c: 1}\n', { a: { b: null, c: 1 } }],
    ['a pair in brackets is a mapping', 'a: [b: 1, c]\n', { a: [{ b: 1 }, 'c'] }],
    ['a colon without a space is text', 'a: b:c\n', { a: 'b:c' }],
    ['a lone exclamation mark changes nothing', 'a: ! 12\n', { a: 12 }],
    ['an explicit key', '? a\n: b\n', { a: 'b' }],
    [
      'keys become what JSON writes',
      '{2: a, 1.5: b, null: c, on: d}',
      { 2: 'a', 1.5: 'b', null: 'c', true: 'd' },
    ],
    [
      'core tags',
      'a: !!str 123\nb: !!int "7"\nc: !!float 1\nd: !!bool "yes"\ne: !!null x\nf: !!seq [1]\n',
      { a: '123', b: 7, c: 1, d: true, e: null, f: [1] },
    ],
    [
      'an ordered map is a list of pairs',
      'a: !!omap [b: 1, c: 2]\n',
      {
        a: [
          ['b', 1],
          ['c', 2],
        ],
      },
    ],
    ['a byte order mark is passed over', '\uFEFFa: 1\n', { a: 1 }],
    ['a directive and a document start', '%YAML 1.1\n---\na: 1\n...\n', { a: 1 }],
    ['"=" is a key like any other', '{=: 1}', { '=': 1 }],
    [
      'prototypes cannot be reached',
      '{__proto__: 1, constructor: 2}',
      JSON.parse('{"__proto__": 1, "constructor": 2}') as object,
    ],
  ])('%s', (_, text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it.each([
    ['one mapping', 'a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n', { b: 1, c: 3 }],
    ['own keys win, wherever they stand', 'a: &x {b: 1}\nd: {b: 2, <<: *x}\n', { b: 2 }],
    ['the first of a list wins', 'a: &x {b: 1}\nb: &y {b: 2, c: 2}\nd: {<<: [*x, *y]}\n', { b: 1, c: 2 }],
    ['of two merge keys the later wins', 'a: &x {b: 1}\nb: &y {b: 2}\nd: {<<: *x, <<: *y}\n', { b: 2 }],
    [
      'what is merged holds what it merged',
      'a: &x {b: 1}\nb: &y {<<: *x, c: 2}\nd: {<<: *y}\n',
      { b: 1, c: 2 },
    ],
  ])('merging: %s', (_, text, expected) => {
    expect((valueOf(text) as { d: unknown }).d).toEqual(expected);
  });

  it('gives the very same node for an alias, tagged ones too', () => {
    const { root } = readText('a: &x !Context y\nb: *x\n');
    const [first, second] = (root as Extract<Node, { kind: 'map' }>).pairs;
    expect(second!.value).toBe(first!.value);
    expect(second!.value).toMatchObject({
      kind: 'tag',
      tag: '!Context',
      form: 'scalar',
      args: [{ text: 'y' }],
    });
  });

  it('keeps the raw text of what a tag takes', () => {
    const { root } = readText('[!Env [A, 5], !Value 0, !If ]');
    expect(root).toMatchObject({
      kind: 'seq',
      items: [
        { tag: '!Env', form: 'seq', args: [{ value: 'A' }, { value: 5, text: '5' }] },
        { tag: '!Value', form: 'scalar', args: [{ value: '0', text: '0' }] },
        { tag: '!If', form: 'scalar', args: [{ text: '' }] },
      ],
    });
  });

  it('spans every node with its text', () => {
    const text = 'k: &a [x, !Tag [1, "q"]]\nblock: |\n  t\n\nm:\n  n: 1\n  o: \nlist:\n- p\n';
    const { root } = readText(text);
    const seen: string[] = [];
    const visit = (node: Node): void => {
      seen.push(text.slice(node.span.start, node.span.end));
      if (node.kind === 'map')
        for (const pair of node.pairs) {
          visit(pair.keyNode);
          visit(pair.value);
        }
      else if (node.kind !== 'scalar')
        for (const child of node.kind === 'seq' ? node.items : node.args) visit(child);
    };
    visit(root!);
    expect(seen.slice(1)).toEqual([
      'k',
      '[x, !Tag [1, "q"]]',
      'x',
      '!Tag [1, "q"]',
      '1',
      '"q"',
      'block',
      '|\n  t',
      'm',
      'n: 1\n  o:',
      'n',
      '1',
      'o',
      '',
      'list',
      '- p',
      'p',
    ]);
    expect(seen[0]).toBe(text.trimEnd());
  });

  it('warns of doubled keys once per mapping, and takes the last value', () => {
    const { root, findings } = readText('a: 1\nb: 2\na: 3\n1: x\ntrue: y\n');
    expect(plainNode(root!)).toEqual(Object.assign(Object.create(null) as object, { a: 3, b: 2, 1: 'y' }));
    expect(findings).toEqual(['yaml-duplicate-key 3:1 a']);
  });

  // As a real 2023.2.3 stores these attributes: keys as Python takes them for equal, then as JSON writes them.
  it.each<[string, Record<string, unknown>]>([
    ['{1: a, true: b, "1": c}', { 1: 'c' }],
    ['{true: a, 1: b}', { true: 'b' }],
    ['{"1": one, true: two}', { 1: 'one', true: 'two' }],
    ['{1: a, "1": b, 1.0: c}', { 1: 'b' }],
    ['{"true": x, true: y}', { true: 'y' }],
    ['{false: a, 0: b, -0.0: c, "0": d}', { false: 'c', 0: 'd' }],
    ['{null: a, "null": b}', { null: 'b' }],
    ['{1.5: a, "1.5": b, 2.0: c}', { 1.5: 'b', '2.0': 'c' }],
    ['{<<: {1: a, true: b}, "1": c}', { 1: 'c' }],
    [
      '{017: a, 0x10: b, 1_000: c, 1e+16: d, 1.0e-7: e, -0.0: f}',
      { 15: 'a', 16: 'b', 1000: 'c', '1e+16': 'd', '1e-07': 'e', '-0.0': 'f' },
    ],
  ])('takes the keys of %s as Python writes them into JSON', (text, expected) => {
    const { root } = readText(text);
    expect(plainNode(root!)).toEqual(Object.assign(Object.create(null) as object, expected));
  });
});
