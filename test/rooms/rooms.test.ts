import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import config, { rooms, typesOnly } from '../../.dependency-cruiser.mjs';
import { crossings, folders, writtenRows } from './imports.ts';

interface Rule {
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: {
    readonly path?: string;
    readonly pathNot?: string;
    readonly dependencyTypesNot?: readonly string[];
    readonly dependencyTypes?: readonly string[];
  };
}

const may: Readonly<Record<string, readonly string[]>> = rooms;
const mayTypes: Readonly<Record<string, readonly string[]>> = typesOnly;
const written = writtenRows();
const all = crossings();

/** Whether the rules of dependency-cruiser forbid an import between two rooms. */
function isForbidden(from: string, to: string, types: boolean): boolean {
  return (config.forbidden as readonly Rule[]).some(
    (rule) =>
      rule.from.path === `^src/${from}/` &&
      matches(rule.to.path, `src/${to}/a.ts`) &&
      !(rule.to.pathNot !== undefined && matches(rule.to.pathNot, `src/${to}/a.ts`)) &&
      !(types && rule.to.dependencyTypesNot?.includes('type-only')),
  );
}

function matches(pattern: string | undefined, path: string): boolean {
  return pattern === undefined || new RegExp(pattern).test(path);
}

test('every folder of src/ is a room of the import rules and of the plan of the house', () => {
  expect([...Object.keys(rooms), 'cli'].sort()).toEqual(folders);
  expect([...written.keys()].sort()).toEqual(folders);
});

test.each(folders)('%s: the import rules allow what the plan of the house says', (room) => {
  const row = written.get(room);
  expect(row?.all ?? false).toBe(room === 'cli');
  expect([...(row?.may ?? [])].sort()).toEqual([...(may[room] ?? [])].sort());
  expect([...(row?.typesOnly ?? [])].sort()).toEqual([...(mayTypes[room] ?? [])].sort());
});

test.each(folders.filter((room) => room !== 'cli'))('%s: every other import is forbidden', (room) => {
  for (const other of folders.filter((folder) => folder !== room)) {
    const whole = may[room]?.includes(other) ?? false;
    const types = whole || (mayTypes[room]?.includes(other) ?? false);
    expect([other, isForbidden(room, other, false)]).toEqual([other, !whole]);
    expect([other, isForbidden(room, other, true)]).toEqual([other, !types]);
  }
});

test('no file imports what its room may not', () => {
  const wrong = all.filter(
    ({ from, to, typesOnly: types }) =>
      from !== 'cli' && !may[from]?.includes(to) && !(types && mayTypes[from]?.includes(to)),
  );
  expect(wrong).toEqual([]);
});

/** What is added most: where it goes, and what that folder never needs. */
describe('where a new one goes', () => {
  const kinds = [
    { what: "a form of a field's value", goes: 'forms', never: ['plan', 'validate', 'client', 'cli'] },
    { what: 'a rule over one file', goes: 'validate/rules', never: ['plan', 'actual', 'client', 'cli'] },
    { what: 'a rule over all files', goes: 'validate/across', never: ['plan', 'actual', 'client', 'cli'] },
    { what: 'a form of values', goes: 'forms', never: ['sandbox', 'plan', 'validate', 'client', 'cli'] },
    { what: 'a format of the plan', goes: 'report', never: ['client', 'actual', 'cli'] },
    { what: 'facts of a release', goes: 'catalog/facts', never: ['plan', 'validate', 'client', 'cli'] },
    {
      what: 'behaviour of a release in the sandbox',
      goes: 'sandbox/behaviour',
      never: ['client', 'plan', 'apply'],
    },
  ];

  test.each(kinds)('$what goes to src/$goes', ({ goes, never }) => {
    expect(existsSync(resolve(import.meta.dirname, '../../src', goes))).toBe(true);
    const [room = ''] = goes.split('/');
    for (const other of never) expect([other, isForbidden(room, other, false)]).toEqual([other, true]);
  });

  test('the catalog of a release goes to schemas/, which src/ does not import', () => {
    expect(existsSync(resolve(import.meta.dirname, '../../schemas/catalog-2023.2.json'))).toBe(true);
    expect(all.filter(({ to }) => to.startsWith('..'))).toEqual([]);
  });
});
