import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBlueprints } from '../../src/blueprint/embedded/read-blueprints.ts';
import { features } from '../../src/blueprint/features.ts';
import { isManifest } from '../../src/blueprint/embedded/looks-like.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { LineIndex } from '../../src/source/line-index.ts';
import { shownLines } from '../../src/source/shown-line.ts';
import { secretSpans } from '../../src/source/secret-spans.ts';
import type { Place, SourceFile } from '../../src/source/source-file.ts';
import { Ignores } from '../../src/validate/ignores.ts';
import { hasShared, shared } from '../shared.ts';
import { catalog, validateBlueprints } from './check.ts';

function check(file: SourceFile): { diagnostics: readonly Diagnostic[]; ignores: Ignores } {
  const collector = new Collector();
  const blueprints = readBlueprints(file, collector.report, { features: features(catalog.release) });
  validateBlueprints(blueprints, catalog, collector.report);
  return {
    diagnostics: collector.diagnostics,
    ignores: new Ignores(blueprints.map((blueprint) => blueprint.file)),
  };
}

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a.yaml: |\n';
const LINES = 5;
const configMap = (text: string): string => `${HEAD}${text.replace(/^(?=[^\n])/gm, '    ')}`;

/** A finding in one line, its places moved up and to the left by so much. */
function shown(
  { code, severity, message, place, entry, notes }: Diagnostic,
  lines: number,
  columns: number,
): string {
  const at = (one: Place | undefined): string => {
    if (!one) return '';
    const index = LineIndex.of(one.file);
    const [from, to] = [index.position(one.span.start), index.position(one.span.end)];
    return `${from.line - lines}:${from.column - columns}-${to.line - lines}${to.column > 1 ? `:${to.column - columns}` : ''}`;
  };
  return JSON.stringify([
    code,
    severity,
    message,
    at(place),
    entry,
    (notes ?? []).map((note) => [note.message, at(note.place)]),
  ]);
}

describe.skipIf(!hasShared)(
  'a blueprint in a ConfigMap has the findings that it has by itself, at its place',
  () => {
    // The body of a skipped suite is run all the same, to list its tests.
    const folders = hasShared ? ['data/community', 'data/blueprints'] : [];
    const files = folders.flatMap((folder) =>
      readdirSync(shared(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(shared(folder), name)),
    );
    test.each(files)('%s', (path) => {
      // Trailing blank lines are no part of a block's text, and a line of spaces would be less deep than the
      // block.
      const text = `${readFileSync(path, 'utf8')
        .replaceAll('\r', '')
        .replace(/[ \t]+$/gm, '')
        .trimEnd()}\n`;
      if (isManifest(text) || /\{\{|^\S.*\n*%\(/m.test(text)) return;
      const alone = check({ path: 'a.yaml', text });
      const inside = check({ path: 'a.yaml', text: configMap(text) });
      expect(inside.diagnostics.map((one) => shown(one, LINES, 4))).toEqual(
        alone.diagnostics.map((one) => shown(one, 0, 0)),
      );
    });
  },
);

test('secrets in an embedded blueprint are known as secrets of the outer file', () => {
  const file = {
    path: 'a.yaml',
    text: configMap(
      'version: 1\nentries:\n- model: authentik_providers_oauth2.oauth2provider\n  identifiers: {name: x}\n  attrs:\n    client_secret: hunter2\n',
    ),
  };
  check(file);
  expect(secretSpans(file).map(({ start, end }) => file.text.slice(start, end))).toEqual(['hunter2']);
});

test('around an embedded blueprint, and in one that cannot be read, what may be a secret is not shown', () => {
  const good = 'version: 1\ncontext:\n  team: red\nentries: []\n';
  const bad = 'version: 1\nsettings:\n  any: hunter2\nentries: [\n';
  const block = (text: string): string => text.replace(/^/gm, '    ');
  const file = {
    path: 'a.yaml',
    text: `kind: Secret\napiVersion: v1\nstringData:\n  smtp_password: |\n    hunter2\n  secret.yaml: |\n${block(good)}\n  b.yaml: |\n${block(bad)}\n`,
  };
  check(file);
  const shownText = shownLines(file).join('\n');
  expect(shownText).toContain('      team: red');
  expect(shownText).not.toContain('hunter2');
});

test('comments in an embedded blueprint ignore findings, and unused ones are reported where they stand', () => {
  const text = configMap(
    'version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: x}\n  attrs:\n    # ak-blueprint-ignore attribute-unknown: a test\n    nope: 1\n    # ak-blueprint-ignore attribute-type: not used\n    is_superuser: true\n',
  );
  const { diagnostics, ignores } = check({ path: 'a.yaml', text });
  expect(diagnostics.map(({ code }) => code)).toEqual(['attribute-unknown']);
  expect(ignores.keep(diagnostics)).toEqual([]);
  const [unused] = ignores.findings(true);
  expect(
    unused?.place && [
      unused.place.file.path,
      LineIndex.of(unused.place.file).position(unused.place.span.start).line,
    ],
  ).toEqual(['a.yaml', LINES + 8]);
  const edit = unused?.fixes?.[0]?.edits[0];
  expect(edit && text.slice(0, edit.place.span.start) + edit.text + text.slice(edit.place.span.end)).toBe(
    text.replace(/ *# ak-blueprint-ignore attribute-type.*\n/, ''),
  );
});
