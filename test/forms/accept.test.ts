import { describe, expect, test } from 'vitest';
import { PyFloat, PyTime, Unknown, type Value } from '../../src/blueprint/value.ts';
import type { Shape } from '../../src/catalog/model.ts';
import { accept } from '../../src/forms/accept.ts';
import { formOf } from '../../src/forms/form-of.ts';
import { NOT_JSON, plainJson } from '../../src/forms/plain.ts';
import { present } from '../../src/forms/schema.ts';
import { schemaErrors } from '../../src/schema/field-check.ts';

/*
 * What the serializers store of a value, kind by kind. What an integer, a boolean and a choice are read from
 * is Django REST framework's: int() without zeros behind a point, sets of words, the text of a choice.
 */

const INTEGER: Shape = { type: 'integer', minimum: 0, maximum: 5000 };
const NUMBER: Shape = { type: 'number' };
const BOOLEAN: Shape = { type: 'boolean' };
const TEXT: Shape = { type: 'string', trim: true, minLength: 1, maxLength: 5 };
const SLUG: Shape = { type: 'string', trim: true, pattern: '^[-a-zA-Z0-9_]+$' };
const DIGITS: Shape = { type: 'integer', enum: [6, 8] };
const MODE: Shape = { type: 'string', enum: ['all', '6'] };
const UPPER: Shape = { ...MODE, enum: ['DE'], forms: ['upper'] };
const DURATION: Shape = { type: 'string', format: 'duration', trim: true };
const TIME: Shape = { type: 'string', format: 'date-time' };
const LINK: Shape = { type: 'string', format: 'uuid', references: ['a.b'], nullable: true };
const COUNTED: Shape = { type: 'integer', references: ['a.b'] };
const UUID: Shape = { type: 'string', format: 'uuid' };
/** As the document writes the greatest number of 63 bits, which a double rounds up. */
const BIG: Shape = { type: 'integer', maximum: Number(2n ** 63n - 1n) };
const NOTHING: Shape = { type: 'string', minLength: 1, nullable: true, forms: ['empty'] };
const LIST: Shape = { type: 'array', minLength: 1, items: { type: 'string', trim: true } };
const member = { type: 'string', trim: true } as const;
const MAPPING: Shape = { type: 'object', members: { url: { ...member, required: true }, more: member } };
const JSON_FIELD: Shape = { type: 'json' };
const PICTURE: Shape = { type: 'string', format: 'picture' };
const PUBLIC: Shape = { type: 'string', format: 'public-picture' };
const ROOTED: Shape = { type: 'string', format: 'rooted-picture' };
const PASSWORD: Shape = { type: 'string', writeOnly: true, setter: { path: '', body: 'password' } };

const day = new PyTime('date', '2030-01-31');
const moment = new PyTime('datetime', '2030-01-31T12:00:00+00:00');

describe('a value, and what is stored of it', () => {
  test.each<[string, Shape, Value, Value]>([
    ['a whole number as text', INTEGER, ' +007 ', 7],
    ['with zeros behind a point', INTEGER, '5.0', 5],
    ['with nothing behind a point', INTEGER, '5.', 5],
    ['with a float', INTEGER, new PyFloat(5), 5],
    ['with underscores', INTEGER, '1_000', 1000],
    ['at its bounds', INTEGER, 5000, 5000],
    ['a number that a double does not hold', { type: 'integer' }, '9007199254740993', 9007199254740993n],
    ['a number as text', NUMBER, '1e3', 1000],
    ['without a digit before the point', NUMBER, '.5', 0.5],
    ['a word for true', BOOLEAN, 'Yes', true],
    ['a digit for false', BOOLEAN, '0', false],
    ['a float for true', BOOLEAN, new PyFloat(1), true],
    ['a number for text', TEXT, 12, '12'],
    ['a float for text, as Python writes it', { type: 'string' }, new PyFloat(1e16), '1e+16'],
    ['white space around a text', TEXT, ' 12345\n', '12345'],
    ['a number as a slug', SLUG, 5, '5'],
    ['a choice by its text', DIGITS, '6', 6],
    ['a choice by its number', MODE, 6, '6'],
    ['a choice in lower case', UPPER, 'de', 'DE'],
    ['a duration', DURATION, ' hours=1;foo=2 ', 'hours=1;foo=2'],
    ['a moment that YAML reads', TIME, moment, '2030-01-31T12:00:00Z'],
    ['a moment of another time zone', TIME, '2030-01-31T12:00:00.5+02:00', '2030-01-31T10:00:00.500000Z'],
    ['a day as a text', TIME, '20300131', '2030-01-31T00:00:00Z'],
    ['a moment long ago', TIME, '0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
    ['a word in mixed case', BOOLEAN, 'tRUE', true],
    ['true as a number with a point', NUMBER, true, 1],
    ['a number of 63 bits', BIG, 9223372036854775807n, 9223372036854775807n],
    ['a number as the bits of a UUID', UUID, 7, '00000000-0000-0000-0000-000000000007'],
    ['true as a UUID', UUID, true, '00000000-0000-0000-0000-000000000001'],
    ['a float as a counted key', COUNTED, new PyFloat(1.5), 1],
    ['the largest number of a UUID as a link', LINK, 2n ** 128n - 1n, 2n ** 128n - 1n],
    ['no link', LINK, '', null],
    ['a number as text for a link', COUNTED, '12', 12],
    ['the empty text as null', NOTHING, '', null],
    ['items, each as it is stored', LIST, [1, ' x '], ['1', 'x']],
    ['members, each as it is stored', MAPPING, { url: ' x ', else: 1 }, { url: 'x', else: 1 }],
    ['a picture, relative', PICTURE, 'icons/a.png', 'icons/a.png'],
    ['a picture with a slash in front', PICTURE, '/icons/a.png', 'icons/a.png'],
    ['a picture as the server shows it', PICTURE, '/media/icons/a.png', 'icons/a.png'],
    ['a picture in a folder that is called public', PICTURE, '/media/public/a.png', 'public/a.png'],
    ['a picture in the folder of a tenant', PUBLIC, '/media/public/a.png', 'a.png'],
    ['a picture with a slash in front, later', ROOTED, '/icons/a.png', '/icons/a.png'],
    ['a password with a slash in front', PASSWORD, '/media/secret', '/media/secret'],
    ['a picture of authentik itself', PICTURE, '/static/dist/a.png', '/static/dist/a.png'],
    ['a picture elsewhere', PICTURE, 'https://x/media/a.png', 'https://x/media/a.png'],
    ['JSON as it is', JSON_FIELD, [1, { a: null }], [1, { a: null }]],
  ])('%s', (_, field, value, stored) => {
    const accepted = accept(field, value);
    expect(accepted.ok ? text(accepted.value) : accepted).toEqual(text(stored));
    expect(schemaErrors(field, present(field, value))).toEqual([]);
  });

  test.each<[string, Shape, Value, string]>([
    ['an exponent', INTEGER, '1e3', 'attribute-type must be a whole number, not "1e3"'],
    [
      'a float that is written with one',
      { type: 'integer' },
      new PyFloat(1e16),
      'attribute-type must be a whole number, not a number with a point',
    ],
    ['two underscores', INTEGER, '1__0', 'attribute-type must be a whole number, not "1__0"'],
    ['true as a number', INTEGER, true, 'attribute-type must be a whole number, not true'],
    ['a text beyond the bounds', INTEGER, '5_001', 'attribute-format must be at most 5000'],
    ['below them', INTEGER, -1, 'attribute-format must be at least 0'],
    ['a number in another base', NUMBER, '0x10', 'attribute-type must be a number, not "0x10"'],
    ['a word that is none', BOOLEAN, 'maybe', 'attribute-type must be true or false, not "maybe"'],
    ['the text of a float', BOOLEAN, '1.0', 'attribute-type must be true or false, not "1.0"'],
    ['true as text', TEXT, true, 'attribute-type must be text, not true'],
    ['a date as text', TEXT, day, 'attribute-type must be text, not a date'],
    [
      'nothing but white space',
      TEXT,
      ' ',
      'attribute-format must not be empty, and the server cuts white space off',
    ],
    ['nothing', TEXT, '', 'attribute-format must not be empty'],
    ['a long text', TEXT, '123456', 'attribute-format is longer than 5 characters'],
    [
      'a float as a slug',
      SLUG,
      new PyFloat(1),
      'attribute-format is "1.0", which has characters that are not allowed here (^[-a-zA-Z0-9_]+$)',
    ],
    ['a float as a choice', DIGITS, new PyFloat(6), 'attribute-enum is "6.0", which is none of "6", "8"'],
    ['a list as a choice', MODE, [], 'attribute-type must be one of "all", "6", not a list'],
    [
      'a number as a duration',
      DURATION,
      7,
      'attribute-format is "7", which is not a duration such as hours=1;minutes=30',
    ],
    [
      'a day as a moment',
      TIME,
      day,
      'attribute-type must be a time stamp such as 2030-01-31T12:00:00Z, not a date',
    ],
    [
      'a day that there is not',
      TIME,
      '2030-02-31T12:00:00Z',
      'attribute-format is "2030-02-31T12:00:00Z", which is not a time stamp such as 2030-01-31T12:00:00Z',
    ],
    [
      'a float as a key',
      LINK,
      new PyFloat(1.5),
      'attribute-type must be the key of an object, not a number with a point',
    ],
    ['a number of 64 bits', BIG, 2n ** 63n, 'attribute-format must be at most 9223372036854775807'],
    [
      'a number of more than a thousand digits',
      { type: 'integer', maximum: 9 },
      '0'.repeat(1001),
      `attribute-type must be a whole number, not "${'0'.repeat(1001)}"`,
    ],
    ['no UUID', UUID, '', 'attribute-format is "", which is not a UUID'],
    ['a negative number as a UUID', UUID, -1, 'attribute-format is "-1", which is not a UUID'],
    [
      'a number of more than 128 bits as a link',
      LINK,
      2n ** 128n,
      `attribute-format is ${2n ** 128n}, which is no key of an object (a UUID)`,
    ],
    [
      'what is no number as a counted key',
      COUNTED,
      new PyFloat(Number.NaN),
      'attribute-type must be the key of an object, a number, not a number with a point',
    ],
    [
      'nothing as a moment',
      TIME,
      '',
      'attribute-format is "", which is not a time stamp such as 2030-01-31T12:00:00Z',
    ],
    [
      'a null character in a key of JSON',
      JSON_FIELD,
      { 'a\0': 1 },
      'attribute-format has a key with a character that the server does not store (a null character, or half of a pair)',
    ],
    ['no link where one must be', COUNTED, '', 'attribute-null must not be null'],
    ['an empty list', LIST, [], 'attribute-format must not be empty'],
    ['a text as a list', LIST, 'x', 'attribute-type must be a list, not text'],
    ['a mapping as a list', LIST, {}, 'attribute-type must be a list, not a mapping'],
    ['a missing member', MAPPING, {}, 'attribute-type needs url'],
    ['a date in JSON', JSON_FIELD, day, 'attribute-type is a date, which JSON does not have'],
    ['null in place of JSON', JSON_FIELD, null, 'attribute-null must not be null'],
  ])('%s is refused', (_, field, value, problem) => {
    const accepted = accept(field, value);
    expect(accepted.ok ? [] : accepted.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      problem,
    ]);
    expect(schemaErrors(field, present(field, value))).not.toEqual([]);
  });

  test('every fault of a list or a mapping is told, with where it is', () => {
    const accepted = accept({ type: 'array', items: MAPPING }, [{ url: true }, {}, { url: 'x', more: [] }]);
    expect(accepted.ok ? [] : accepted.problems.map(({ path }) => path)).toEqual([
      [0, 'url'],
      [1],
      [2, 'more'],
    ]);
  });

  test('a secret stands in no message', () => {
    const accepted = accept({ ...MODE, secret: true }, 'hunter2');
    expect(JSON.stringify(accepted)).not.toContain('hunter2');
  });

  test('what only the server will know is taken as it is', () => {
    const later = new Unknown('a key');
    expect(accept(LINK, later)).toEqual({ ok: true, value: later });
    expect(accept(LIST, [later])).toEqual({ ok: true, value: [later] });
  });
});

/** A value as a text in which big numbers differ. */
function text(value: Value): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}

test.each<[shape: Shape, words: string]>([
  [INTEGER, 'a whole number'],
  [NUMBER, 'a number'],
  [TEXT, 'text'],
  [MODE, 'a choice'],
  [MAPPING, 'a mapping'],
  [LINK, 'the key of `a.b`'],
])('a form has words for people: %j', (shape, words) => {
  expect(formOf(shape).words(shape, () => '')).toBe(words);
});

test.each<[what: string, value: Value]>([
  ['a date', day],
  ['a number that is none', new PyFloat(Number.NaN)],
  ['an infinite number', new PyFloat(Number.POSITIVE_INFINITY)],
])('JSON does not have %s', (_, value) => {
  expect(plainJson(value)).toBe(NOT_JSON);
});
