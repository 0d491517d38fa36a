import { describe, expect, it } from 'vitest';
import { parsePythonRepr } from '../../../src/apply/transaction/python-repr.ts';
import { readRefusal } from '../../../src/apply/transaction/read-refusal.ts';

describe("Python's way to write values", () => {
  // As Python 3.12 prints them.
  it.each([
    [
      `{'name': [ErrorDetail(string='This field is required.', code='required')]}`,
      { name: ['This field is required.'] },
    ],
    [
      `{'a': [ErrorDetail(string="nope is not in the format of 'hours=3'.", code='invalid')]}`,
      { a: ["nope is not in the format of 'hours=3'."] },
    ],
    [
      `{'a': [ErrorDetail(string='it\\'s "b"\\n\\t\\\\ \\x07 é \\xa0 \\u2028 \\ud83d\\ude00 \\U0001f600', code='x')]}`,
      { a: ['it\'s "b"\n\t\\ \u0007 é \u00a0 \u2028 😀 😀'] },
    ],
    [
      `{'redirect_uris': [{}, {'url': [ErrorDetail(string='x', code='c'), ErrorDetail(string='y', code='c')]}]}`,
      { redirect_uris: [{}, { url: ['x', 'y'] }] },
    ],
    [`{'groups': {0: [ErrorDetail(string='x', code='c')]}}`, { groups: { '0': ['x'] } }],
    [`[ErrorDetail(string='x', code='invalid')]`, ['x']],
    [`OrderedDict([('a', ['b']), ('c', None)])`, { a: ['b'], c: null }],
    [`OrderedDict({'a': (1, -2.5, 1e+20, True)})`, { a: [1, -2.5, 1e20, true] }],
    ['{}', {}],
  ])('reads %s', (text, value) => expect(parsePythonRepr(text)).toEqual(value));

  it.each([
    `{'a': [ErrorDetail(string='x'`,
    `{'a'`,
    `'a' 'b'`,
    'No or invalid identifiers',
    "<class 'x'>",
    "'\\U00ffffff'",
    '',
    '['.repeat(5000),
  ])('does not take %.30s', (text) => expect(parsePythonRepr(text)).toBeUndefined());
});

describe('a refusal of the importer', () => {
  // Answers of 2025.12.4 and 2026.5.0-rc1 to dry runs.
  const dry = (...lines: string[]) =>
    readRefusal([
      'Failed to validate blueprint',
      ...lines.map((line) => `- ${line}`),
      '- Blueprint validation failed',
    ]);

  it('has the messages of each field', () =>
    expect(
      dry(
        `Entry invalid: Serializer errors {'authorization_flow': [ErrorDetail(string='Invalid pk "11111111-1111-1111-1111-111111111111" - object does not exist.', code='does_not_exist')], 'redirect_uris': [{'matching_mode': [ErrorDetail(string='"bad" is not a valid choice.', code='invalid_choice')]}, {'matching_mode': [ErrorDetail(string='This field is required.', code='required')]}], 'non_field_errors': [ErrorDetail(string='x', code='c')]}`,
      ).messages,
    ).toEqual([
      {
        path: ['authorization_flow'],
        message: 'Invalid pk "11111111-1111-1111-1111-111111111111" - object does not exist.',
      },
      { path: ['redirect_uris', 0, 'matching_mode'], message: '"bad" is not a valid choice.' },
      { path: ['redirect_uris', 1, 'matching_mode'], message: 'This field is required.' },
      { path: [], message: 'x' },
    ]));

  it.each([
    ['Entry invalid: No or invalid identifiers', 'No or invalid identifiers'],
    [
      "Entry invalid: Model <class 'authentik.core.models.Source'> not allowed",
      "Model <class 'authentik.core.models.Source'> not allowed",
    ],
    ['App or Model does not exist', 'App or Model does not exist'],
  ])('says what is no error of a field: %s', (line, message) =>
    expect(dry(line).messages).toEqual([{ path: [], message }]),
  );

  it('keeps apart what was only logged before', () =>
    expect(
      dry(
        'Failed to load certificate',
        `Entry invalid: Serializer errors {'certificate_data': [ErrorDetail(string='Unable to load certificate.', code='invalid')]}`,
      ),
    ).toMatchObject({
      messages: [{ path: ['certificate_data'], message: 'Unable to load certificate.' }],
      notes: ['Failed to load certificate'],
    }));

  it('is read where the log is one text, as until 2024.2', () =>
    expect(
      readRefusal([
        `Failed to validate blueprint: Failed to load certificate\nentry invalid: Serializer errors {'name': [ErrorDetail(string='x\\ny', code='c')]}`,
      ]),
    ).toMatchObject({
      messages: [{ path: ['name'], message: 'x y' }],
      notes: ['Failed to load certificate'],
    }));

  it('has what stands there without any frame', () =>
    expect(readRefusal(['“no-uuid” is not a valid UUID.']).messages).toEqual([
      { path: [], message: '“no-uuid” is not a valid UUID.' },
    ]));

  it.each([[[]], [undefined], ['Failed to validate blueprint'], [[...'Failed to validate blueprint']], [{}]])(
    'has no reason where the server gives none: %j',
    (given) => expect(readRefusal(given).messages).toEqual([]),
  );

  it('does not repeat what it cannot read', () =>
    expect(dry(`Entry invalid: Serializer errors {'key': [ErrorDetail(string='a\\nb'`).messages).toEqual([]));

  it('names the entry in the log of an import', () =>
    expect(
      readRefusal([
        {
          log_level: 'warning',
          event: `Entry invalid: Serializer errors {'email': [ErrorDetail(string='Enter a valid email address.', code='invalid')]}`,
          attributes: {
            entry: {
              model: 'authentik_core.user',
              identifiers: { username: 'u' },
              attrs: { password: 'p' },
              id: 'u1',
            },
          },
        },
        { log_level: 'warning', event: 'Blueprint validation failed', attributes: {} },
      ]),
    ).toEqual({
      messages: [{ path: ['email'], message: 'Enter a valid email address.' }],
      notes: [],
      entry: { model: 'authentik_core.user', identifiers: { username: 'u' }, id: 'u1' },
    }));
});
