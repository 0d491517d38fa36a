import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson } from '../../src/blueprint/json.ts';
import { plainNode } from '../../src/blueprint/plain.ts';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import type { Json } from '../../src/catalog/model.ts';
import { asWritten } from '../../src/export/export-value.ts';
import { pairLines } from '../../src/export/print-value.ts';
import { formatBlueprint } from '../../src/format/format-blueprint.ts';
import { runs, SEED } from '../random-cases.ts';

/* Any value is read back as it was, and is in the layout of fmt. */

const ODD = [
  'yes',
  'null',
  '~',
  '012',
  '1e3',
  '2020-01-02',
  '12:30',
  '!Find it',
  '- a',
  'a: b',
  '# no',
  ' lead',
  'trail ',
  '{x}',
  '"',
  "it's",
  'a\nb',
  'a\nb\n',
  '\n',
  'a\n\nb',
  'a\n\n',
  '  a\nb',
  'a\n \nb',
  'a\r\nb',
  'x\u2028y',
  '\u0007',
  '\u0085',
  '\ufeff',
  '\u00a0',
  'é',
  '🎉',
  '\t',
  'a\tb\nc\td',
  '%',
  '@',
  '`',
  '=',
  '<<',
  '---',
  '...',
  'a #b',
];

const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary' }), fc.string());
const value = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    // An integer that a number cannot hold exactly is read as a bigint, here as everywhere.
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number))
      .map((number) => (number === 0 ? 0 : number)),
    text,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json;

test('a value is read back as it was, and fmt leaves it as it is', () => {
  fc.assert(
    fc.property(value, (json) => {
      const written = ['version: 1', ...pairLines('value', asWritten(json), 0, () => '')].join('\n') + '\n';
      const root = readYaml({ path: 'x.yaml', text: written }, (finding) => {
        throw new Error(`${finding.message}\n${written}`);
      });
      const read = root && toJson(plainNode(root));
      expect(read, written).toEqual({ version: 1, value: json });
      expect(
        formatBlueprint({ path: 'x.yaml', text: written }, () => undefined),
        written,
      ).toBe(written);
    }),
    { numRuns: runs(300), seed: SEED },
  );
});
