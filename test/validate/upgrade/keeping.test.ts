import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../src/catalog/model.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { applyFixes, mechanicalFix } from '../../../src/diagnostics/apply-fixes.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { keepingFrom } from '../../../src/validate/upgrade/keeping.ts';
import { hasShared, shared } from '../../shared.ts';
import { checkFiles } from '../check.ts';

/*
 * A provider that names no grant types allowed seven before 2026.5. Whoever comes from there keeps them; whoever
 * writes a new one decides.
 */

const NEW = loadCatalog('2026.8', () => undefined);
const OLD = loadCatalog('2025.12', () => undefined);
const find = (text: string, catalog: Catalog): readonly Diagnostic[] =>
  checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], catalog);
const grants = (text: string): readonly Diagnostic[] =>
  find(text, NEW).filter(({ message }) => message.startsWith('there is no grant_types'));
const mended = (text: string, from: string): string => {
  const found = keepingFrom(from, grants(text));
  const file = found.find(({ place }) => place)?.place?.file;
  return file ? applyFixes(file, found).text : text;
};

const PROVIDER = `version: 1
entries:
  - model: authentik_providers_oauth2.oauth2provider
    identifiers: {name: wiki}
    attrs:
      # who may come back
      redirect_uris: []
`;

describe('grant types that were allowed without a word', () => {
  test.each(['2023.2', '2025.12', '2026.2'])('are written for a file of %s', (from) => {
    expect(mended(PROVIDER, from)).toBe(
      PROVIDER.replace(
        '      redirect_uris',
        '      grant_types: [authorization_code, implicit, hybrid, refresh_token, client_credentials, password, ' +
          '"urn:ietf:params:oauth:grant-type:device_code"]\n      redirect_uris',
      ),
    );
  });

  test('are what a person decides otherwise', () => {
    expect(grants(PROVIDER).filter(mechanicalFix)).toEqual([]);
    expect(keepingFrom('2026.5', grants(PROVIDER)).filter(mechanicalFix)).toEqual([]);
    expect(grants(PROVIDER)[0]?.fixes).toHaveLength(2);
  });
});

const files = hasShared
  ? readdirSync(shared('data/community'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => ({ name, text: readFileSync(join(shared('data/community'), name), 'utf8') }))
      .filter(({ text }) => grants(text).length > 0)
  : [];

describe.skipIf(!hasShared)('providers of public repositories that name none', () => {
  test('are some', () => expect(files.length).toBeGreaterThan(3));

  test.each(files)('$name is complete, and has no error more', ({ text }) => {
    const errors = (of: string): number =>
      find(of, NEW).filter(({ severity }) => severity === 'error').length;
    const now = mended(text, OLD.release);
    expect(grants(now)).toEqual([]);
    expect(errors(now)).toBeLessThanOrEqual(errors(text));
  });
});
