import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { LineIndex } from '../../src/source/line-index.ts';
import type { Place } from '../../src/source/source-file.ts';
import { checkFiles } from './check.ts';

const named = (path: string, name: string, label = ''): { path: string; bytes: Uint8Array } => ({
  path,
  bytes: Buffer.from(
    `version: 1\nmetadata:\n  name: ${name}\n${label}entries:\n  - model: authentik_core.group\n    identifiers: { name: ${path} }\n`,
  ),
});
const LABEL = (value: string): string => `  labels:\n    blueprints.goauthentik.io/instantiate: "${value}"\n`;

const at = (place: Place | undefined): string =>
  place ? `${place.file.path}:${LineIndex.of(place.file).position(place.span.start).line}` : '';
function found(release: string, ...files: readonly { path: string; bytes: Uint8Array }[]): string[] {
  return checkFiles(
    files,
    loadCatalog(release, () => undefined),
  )
    .filter(({ code }) => code === 'name-twice')
    .map(({ severity, place, notes }) => `${severity} ${at(place)} ${at(notes?.[0]?.place)}`);
}

test('two blueprints of one name are a warning since names are unique, a note before; with both places', () => {
  const files = [named('b.yaml', 'Groups'), named('a.yaml', '"Groups"'), named('c.yaml', 'groups')];
  expect(found('2025.12', ...files)).toEqual(['warning b.yaml:3 a.yaml:3']);
  expect(found('2023.4', ...files)).toEqual(['info b.yaml:3 a.yaml:3']);
  expect(found('2023.5', ...files, named('d.yaml', 'Groups'))).toHaveLength(2);
});

test('not where a name is still to be filled in, nor of files that are applied on request', () => {
  expect(found('2025.12', named('a.yaml', '"{{ x }}"'), named('b.yaml', '"{{ x }}"'))).toEqual([]);
  expect(found('2025.12', named('a.yaml', 'x'), named('b.yaml', 'x', LABEL('False')))).toEqual([]);
  expect(found('2025.12', named('a.yaml', 'x'), named('b.yaml', 'x', LABEL('true')))).toHaveLength(1);
});
