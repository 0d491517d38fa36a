import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { isFixed } from '../../src/diagnostics/fixed-codes.ts';
import { readFiles } from './check.ts';
import { runs } from '../random-cases.ts';

const root = resolve(import.meta.dirname, '../../blueprints');
const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(root, name), 'utf8'));

const find = (text: string): readonly Diagnostic[] => {
  const collector = new Collector();
  readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], collector);
  return collector.diagnostics;
};
const errors = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');
const unread = (diagnostics: readonly Diagnostic[]): number =>
  errors(diagnostics).filter(({ code }) => isFixed(code)).length;

/** Ways to spoil a word, as people do. */
const SPOIL: readonly ((word: string) => string)[] = [
  (word) => word.slice(0, 1) + word.slice(2, 3) + word.slice(1, 2) + word.slice(3),
  (word) => word.slice(0, -1),
  (word) => word.replace(/\.([a-z])/, (_, letter: string) => `.${letter.toUpperCase()}`),
  (word) => word.charAt(0).toUpperCase() + word.slice(1),
  () => '2020-01-02',
  (word) => word + word.slice(-1),
];

test('a fix mends its finding, whatever was spoilt; it leaves the file readable, and a mechanical one makes no error', () => {
  const seen = { mechanical: 0, suggested: 0 };
  const spoilt = fc.constantFrom(...texts).chain((text) => {
    const words = [...text.matchAll(/(?<![#"'\w])!?[A-Za-z_.]{4,}/g)].filter(
      ({ index }) => !text.slice(text.lastIndexOf('\n', index) + 1, index).includes('#'),
    );
    return fc
      .tuple(fc.constantFrom(...words), fc.constantFrom(...SPOIL))
      .map(
        ([word, spoil]) =>
          text.slice(0, word.index) + spoil(word[0]) + text.slice(word.index + word[0].length),
      );
  });
  fc.assert(
    fc.property(spoilt, (text) => {
      const found = find(text);
      for (const finding of found) {
        for (const fix of finding.fixes ?? []) {
          seen[fix.mechanical ? 'mechanical' : 'suggested'] += 1;
          const source = fix.edits[0]!.place.file;
          const after = find(
            applyFixes(source, [{ ...finding, fixes: [{ ...fix, mechanical: true }] }]).text,
          );
          const same = (one: Diagnostic): boolean =>
            one.code === finding.code && one.message === finding.message;
          expect(after.filter(same).length, `${finding.message}: ${fix.title}`).toBeLessThan(
            found.filter(same).length,
          );
          expect(unread(after), `${finding.message}: ${fix.title}`).toBeLessThanOrEqual(unread(found));
          if (fix.mechanical)
            expect(errors(after).length, `${finding.message}: ${fix.title}`).toBeLessThanOrEqual(
              errors(found).length,
            );
        }
      }
    }),
    { numRuns: runs(1000) },
  );
  console.log(`fixes tried: ${seen.mechanical} mechanical, ${seen.suggested} suggested`);
  expect(seen.mechanical).toBeGreaterThan(30);
  expect(seen.suggested).toBeGreaterThan(200);
});
