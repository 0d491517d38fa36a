import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('codes.ts')).map((name) => readFileSync(join(root, 'src', name), 'utf8')).join('\n');

test.each(Object.entries(CODES))('%s is explained in docs/diagnostics.md, and can be reported', (code, { severity, about }) => {
  expect(page).toContain(`| <a id="${code}"></a>\`${code}\` | ${severity} | ${about} |`);
  expect(sources).toMatch(new RegExp(`'${code}'`));
});

test('the page explains no code that there is not', () => {
  const explained = [...page.matchAll(/<a id="([a-z0-9-]+)">/g)].map((match) => match[1]);
  expect(explained).toEqual(Object.keys(CODES));
});
