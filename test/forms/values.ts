import fc from 'fast-check';
import type { Json, Shape } from '../../src/catalog/model.ts';

/** Values that some form takes, and near misses of each. */
const NEAR: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  6,
  7,
  1.5,
  -0.25,
  3_000_000_000,
  '',
  ' ',
  '\t\n',
  'x',
  'a b',
  'x'.repeat(300),
  'yes',
  'Off',
  'TRUE',
  'maybe',
  '6',
  ' 6 ',
  '+7',
  '-7',
  '007',
  '5.0',
  '5.',
  '.5',
  '1.5',
  '1_000',
  '1__0',
  '_1',
  '1e3',
  '1e',
  '0x10',
  'a-b_c',
  'some/path',
  '/some/path/',
  'hours=1',
  ' days=1;minutes=-2 ',
  'hours=1;foo=2',
  'foo=2',
  'hours',
  'hours=x',
  'https://example.com/a',
  ' https://example.com/a\n',
  'https://host/a',
  'ldaps://dc.example.com,ldap://x.example.com:389',
  'http:/nope',
  'me@example.com',
  ' me@example.com ',
  'me@',
  '2030-01-31T12:00:00Z',
  ' 2030-01-31T12:00:00Z',
  '2030-01-31T12:00:00Z\n',
  '2030-01-31t12:00:00z',
  '2030-01-31',
  '2030-1-31',
  '2030-01-31 12:00:00+02:00',
  '2030-02-31T12:00:00Z',
  '2030-01-31T25:00:00Z',
  'tomorrow',
  '4b1c3d3a-5f55-4f0a-8d8f-0c1c3d3a5f55',
  '/static/a.png',
  'fa://fa-user',
  '../a.png',
  [],
  [null],
  [1],
  ['x', true],
  [[]],
  {},
  { a: 1 },
  { url: ' https://example.com ', matching_mode: 'strict' },
  [{ url: 'https://example.com', matching_mode: 'strict' }],
  [{ url: 'https://example.com', matching_mode: 'strict', more: 1 }],
  [{ url: 'https://example.com' }],
  [{ url: 5, matching_mode: 'loose' }],
];

/** Random values for a field, of every kind: such as it takes, such as it just does not take, and others. */
export function valuesFor(field: Shape): fc.Arbitrary<Json> {
  const own = [...edgesOf(field), ...(field.items ? edgesOf(field.items) : [])];
  const edges = own.flatMap((value): Json[] => [value, String(value), ` ${String(value)} `, [value]]);
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  const near = fc.constantFrom<Json>(...NEAR);
  const scalar = fc.oneof(near, text, fc.integer(), fc.float({ noNaN: true, noDefaultInfinity: true }));
  const edge = edges.length > 0 ? fc.constantFrom(...edges) : near;
  return fc.oneof(
    { weight: 3, arbitrary: near },
    { weight: 3, arbitrary: edge },
    { weight: 2, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('url', 'pk', 'a'), scalar, { maxKeys: 2 }) },
  );
}

/** What a field takes at its edges, and what lies just beyond. */
function edgesOf({ enum: choices = [], minimum, maximum, maxLength }: Shape): (string | number)[] {
  const edges: (string | number)[] = [...choices];
  for (const choice of choices) edges.push(String(choice).toLowerCase(), `${choice}x`);
  if (minimum !== undefined) edges.push(minimum, minimum - 1);
  if (maximum !== undefined) edges.push(maximum, maximum + 1);
  if (maxLength !== undefined) edges.push('x'.repeat(maxLength), 'x'.repeat(maxLength + 1));
  return edges;
}
