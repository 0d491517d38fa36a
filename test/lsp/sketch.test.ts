import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Node } from '../../src/blueprint/blueprint.ts';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { sketch } from '../../src/lsp/sketch/sketch.ts';
import type { SketchNode } from '../../src/lsp/sketch/node.ts';
import { hasShared, shared } from '../shared.ts';

/**
 * The tree as the reader of blueprints sees it, with where everything starts; the words of a block scalar are
 * left out.
 */
function read(node: Node, text: string): unknown {
  const at = node.span.start;
  switch (node.kind) {
    case 'scalar':
      return node.quoted && '|>'.includes(text.charAt(at)) ? { at } : { at, text: node.text };
    case 'seq':
      return { at, items: node.items.map((item) => read(item, text)) };
    case 'map':
      return { at, pairs: node.pairs.map(({ keyNode, value }) => [read(keyNode, text), read(value, text)]) };
    case 'tag':
      return { tag: node.tag, at: node.tagSpan, args: node.args.map((arg) => read(arg, text)) };
  }
}

function drawn(node: SketchNode | undefined): unknown {
  if (!node) return undefined;
  if (node.tag && !node.tag.name.startsWith('!!'))
    return {
      tag: node.tag.name,
      at: node.tag.span,
      args: node.kind === 'seq' ? node.items.map(drawn) : [untagged(node)],
    };
  return untagged(node);
}

function untagged(node: SketchNode): unknown {
  const at = node.span.start;
  switch (node.kind) {
    case 'scalar':
      return node.style === '|' ? { at } : { at, text: node.text };
    case 'alias':
      return { alias: node.name };
    case 'seq':
      return { at, items: node.items.map(drawn) };
    case 'map':
      return { at, pairs: node.pairs.map(({ key, value }) => [drawn(key), drawn(value)]) };
  }
}

/** The outline of a text in one line: lists, mappings, tags and texts. */
function outline(node: SketchNode | undefined): string {
  if (!node) return '?';
  const tag = node.tag ? `${node.tag.name} ` : '';
  switch (node.kind) {
    case 'scalar':
      return `${tag}${node.text}`;
    case 'alias':
      return `*${node.name}`;
    case 'seq':
      return `${tag}[${node.items.map(outline).join(', ')}]`;
    case 'map':
      return `${tag}{${node.pairs.map(({ key, value }) => `${outline(key)}: ${outline(value)}`).join(', ')}}`;
  }
}

const FOLDERS = ['data/oracle', 'data/blueprints/2023.2.3', 'data/blueprints/2025.12.4', 'data/community'];
const files = !hasShared
  ? []
  : FOLDERS.flatMap((folder) =>
      readdirSync(shared(folder), { recursive: true })
        .map(String)
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(shared(folder), name)),
    );

describe('a sketch of a text without mistakes', () => {
  test.skipIf(!hasShared)('is the tree that the reader of blueprints sees', () => {
    let compared = 0;
    for (const path of files) {
      const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
      const found: string[] = [];
      const root = readYaml({ path, text }, ({ code }) => found.push(code));
      // There aliases are what they name, merged and doubled keys are gone.
      if (!root || found.length > 0 || /(^|[\s[{,])\*|<<:/m.test(text)) continue;
      if (JSON.stringify(drawn(sketch(text))) !== JSON.stringify(read(root, text)))
        expect({ path, tree: drawn(sketch(text)) }).toEqual({ path, tree: read(root, text) });
      compared++;
    }
    expect(compared).toBeGreaterThan(300);
  });
});

describe('a sketch of a text with mistakes', () => {
  test.each([
    ['a key without its colon', 'a:\n  na\n  b: 1\nc: 2', '{a: {na: ?, b: 1}, c: 2}'],
    ['a key without its colon in between', 'a:\n  b: 1\n  na\n  c: 1', '{a: {b: 1, na: ?, c: 1}}'],
    ['a list that is not closed', 'a: !Find [b, [c\nd: 1', '{a: !Find [b, [c]], d: 1}'],
    [
      'an inner list that is not closed',
      'a:\n  b: [\n    c,\n    [d\n  ]\n  e: 1',
      '{a: {b: [c, [d]], e: 1}}',
    ],
    ['a mapping that is not closed', '- {a: 1, b\n- c', '[{a: 1, b: ?}, c]'],
    ['a bracket too many', 'a: [b]]\nc: 1', '{a: [b], c: 1}'],
    ['a quote that is not closed', 'a:\n  b: "c\n  d: "e"\nf: 1', '{a: {b: c, d: e}, f: 1}'],
    ['a key that is too deep', 'a: 1\n  b: 2\nc: 3', '{a: 1, b: 2, c: 3}'],
    ['a key that is not deep enough', '- a: 1\n b: 2\n- c', '[{a: 1, b: 2}, c]'],
    ['a word between the items of a list', 'a:\n- b\nword\n- c', '{a: [b, c], word: ?}'],
    ['a word before the first key', 'word\na: 1', '{word: ?, a: 1}'],
    ['a colon too many', 'a: b: c\nd: 1', '{a: b, d: 1}'],
    ['a tag without its value', 'a: !KeyOf\nb: [!KeyOf , !KeyOf]', '{a: !KeyOf , b: [!KeyOf , !KeyOf ]}'],
    ['an alias of nothing', 'a: *\n<<: *b', '{a: *, <<: *b}'],
    ['an indented text that goes on', 'a: |\n  b: "\n\n  [\nc: 1', '{a: |\n  b: "\n\n  [, c: 1}'],
    ['a tab', 'a:\n\tb: 1\nc: 1', '{a: {b: 1}, c: 1}'],
  ])('keeps what is around %s', (_, text, tree) => expect(outline(sketch(text))).toBe(tree));

  test('is as deep as the text', () => {
    expect(sketch('['.repeat(20_000))).toBeDefined();
    expect(sketch('- '.repeat(20_000))).toBeDefined();
  });
});
