import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTags } from '../../src/blueprint/check-tags.ts';
import { evaluateNode } from '../../src/blueprint/evaluate.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { plainValue } from '../../src/blueprint/yaml/plain-value.ts';
import { Ref, Unknown } from '../../src/blueprint/value.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { EVERY_CONSTRUCT as OWN } from '../every-construct.ts';
import { hasShared, shared } from '../shared.ts';
import { runs } from '../random-cases.ts';

const files = !hasShared
  ? []
  : [
      'data/oracle/2023.2.3/probes',
      'data/blueprints/2023.2.3/default',
      'data/blueprints/2023.2.3/fixtures',
    ].flatMap((folder) =>
      readdirSync(shared(folder))
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readFileSync(join(shared(folder), name), 'utf8')),
    );
const texts = fc.constantFrom(OWN, ...files);
const piece = fc.constantFrom(
  '\t',
  ' ',
  '\n',
  '- ',
  ': ',
  ':',
  '#',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '%',
  '@',
  '*l',
  '&l ',
  '!x ',
  '!Find ',
  '!Value 0',
  '!Enumerate ',
  '? ',
  '|',
  '>',
  '---\n',
  '...',
  '<<: ',
  '\r\n',
  '!',
  '&',
  '*',
  '\u0000',
  '\u2028',
  '😀',
  '=',
  '!!int ',
  '\\',
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(4),
  add: fc.option(piece, { nil: '' }),
});

/** Everything that the room does with a text; every finding must have a place in it. */
function exercise(text: string): void {
  const release = features('2023.2');
  const collector = new Collector();
  const file = { path: 'x', text };
  const blueprint = parseBlueprint(file, collector.report, { features: release });
  if (blueprint) {
    checkTags(blueprint, release, collector.report);
    for (const entry of blueprint.entries) {
      for (const node of [entry.model, ...entry.conditions, entry.ensure, entry.identifiers, entry.attrs]) {
        if (!node) continue;
        const own = new Collector();
        const result = evaluateNode(node, {
          file,
          features: release,
          report: own.report,
          context: blueprint.context,
          position: 'value',
          env: () => undefined,
          keyOf: (id) => ({ ok: true, value: new Ref(id, 'pk') }),
          find: () => ({ ok: true, value: new Unknown('not asked') }),
        });
        if (!result.ok) expect(own.diagnostics).not.toEqual([]);
        own.diagnostics.forEach(collector.report);
      }
    }
  } else
    expect(collector.failed || collector.diagnostics.some(({ code }) => code === 'yaml-empty')).toBe(true);
  for (const { place, message } of collector.diagnostics) {
    expect(place?.file).toBe(file);
    expect(message).not.toBe('');
    const { start, end } = place!.span;
    expect(start >= 0 && start <= end && end <= text.length).toBe(true);
  }
}

describe('whatever the text is', () => {
  it('a mutated blueprint is read or refused at a place in it', () => {
    fc.assert(
      fc.property(texts, fc.array(edit, { minLength: 1, maxLength: 3 }), (original, edits) => {
        let text = original;
        for (const { at, cut, add } of edits) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + add + text.slice(from + cut);
        }
        exercise(text);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('a cut-off blueprint is, too', () => {
    fc.assert(
      fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), (text, at) =>
        exercise(text.slice(0, Math.floor(at * text.length))),
      ),
      { numRuns: runs(500) },
    );
  });

  it('noise is, too', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(piece, fc.constantFrom('a', 'model', 'entries', '  ', '1')), { maxLength: 40 })
          .map((parts) => parts.join('')),
        exercise,
      ),
      { numRuns: runs(2000) },
    );
  });
});

describe('an unquoted scalar', () => {
  it('agrees with a table of its own for integers', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
        fc.constantFrom(10, 16, 8, 2),
        (number, base) => {
          const digits = (number < 0n ? -number : number).toString(base);
          const written = `${number < 0n ? '-' : ''}${{ 10: '', 16: '0x', 8: '0', 2: '0b' }[base]}${digits}`;
          const read = plainValue(written);
          expect(read.kind === 'value' && BigInt(read.value as number | bigint)).toBe(number);
        },
      ),
    );
  });

  it('without a digit, a word of YAML or an indicator is text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (word) => {
        fc.pre(!['yes', 'no', 'on', 'off', 'true', 'false', 'null'].includes(word));
        expect(plainValue(word)).toEqual({ kind: 'value', value: word });
      }),
    );
  });
});
