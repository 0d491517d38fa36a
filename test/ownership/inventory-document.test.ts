import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { inventoryDocument, inventoryText, readInventory } from '../../src/ownership/inventory-document.ts';
import type { Inventory, InventoryRow } from '../../src/ownership/inventory.ts';
import { runs } from '../random-cases.ts';

const project = { name: 'shop', id: '5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90' };
const row = (more: Partial<InventoryRow> = {}): InventoryRow => ({
  model: 'authentik_core.group',
  key: 'a',
  identifiers: { name: 'a' },
  by: 'made',
  ...more,
});
const throughJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const rows = fc.uniqueArray(
  fc.record(
    {
      model: fc.constantFrom('authentik_core.group', 'authentik_flows.flow'),
      key: fc.string({ minLength: 1 }),
      identifiers: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
      by: fc.constantFrom('made' as const, 'adopted' as const),
      hashes: fc.option(fc.dictionary(fc.string(), fc.string({ minLength: 1 })), { nil: undefined }),
      pending: fc.option(fc.array(fc.string({ minLength: 1 })), { nil: undefined }),
      open: fc.constantFrom('create' as const, 'update' as const, 'delete' as const, undefined),
    },
    { requiredKeys: ['model', 'key', 'identifiers', 'by'] },
  ),
  { selector: ({ model, key }) => `${model} ${key}` },
);

test('an inventory is the same after it was a document, on the server or in a file', () => {
  fc.assert(
    fc.property(rows, fc.option(fc.string(), { nil: undefined }), (given, run) => {
      const inventory: Inventory = { project, rows: given, run };
      for (const document of [
        throughJson(inventoryDocument(inventory)),
        JSON.parse(inventoryText(inventory)) as Json,
      ])
        expect(throughJson(readInventory(document))).toEqual({
          kind: 'read',
          inventory: throughJson(inventory),
        });
    }),
    { numRuns: runs(100) },
  );
});

test('the file has a row a line', () => {
  const text = inventoryText({ project, rows: [row(), row({ key: 'b' })] });
  expect(text.split('\n').filter((line) => line.includes('"model"'))).toHaveLength(2);
  expect(text.endsWith('}\n')).toBe(true);
});

describe('what is not exactly an inventory is none', () => {
  const whole = throughJson(inventoryDocument({ project, rows: [row()], run: 'r' })) as Record<string, Json>;
  const withRow = (more: Readonly<Record<string, Json>>): Json => ({
    ...whole,
    rows: [throughJson({ ...row(), ...more })],
  });
  test.each<[string, Json, string]>([
    ['nothing', null, 'it is no mapping'],
    ['an empty context', {}, 'it has no formatVersion'],
    ['a key that nobody knows', { ...whole, owner: 'me' }, 'nobody knows what its "owner" is'],
    ['another project that is no mapping', { ...whole, project: 'shop' }, 'its project has no name and id'],
    ['a project without an id', { ...whole, project: { name: 'shop' } }, 'its project has no name and id'],
    ['rows that are a mapping', { ...whole, rows: {} }, 'its rows are no list'],
    ['a run that is a number', { ...whole, run: 1 }, 'its run is no text'],
    ['a row that is a text', { ...whole, rows: ['a'] }, 'its row 1 is none'],
    ['a row with a key too many', withRow({ note: 'x' }), 'its row 1 is none'],
    ['a row without a key', withRow({ key: '' }), 'its row 1 is none'],
    ['a key that is a number', withRow({ key: 1 }), 'its row 1 is none'],
    ['a row that was found', withRow({ by: 'found' }), 'its row 1 is none'],
    ['an intention that there is not', withRow({ open: 'rename' }), 'its row 1 is none'],
    ['hashes that are a list', withRow({ hashes: [] }), 'its row 1 is none'],
    ['setters that are a text', withRow({ pending: 'key' }), 'its row 1 is none'],
    [
      'the same object twice',
      { ...whole, rows: [throughJson(row()), throughJson(row())] },
      'authentik_core.group a is there twice',
    ],
  ])('%s', (_, document, why) => expect(readInventory(document)).toEqual({ kind: 'damaged', why }));

  test('one of a later version is told apart: it must not be overwritten', () => {
    expect(readInventory({ ...whole, formatVersion: 2 })).toEqual({ kind: 'later' });
  });

  test('what was to be made has no key yet', () => {
    expect(readInventory(withRow({ key: '', open: 'create' })).kind).toBe('read');
  });
});
