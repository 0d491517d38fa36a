import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../src/catalog/model.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { applyFixes } from '../../../src/diagnostics/apply-fixes.ts';
import { Collector } from '../../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { hasShared, shared } from '../../shared.ts';
import { checkFiles } from '../check.ts';

/*
 * Blueprints of public repositories that 2025.12 has nothing against: what 2026.8 has against them is mended by
 * `--fix`, but for what a person must decide, and each OAuth2 provider that nobody could log in through is said.
 */

const catalogOf = (release: string): Catalog => loadCatalog(release, new Collector().report);
const [before, after] = [catalogOf('2025.12'), catalogOf('2026.8')];

function find(text: string, catalog: Catalog): readonly Diagnostic[] {
  return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], catalog);
}

const errorsIn = (text: string, catalog: Catalog): readonly Diagnostic[] =>
  find(text, catalog).filter(({ severity }) => severity === 'error');

function mended(text: string): string {
  let now = text;
  for (let round = 0; round < 6; round++) {
    const found = find(now, after);
    const file = found.find(({ place }) => place)?.place?.file;
    const next = file ? applyFixes(file, found).text : now;
    if (next === now) break;
    now = next;
  }
  return now;
}

const files = hasShared
  ? readdirSync(shared('data/community'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => ({ name, text: readFileSync(join(shared('data/community'), name), 'utf8') }))
      .filter(({ text }) => errorsIn(text, before).length === 0)
  : [];

describe.skipIf(!hasShared)('blueprints of public repositories, on their way from 2025.12 to 2026.8', () => {
  test('are many', () => expect(files.length).toBeGreaterThan(50));

  test.each(files)('$name', ({ text }) => {
    expect(errorsIn(mended(text), after).map(({ message }) => message)).toEqual([]);
    const made = /^\s*-?\s*model: *authentik_providers_oauth2\.oauth2provider\s*$/gm;
    const providers = text.match(made)?.length ?? 0;
    const named = text.match(/^\s*grant_types:/gm)?.length ?? 0;
    const said = find(text, after).filter(({ message }) => message.startsWith('there is no grant_types'));
    if (named === 0 && !/state: *absent|conditions:/.test(text)) expect(said).toHaveLength(providers);
  });
});
