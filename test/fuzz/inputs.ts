import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Random } from '../mutants/random.ts';
import { hasShared, shared } from '../shared.ts';

/** What is thrown at the program: the bytes of a file, and what kind of nonsense they are. */
export interface FuzzInput {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/**
 * The texts that are mutated: the project's own blueprints, and authentik's and the community's where they
 * are.
 */
export function corpus(): readonly Buffer[] {
  const folders = [
    resolve(import.meta.dirname, '../../blueprints'),
    ...(hasShared
      ? ['blueprints', 'oracle/2023.2.3/probes', 'community'].map((name) => shared(`data/${name}`))
      : []),
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => readFileSync(join(folder, name))),
  );
}

const TOKENS = [
  '\n',
  '\n',
  '\n  ',
  '\n    ',
  '\n- ',
  '\n  - ',
  ' ',
  ': ',
  ':',
  '- ',
  '? ',
  ', ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  ' # x',
  '|\n',
  '>-\n',
  '|2\n',
  '&a ',
  '*a',
  '&b ',
  '*b',
  '!',
  '!!',
  '!!str ',
  '!!int ',
  '!!binary ',
  '!<x> ',
  '!e!x ',
  '%TAG ! x\n',
  '%YAML 1.1\n',
  '---\n',
  '...\n',
  '<<: ',
  '=',
  '~',
  '\t',
  '\\',
  '@',
  '`',
  '%',
  '!KeyOf ',
  '!Find ',
  '!FindObject ',
  '!Context ',
  '!Env ',
  '!File ',
  '!Format ',
  '!If ',
  '!Condition ',
  '!Enumerate ',
  '!Value ',
  '!Index ',
  '!AtIndex ',
  '!ParseJSON ',
  'SEQ',
  'MAP',
  'AND',
  'XOR',
  '0',
  '1',
  '-1',
  '9999999999999999999',
  '1e400',
  '.nan',
  '.inf',
  '0x',
  '12:30',
  '2020-01-01',
  '2020-13-45',
  'true',
  'null',
  'no',
  'version: 1',
  'metadata:',
  'name',
  'labels',
  'context:',
  'entries:',
  'model: ',
  'identifiers:',
  'attrs:',
  'id: ',
  'state: ',
  'conditions:',
  'permissions:',
  'authentik_core.group',
  'authentik_flows.flow',
  'authentik_policies.policybinding',
  'authentik_blueprints.metaapplyblueprint',
  'slug',
  'pk',
  'target',
  'order',
  '__proto__',
  'constructor',
  'toString',
  '%s',
  '%(x)s',
  '%d',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ud800',
  '\udc00',
  '\ufffe',
  '😀',
  'é',
  '\r',
  '\r\n',
  '${X}',
  '{{ x }}',
  'apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n',
];
const BREAKS = ['\r', '\r\n', '\u0085', '\u2028', '\u2029', '\n\r', '\n\n', '\v', '\f'];

type Maker = (random: Random, texts: readonly Buffer[]) => string | Uint8Array;

/** Some bytes of a real file changed, cut out, doubled, or put in from another one. */
const mutatedBytes: Maker = (random, texts) => {
  let bytes = random.pick(texts);
  for (let edits = 1 + random.below(6); edits > 0; edits--) {
    const at = random.below(bytes.length + 1);
    const cut = random.pick([0, 1, 1, 2, 10, 100]);
    const other = random.pick(texts);
    const from = random.below(other.length + 1);
    const put = random.pick<() => Buffer>([
      () => Buffer.alloc(0),
      () => Buffer.from([random.below(256)]),
      () => Buffer.from(random.pick(TOKENS)),
      () => other.subarray(from, from + random.below(200)),
      () => bytes.subarray(at, at + random.below(100)),
    ])();
    bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
  }
  return bytes;
};

/** A real file that ends too early, in the middle of a character or not. */
const truncated: Maker = (random, texts) => {
  const text = random.pick(texts);
  return text.subarray(0, random.below(text.length + 1));
};

const soup: Maker = (random) => {
  let text = random.pick([
    '',
    '',
    'version: 1\nentries:\n',
    'version: 1\nentries:\n- model: authentik_core.group\n  attrs:\n    a: ',
    '- ',
    '{',
  ]);
  for (let count = random.below(60); count > 0; count--) text += random.pick(TOKENS);
  return text;
};

const deep: Maker = (random) => {
  const depth = random.pick([10, 100, 199, 200, 201, 400, 1000, 5000, 50_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{a: ', '}'],
    ['!If [true, ', ']'],
    ['!Enumerate [[1], SEQ, ', ']'],
    ['[? ', ']'],
    ['!Format ["%s", ', ']'],
    ['- ', ''],
    ['? ', ''],
    ['!!seq [', ']'],
  ] as const);
  const text =
    open.repeat(depth) +
    random.pick(['x', '', '1', '*a']) +
    (random.below(2) === 0 ? close.repeat(depth) : '');
  if (random.below(5) === 0)
    return Array.from({ length: Math.min(depth, 700) }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
  return random.pick([
    text,
    `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: x}\n  attrs:\n    attributes: ${text}\n`,
    `entries: ${text}`,
    `context: {a: ${text}}\nentries: []`,
  ]);
};

const huge: Maker = (random) => {
  const length = random.pick([1000, 20_000, 300_000]);
  const piece = random
    .pick([
      'x',
      ' ',
      'x ',
      '\n',
      "''",
      '\\n',
      '\\x41',
      '#',
      '- ',
      ': ',
      'a: ',
      '[',
      ',',
      '\t',
      '😀',
      '%s',
      '%',
      '__',
      '\u2028',
      'k: v\n',
      '- a\n',
      '&a ',
      '!x ',
      '"',
      '<<: {}\n',
    ])
    .repeat(Math.ceil(length / 4));
  const quote = random.pick(['', '"', "'", '|\n      ', '>\n      ', '# ', '!', '&', '*', '[', '{']);
  const close = quote === '"' || quote === "'" ? quote : random.pick(['', ']', '}']);
  return random.pick([
    `${quote}${piece}${close}`,
    `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: a}\n  attrs:\n    attributes: {x: 1}\n    name: ${quote}${piece}${close}\n`,
    `- model: ${quote}${piece}${close}`,
  ]);
};

const aliases: Maker = (random) => {
  const levels = 2 + random.below(30);
  const width = 2 + random.below(9);
  const lines = ['a0: &a0 [x, y]'];
  for (let level = 1; level < levels; level++) {
    const names = Array.from({ length: width }, () => `*a${level - 1}`);
    lines.push(
      random.pick([
        `a${level}: &a${level} [${names.join(', ')}]`,
        `a${level}: &a${level} {<<: [${names.join(', ')}], k${level}: ${names[0]!}}`,
        `a${level}: &a${level} {${names.map((name, index) => `k${index}: ${name}`).join(', ')}}`,
        `a${level}: &a${level} !Format ["%s", ${names.join(', ')}]`,
      ]),
    );
  }
  return `version: 1\ncontext:\n${lines.map((line) => `  ${line}\n`).join('')}entries:\n- model: authentik_core.group\n  identifiers: {name: x}\n  attrs:\n    attributes: *a${levels - 1}\n    v: !Enumerate [!Context a${levels - 1}, MAP, [!Value 0, *a0]]\n${random.below(3) === 0 ? `- *a${levels - 1}\n` : ''}`;
};

/**
 * Broken UTF-8 in a real file: stray bytes, cut characters, surrogates, overlong forms, and byte order marks
 * of other encodings.
 */
const badEncoding: Maker = (random, texts) => {
  const text = random.pick(texts);
  const at = random.below(text.length + 1);
  const bad = random.pick([
    [0xff],
    [0xfe],
    [0x80],
    [0xc3],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xed, 0xbf, 0xbf],
    [0xc0, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0],
    [0xef, 0xbb, 0xbf],
    [0xef, 0xbf, 0xbe],
  ]);
  const mark = random.pick([[], [], [], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [0, 0, 0xfe, 0xff]]);
  return Buffer.concat([Buffer.from(mark), text.subarray(0, at), Buffer.from(bad), text.subarray(at)]);
};

/** Other line breaks, and byte order marks where none belong. */
const breaks: Maker = (random, texts) => {
  const text = random.pick(texts).toString('utf8');
  const kind = random.pick(BREAKS);
  const all = random.below(3) === 0;
  return text.replace(
    /\n/g,
    (found) => (all || random.below(20) === 0 ? kind : found) + (random.below(100) === 0 ? '\ufeff' : ''),
  );
};

/** Models whose entries are checked in ways of their own. */
const MODELS = [
  'authentik_core.group',
  'authentik_flows.flow',
  'authentik_policies.policybinding',
  'authentik_core.user',
  'authentik_blueprints.metaapplyblueprint',
  'authentik_stages_prompt.promptstage',
];

/** Blueprints of the right outline with anything in them. */
const outline: Maker = (random) => {
  const value = (depth: number): string =>
    random.pick<() => string>([
      () =>
        random
          .pick(TOKENS)
          .replace(/[\n\0]/g, ' ')
          .trim() || 'x',
      () => JSON.stringify(random.pick(TOKENS)),
      () => String(random.below(100)),
      () => 'null',
      () => '[]',
      () => '{}',
      ...(depth > 4
        ? []
        : [
            () => `[${Array.from({ length: random.below(4) }, () => value(depth + 1)).join(', ')}]`,
            () =>
              `{${Array.from({ length: random.below(4) }, (_, index) => `${random.pick(['a', 'pk', 'name', '__proto__', 'slug', 'constructor'])}${index === 0 ? '' : index}: ${value(depth + 1)}`).join(', ')}}`,
            () =>
              `${random.pick(TOKENS.filter((token) => /^![A-Z]/.test(token)))}[${Array.from({ length: random.below(4) }, () => value(depth + 1)).join(', ')}]`,
          ]),
    ])();
  const member = (key: string): string => {
    if (key === 'model' && random.below(4) > 0) return random.pick(MODELS);
    if ((key === 'identifiers' || key === 'attrs') && random.below(3) > 0)
      return `{name: ${value(1)}, slug: ${value(1)}, target: ${value(1)}, users: ${value(1)}}`;
    return value(0);
  };
  const entry = (): string =>
    ['model', 'id', 'state', 'conditions', 'identifiers', 'attrs', 'permissions', 'nonsense']
      .filter(() => random.below(4) > 0)
      .map((key) => `${key}: ${member(key)}`)
      .join(', ');
  return `version: ${random.pick(['1', value(0)])}\nmetadata: ${random.pick(['{name: x}', value(0)])}\ncontext: ${value(0)}\nentries:\n${Array.from({ length: random.below(5) }, () => `- {${entry()}}\n`).join('')}`;
};

/** A changed blueprint inside a ConfigMap, as a block or in quotes, and the whole changed once more. */
const embedded: Maker = (random, texts) => {
  const inner = Buffer.from(mutatedBytes(random, texts)).toString('utf8');
  const block = random.pick(['|', '|-', '>', '|2']);
  const value = random.below(3) === 0 ? JSON.stringify(inner) : `${block}\n${inner.replace(/^/gm, '    ')}`;
  const outer = Buffer.from(
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a.yaml: ${value}\n  b.yaml: ${random.pick(TOKENS)}\n`,
  );
  return random.below(2) === 0 ? outer : mutatedBytes(random, [outer]);
};

const MAKERS: readonly (readonly [kind: string, weight: number, maker: Maker])[] = [
  ['mutated bytes', 40, mutatedBytes],
  ['truncated', 15, truncated],
  ['token soup', 20, soup],
  ['outline', 12, outline],
  ['bad encoding', 4, badEncoding],
  ['line breaks', 4, breaks],
  ['embedded', 6, embedded],
  ['aliases', 2, aliases],
  ['deep', 2, deep],
  ['huge', 1, huge],
];
const WEIGHTED = MAKERS.flatMap(([kind, weight, maker]) =>
  Array.from({ length: weight }, () => ({ kind, maker })),
);

/** The input of a number: the same for the same seed and texts. */
export function inputOf(seed: number, number: number, texts: readonly Buffer[]): FuzzInput {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  for (let warm = 0; warm < 3; warm++) random.below(2);
  const { kind, maker } = random.pick(WEIGHTED);
  const made = maker(random, texts);
  return { kind, bytes: typeof made === 'string' ? Buffer.from(made) : made };
}
