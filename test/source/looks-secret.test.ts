import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { looksSecret } from '../../src/source/looks-secret.ts';
import { hasShared, shared } from '../shared.ts';

const found = (text: string): string[] => looksSecret(text).map(({ start, end }) => text.slice(start, end));

test('what is sent in a header is a secret, and a word in prose is none', () => {
  expect(found('Authorization: Bearer hunter2hunter2')).toEqual(['hunter2hunter2']);
  expect(found('authorization: basic dXNlcjpwYXNz')).toEqual(['dXNlcjpwYXNz']);
  expect(found('BEARER correct-horse-battery')).toEqual(['correct-horse-battery']);
  expect(found('the HTTP-Basic Authentication mapping, and bearer authorization')).toEqual([]);
});

test.runIf(hasShared)("no value in authentik's own blueprints looks like a secret", () => {
  const texts = ['2023.2.3', '2025.12.4', '2026.2.2'].flatMap((release) =>
    ['default', 'system', 'example'].flatMap((folder) => {
      const path = shared(`data/blueprints/${release}/${folder}`);
      return readdirSync(path).flatMap((name) => textsOf(readFileSync(join(path, name), 'utf8')));
    }),
  );
  expect(texts.length).toBeGreaterThan(1000);
  expect(texts.flatMap(found)).toEqual([]);
});

function textsOf(source: string): string[] {
  const texts: string[] = [];
  parse(
    source,
    (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    },
    { logLevel: 'silent' },
  );
  return texts;
}
