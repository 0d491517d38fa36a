import { describe, expect, test } from 'vitest';
import type { Shape } from '../../src/catalog/model.ts';
import { accept } from '../../src/forms/accept.ts';
import { formOf } from '../../src/forms/form-of.ts';
import { resources } from '../catalog/generated.ts';

describe('a text has a format as the server checks it', () => {
  test.each<[string, string, boolean]>([
    ['email', 'a@example.com', true],
    ['email', 'nope', false],
    ['email', 'a@localhost', true],
    ['email', '"a"@example.com', true],
    ['email', '"a b"@example.com', false],
    ['email', 'a@[192.0.2.7]', true],
    ['email', 'a@[192.0.2.700]', false],
    ['email', 'a@host', false],
    ['email', 'a b@example.com', false],
    ['ip', '192.0.2.7', true],
    ['ip', '192.0.2.07', false],
    ['ip', '192.0.2', false],
    ['ip', '2001:db8::7', true],
    ['ip', '::ffff:192.0.2.7', true],
    ['ip', '1:2:3:4:5:6:7:8', true],
    ['ip', '1:2:3:4:5:6:7', false],
    ['ip', '1::2::3', false],
    ['ip', 'x', false],
    ['fetched', 'https://idp.example.com/.well-known/openid-configuration', true],
    ['fetched', 'idp.example.com', false],
    ['media', `${'x'.repeat(255)}/a.png`, true],
    ['media', `${'x'.repeat(256)}/a.png`, false],
    ['fetched', 'ftp://idp.example.com', false],
    ['certificate', 'nope', false],
    ['certificate', '-----BEGIN CERTIFICATE-----\nMIIE', false],
    ['certificate', '{{ .cert }}', true],
    ['private-key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', false],
    ['uuid', '5baf765e-8b5f-44c2-bd3b-8887fbfd817c', true],
    ['uuid', '5baf765e8b5f44c2bd3b8887fbfd817c', true],
    ['uuid', '{5BAF765E-8b5f-44c2-bd3b-8887fbfd817c}', true],
    ['uuid', 'urn:uuid:5baf765e-8b5f-44c2-bd3b-8887fbfd817c', true],
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
    ['duration', 'days=1_0', true],
    ['duration', 'days=٣', true],
    ['duration', 'days=inf', false],
    ['duration', 'days=999999999', true],
    ['duration', 'days=1000000000', false],
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
    const shapes = resources.flatMap(({ fields }) =>
      Object.values(fields).flatMap((field): Shape[] => (field.items ? [field, field.items] : [field])),
    );
    const used = shapes.filter(({ format, enum: choices }) => format !== undefined && !choices);
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((shape) => ['text', 'JSON'].includes(formOf(shape).name))).toEqual([]);
  });
});
