import { describe, expect, test } from 'vitest';
import { accept } from '../../src/forms/accept.ts';
import { FORMATS } from '../../src/forms/schema.ts';
import { resources } from '../catalog/generated.ts';

describe('a text has a format as the server checks it', () => {
  test.each<[string, string, boolean]>([
    ['url', 'https://example.com', true],
    ['url', 'https://sp/acs', false],
    ['url', 'https://localhost:9000/x', true],
    ['url', 'nope', false],
    ['url', 'https://exa mple.com', false],
    ['uri', 'https://sp/acs', true],
    ['uri', 'ldaps://ldap.example.com:636', true],
    ['uri', 'ldap://127.0.0.1:1', false],
    ['uri', 'nope', false],
    ['uri', 'http://ak-outpost:9000', true],
    ['uri', 'https://%(username)s.example.com', false],
    ['uri', 'https://example.com/%(username)s', true],
    ['email', 'a@example.com', true],
    ['email', 'nope', false],
    ['uuid', '5baf765e-8b5f-44c2-bd3b-8887fbfd817c', true],
    ['uuid', '5baf765e8b5f44c2bd3b8887fbfd817c', true],
    ['uuid', 'abc', false],
    ['duration', 'hours=3;minutes=1', true],
    ['duration', 'seconds=0', true],
    ['duration', 'bogus', false],
    ['duration', '5', false],
    ['duration', 'days=-1', true],
    ['duration', 'hours=1;', false],
    ['duration', 'hours=1;foo=2', true],
    ['duration', 'years=1', false],
    ['duration', 'Hours=1', true],
    ['date-time', '2030-01-31T12:00:00Z', true],
    // As a real 2023.2.3 answers: it trims durations and addresses, but no time stamps.
    ['date-time', '2030-1-31T1:00Z', true],
    ['date-time', '2030-01-31 12:00:00 +02', true],
    ['date-time', '2030-01-31T12:00:00Z\n', true],
    ['date-time', '2030-01-31T12:00:00 ', true],
    ['date-time', '2030-01-31', true],
    ['date-time', ' 2030-01-31T12:00:00Z', false],
    ['date-time', '2030-01-31T12:00:00Z ', false],
    ['date-time', '2030-01-31\n', false],
    ['date-time', '2030-01-31T12:00:00z', false],
    ['date-time', '2030-01-31Z', false],
    ['date-time', '2030-1-31', false],
    ['date-time', 'tomorrow', false],
    ['something else', 'anything', true],
  ])('%s %s: %s', (format, text, expected) => {
    expect(accept({ type: 'string', format }, text).ok).toBe(expected);
  });

  test('and every format of the catalog is one of a form', () => {
    const used = new Set(
      resources
        .flatMap(({ fields }) =>
          Object.values(fields).flatMap(({ format, items }) => [format, items?.format]),
        )
        .filter((format) => format !== undefined),
    );
    expect([...used].filter((format) => !FORMATS.some(({ name }) => name === format))).toEqual([]);
  });
});
