import type { Catalog, Field, Json } from '../../src/catalog/model.ts';
import { isAddress } from '../forms/is-address.ts';
import { type RandomEntry, Link, type Value } from '../laws/random-blueprint.ts';
import type { Random } from '../mutants/random.ts';

/* Values that a file may hold wrongly: put into the entries of random blueprints, in place of plain ones. */

/** Names: of another type in YAML, with marks of YAML, of Python and of shells, and of no file. */
const NAMES = [
  'it\'s "quoted"',
  '!Find me',
  '!KeyOf x',
  '%s %(x)s {y}',
  'Zürich 東京 🎉',
  'yes',
  'No',
  'null',
  '~',
  '1e3',
  '007',
  '0x1F',
  '12:30',
  '2024-01-02',
  'a: b # c',
  '- dash',
  '[x, y]',
  '*star',
  '&and',
  '@at',
  '`tick`',
  '<<',
  '=',
  '../../up',
  'CON',
  'a-b',
  'a_b',
  'A B',
  'a-b-2',
  '$HOME $(x) ${',
  'tab\tin',
  'back\\slash',
  'a-name-that-is-longer-than-a-line-of-a-file-is-wide-'.repeat(3),
];

/** Slugs: some give the same name of a file, one that of a second such file. */
const SLUGS = ['a-b', 'A-b', 'a_b', 'a-b-2', 'a--b', '-', '_', '1', 'null', 'con', 'unnamed'];

const TEXTS = [
  ...NAMES,
  'one\ntwo',
  'one\ntwo\n',
  'one\n\n\nfour\n',
  '\nafter a break',
  '  indented\nfirst',
  'ends in blanks  \nsecond',
  'a\r\nb\r\n',
  'a\n \nb',
  '\tfirst a tab\n\tthen one',
  '#\n# x\n',
  '---\nkey: |\n  x\n',
  'line\u2028separator',
  'next\u0085line',
  'a long line, longer than any file should have, of words with blanks between them. '.repeat(6).trim(),
];

const EXPRESSIONS = [
  'return "it\'s"',
  'x = """triple\n  quoted"""\nreturn x',
  '# ünïcode 東京\nreturn True',
  'return "%s {}" % 1',
  'if True:\n\treturn 1\nreturn 2\n',
  'return "\\n\\u0041"',
  `return [${Array.from({ length: 80 }, (_, index) => `"item ${index}"`).join(', ')}]`,
];

const ATTRIBUTES: readonly { readonly [key: string]: Json }[] = [
  { yes: 'no', '1': 1, '': '', 'a.b': null, '!x': [], nested: { '~': [{}, [[]], 'x\ny'] } },
  { big: 123456789012, float: 1.5, negative: -0.5, tiny: 1e-7, text: '1.0', on: true, off: 'false' },
  { password: 'a secret: "%"', list: [{ token: 'abc\ndef' }, 'x'], empty: {} },
];

/**
 * The entries with odd values in about half of the places that take some. `taken`: the names that objects of each
 * model have by now; two models may have the same.
 */
export function withOddValues(
  entries: readonly RandomEntry[],
  random: Random,
  taken: Set<string>,
): RandomEntry[] {
  return entries.map((entry) => {
    const odd = (values: RandomEntry['attrs']): RandomEntry['attrs'] =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, oddValue(entry, name, value, random, taken)]),
      );
    return { ...entry, identifiers: odd(entry.identifiers), attrs: odd(entry.attrs) };
  });
}

function oddValue(
  { model, identifiers }: RandomEntry,
  name: string,
  value: Value,
  random: Random,
  taken: Set<string>,
): Value {
  const field = model.fields[name];
  if (!field || field.references || random.below(2) === 0) return value;
  if (name === 'attributes' && field.type === 'object') return random.pick(ATTRIBUTES);
  if (name === 'expression') return random.pick(EXPRESSIONS);
  if (!isFreeText(field, value)) return value;
  const isUnique = name in identifiers || model.unique.some(({ fields }) => fields.includes(name));
  const pattern = field.pattern === undefined ? undefined : new RegExp(field.pattern, 'u');
  const fits = (text: string): boolean =>
    text.length <= (field.maxLength ?? Infinity) && (pattern === undefined || pattern.test(text));
  if (!isUnique) {
    if (pattern) return value;
    return random.pick([...TEXTS, ...(field.minLength ? [] : [''])].filter(fits));
  }
  const free = (pattern ? SLUGS : NAMES).filter(
    (text) => fits(text) && !taken.has(`${model.name} ${name} ${text.toLowerCase()}`),
  );
  if (free.length === 0) return value;
  const chosen = random.pick(free);
  taken.add(`${model.name} ${name} ${chosen.toLowerCase()}`);
  return chosen;
}

/** Whether a field takes any text. A tag in quotes in place of a secret is refused, as nobody means it. */
function isFreeText(field: Field, value: Value): boolean {
  return (
    typeof value === 'string' &&
    field.type === 'string' &&
    !field.enum &&
    field.format === undefined &&
    field.setter === undefined &&
    !field.secret &&
    !isAddress(field)
  );
}

/** The entries with permissions on some of their objects, for a role and a user that come before them. */
export function withGrants(
  { models, permissions }: Catalog,
  entries: readonly RandomEntry[],
  random: Random,
  prefix: string,
): RandomEntry[] {
  const holders = Object.entries(permissions?.holders ?? {}).flatMap(([kind, holder]) => {
    const model = models[holder.model];
    if (model?.kind !== 'resource') return [];
    const names = kind === 'user' ? ['username', 'name'] : ['name'];
    const values = Object.fromEntries(names.map((name) => [name, `${prefix}holder`]));
    const [[first, name] = ['name', ''], ...rest] = Object.entries(values);
    const id = `${prefix}${kind}`;
    return [
      {
        kind,
        entry: { id, model, identifiers: { [first]: name }, attrs: Object.fromEntries(rest) },
      },
    ];
  });
  return [
    ...holders.map(({ entry }) => entry),
    ...entries.map((entry) => {
      const held = random.sample(holders, random.below(3)).map(({ kind, entry: { id } }) => ({
        permission: `${random.pick(['view', 'change'])}_${entry.model.name.split('.')[1]}`,
        [kind]: new Link(id),
      }));
      return held.length === 0 ? entry : { ...entry, permissions: held };
    }),
  ];
}
