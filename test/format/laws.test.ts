import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { formatBlueprint } from '../../src/format/format-blueprint.ts';
import { sameComments, sameMeaning } from '../../src/format/same-meaning.ts';
import { hasShared, shared } from '../shared.ts';
import { runs } from '../random-cases.ts';

/*
 * Whatever is formatted means the same, keeps every comment at its place, and is its own formatted text.
 * `formatBlueprint` checks most of that itself and then leaves a file as it is; here that must not happen,
 * because a file that cannot be formatted is no damage but a fault all the same.
 */

/**
 * Formats a text and checks the laws; undefined where it is left as it is for a reason that it names.
 * `mayRefuse`: the last check, which compares what was written with what was read, may be that reason.
 */
function formatted(text: string, mayRefuse = false): string | undefined {
  const collector = new Collector();
  const after = formatBlueprint({ path: 'x.yaml', text }, collector.report);
  if (!mayRefuse)
    expect(collector.diagnostics.map(({ message }) => message)).not.toContain(
      'the file is left as it is: formatted, it would not be what it is',
    );
  if (after === undefined) return undefined;
  const nodes = [text, after].map((one) => readYaml({ path: 'x.yaml', text: one }, () => undefined));
  expect(nodes[0] && nodes[1] && sameMeaning(nodes[0], nodes[1])).toBe(true);
  expect(sameComments(text, after)).toBe(true);
  expect(formatBlueprint({ path: 'x.yaml', text: after }, () => undefined)).toBe(after);
  return after;
}

/** What stands next to the numbered comments of a text: the key or item on their line, else the next one. */
function neighbours(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const comment = /(^|\s)#(\d+)$/.exec(line)?.[2];
    if (comment === undefined) continue;
    const own = line.replace(/#\d+$/, '').trim();
    const next = lines.slice(index + 1).find((one) => !/^\s*(#|$)/.test(one)) ?? '';
    found.set(comment, plain(own === '' ? next : own));
  }
  return found;
}

/** Without what formatting may change. */
function plain(line: string): string {
  return line
    .trim()
    .replace(/^(?:- *)+/, '')
    .replace(/['" ]/g, '')
    .replace(/[[{].*$/, '');
}

const files = [
  ...readFolder(resolve(import.meta.dirname, '../../blueprints')),
  ...(hasShared ? ['data/blueprints', 'data/community'].flatMap((folder) => readFolder(shared(folder))) : []),
];

function readFolder(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

test.each(files)('$name', ({ text }) => {
  expect(formatted(text)).toBeDefined();
});

describe('random layouts', () => {
  const words = fc.constantFrom(
    'a',
    'b c',
    'yes',
    'y',
    '012',
    '1_000',
    '12:30',
    '2020-01-01',
    '1e3',
    'null',
    '~',
    '',
    "it's",
    'a: b',
    'a #b',
    '- a',
    '[a',
    '{',
    '*a',
    '&a',
    '!a',
    '%s',
    'é',
    'ends ',
    'two\nlines',
    'tab\there',
    '=',
    '<<',
    'http://x/y?z#w',
    'x'.repeat(70),
  );
  /** A text in one of the ways to write it that mean it. */
  const written = fc.tuple(words, fc.constantFrom('plain', 'single', 'double')).map(([word, style]) => {
    if (style === 'double' || /[\n\t]/.test(word)) return JSON.stringify(word);
    return style === 'single' || !/^[a-z0-9é][\w: -]*$/.test(word) || /: |[ :]$/.test(word)
      ? `'${word.replaceAll("'", "''")}'`
      : word;
  });
  const flow = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      written.filter((text) => !/^(?:12:30|-.*)$/.test(text)),
      tie('list'),
      tie('map'),
    ),
    list: fc
      .tuple(
        fc.constantFrom('', '!Find ', '!If '),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.constantFrom(', ', ',', ' , ', ',\n            '),
      )
      .map(([before, items, comma]) => `${before}[${items.join(comma)}]`),
    map: fc
      .tuple(fc.array(tie('value'), { maxLength: 3 }), fc.constantFrom(', ', ',\n            ', ' ,'))
      .map(([items, comma]) => `{${items.map((item, index) => `k${index}: ${item}`).join(comma)}}`),
  }));

  type Tree =
    | { kind: 'scalar'; text: string }
    | { kind: 'block'; lines: readonly string[]; folded: boolean }
    | { kind: 'map' | 'seq'; items: readonly Tree[] };
  const tree = fc.letrec<{ any: Tree; collection: Tree }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(written, flow.value).map((text): Tree => ({ kind: 'scalar', text })),
      fc
        .tuple(
          fc.array(fc.constantFrom('x', '  deeper', '', '# no comment', 'y: |'), {
            minLength: 1,
            maxLength: 4,
          }),
          fc.boolean(),
        )
        .map(([lines, folded]): Tree => ({ kind: 'block', lines: ['first', ...lines], folded })),
      tie('collection'),
    ),
    collection: fc
      .tuple(
        fc.constantFrom<'map' | 'seq'>('map', 'seq'),
        fc.array(tie('any'), { minLength: 1, maxLength: 4 }),
      )
      .map(([kind, items]): Tree => ({ kind, items })),
  }));
  const entries = fc.array(
    fc.tuple(
      fc.shuffledSubarray(['model', 'id', 'state', 'conditions', 'identifiers', 'attrs', 'other'], {
        minLength: 1,
      }),
      fc.array(tree.any, { minLength: 7, maxLength: 7 }),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const numbers = fc.infiniteStream(fc.nat(1000));

  /** Writes entries with random indentation, comments, blank lines and tags; every key is another. */
  function write(
    all: readonly (readonly [readonly string[], readonly Tree[]])[],
    random: Iterator<number>,
  ): string {
    let count = 0;
    const pick = (limit: number): number => (random.next().value as number) % limit;
    const prefix = (indent: number): string =>
      [
        '',
        '',
        '',
        '\n',
        '\n\n\n',
        `${' '.repeat(indent)}#${++count}\n`,
        `\n${' '.repeat(indent)}#${++count}\n`,
      ][pick(7)] ?? '';
    const trail = (): string => (pick(6) === 0 ? `  #${++count}` : '');
    const put = (node: Tree, indent: number, start: string, inSeq: boolean): string => {
      if (node.kind === 'scalar')
        return `${start} ${['', '', '', '!Context ', '!!str ', `&a${++count} `][node.text === '' || /^[[{!]/.test(node.text) ? 0 : pick(6)] ?? ''}${node.text}${node.text.includes('\n') ? '' : trail()}\n`;
      if (node.kind === 'block')
        return `${start} ${node.folded ? '>' : '|'}${['', '-'][pick(2)] ?? ''}${trail()}\n${node.lines.map((line) => (line === '' ? '\n' : `${' '.repeat(indent + 3)}${line}\n`)).join('')}`;
      const deeper =
        indent + (node.kind === 'seq' && !inSeq ? ([0, 2, 4][pick(3)] ?? 0) : ([1, 2, 4][pick(3)] ?? 2));
      const anchor = pick(6) === 0 ? ` &a${++count}` : '';
      const properties = anchor === '' && pick(6) === 0 ? ' !Tag' : anchor;
      return `${start}${properties}${trail()}\n${children(node, deeper)}`;
    };
    const children = (node: Tree, indent: number): string =>
      'items' in node
        ? node.items
            .map(
              (item) =>
                prefix(indent) +
                put(
                  item,
                  indent,
                  `${' '.repeat(indent)}${node.kind === 'map' ? `key${++count}:` : '-'}`,
                  node.kind === 'seq',
                ),
            )
            .join('')
        : '';
    const indent = [0, 2, 4][pick(3)] ?? 0;
    const lines = all.map(([keys, values]) => {
      const text = keys
        .map(
          (key, index) =>
            prefix(indent + 2) +
            put(
              values[index] ?? { kind: 'scalar', text: 'x' },
              indent + 2,
              `${' '.repeat(indent + 2)}${key}:`,
              false,
            ),
        )
        .join('')
        .replace(/^(?:\s*#\d+)?\s+/, '');
      return `${prefix(indent)}${' '.repeat(indent)}- ${text}`;
    });
    return `version: 1\nentries:${trail()}\n${lines.join('')}`;
  }

  test('keep the laws', () => {
    let done = 0;
    fc.assert(
      fc.property(entries, numbers, (all, stream) => {
        const text = write(all, stream[Symbol.iterator]());
        const findings: string[] = [];
        const node = readYaml({ path: 'x.yaml', text }, (finding) => findings.push(finding.code));
        if (!node) return;
        const after = formatted(text);
        if (after !== undefined) done++;
      }),
      { numRuns: runs(500) },
    );
    expect(done).toBeGreaterThan(350);
  });

  test('spoilt files are formatted by the laws or left as they are', () => {
    const junk = fc.constantFrom(
      ' ',
      '\n',
      '-',
      '- ',
      ': ',
      ' # c',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '|',
      '>',
      '&a ',
      '*a',
      '!Find ',
      '? ',
      '---\n',
      '\t',
      '<<: ',
      'é',
      '\r\n',
      '\n\n',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(8), junk), { minLength: 1, maxLength: 4 }),
        ({ text }, edits) => {
          formatted(
            edits.reduce(
              (before, [at, cut, insert]) =>
                before.slice(0, at % before.length) + insert + before.slice((at % before.length) + cut),
              text,
            ),
            true,
          );
        },
      ),
      { numRuns: runs(300) },
    );
  });

  test('keep comments next to what they are about', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('above', 'beside')), { maxLength: 8 }),
        ({ text }, places) => {
          const lines = text.replaceAll('\r', '').split('\n');
          for (const [number, [at, where]] of places.entries()) {
            const index = at % lines.length;
            const line = lines[index] ?? '';
            if (where === 'above') lines[index] = `${/^ */.exec(line)?.[0] ?? ''}#${number}\n${line}`;
            else if (!/^\s*(#|$)/.test(line) && !line.includes('\n') && !/[|>][-+]?$/.test(line))
              lines[index] = `${line} #${number}`;
          }
          const before = lines.join('\n');
          const after = readYaml({ path: 'x.yaml', text: before }, () => undefined)
            ? formatted(before)
            : undefined;
          if (after === undefined) return;
          const there = neighbours(after);
          // Above an entry a comment is about the entry, whose first key may be another.
          const first =
            /^(?:model|id|state|conditions|identifiers|attrs|permissions|version|metadata|context|entries):/;
          for (const [comment, neighbour] of neighbours(before)) {
            const now = there.get(comment) ?? '';
            // A value from the line below its key may have come up to it, and brackets onto one line.
            const joined =
              now.endsWith(`:${neighbour}`) ||
              (neighbour.endsWith(':') && now.startsWith(neighbour)) ||
              /^[\]}]/.test(neighbour);
            if (!(first.test(neighbour) && first.test(now)) && !joined)
              expect(`#${comment} ${now}`).toBe(`#${comment} ${neighbour}`);
          }
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
