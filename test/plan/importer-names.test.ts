import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { planWith } from './setup.ts';

const A = 'authentik_core.application';
const at = (release: string, attrs: string, rows: readonly Record<string, string>[] = []) =>
  planWith(
    [`version: 1\nentries:\n- {model: ${A}, identifiers: {slug: a}, attrs: ${attrs}}\n`],
    { [A]: rows },
    { catalog: loadCatalog(release, new Collector().report) },
  ).plan.changes;

describe("the importer's own name for the icon of an application", () => {
  test('is written as the API calls it, and then is no change', () => {
    expect(at('2025.12', '{name: A, icon: "https://example.com/a.png"}')[0]?.body).toEqual({
      name: 'A',
      slug: 'a',
      meta_icon: 'https://example.com/a.png',
    });
    expect(
      at('2025.12', '{icon: "https://example.com/a.png"}', [
        { pk: '1', slug: 'a', name: 'A', meta_icon: 'https://example.com/a.png' },
      ]),
    ).toMatchObject([{ action: 'noop' }]);
  });

  test('goes through the endpoint of its own where a release has one', () => {
    expect(at('2024.2', '{name: A, icon: "https://example.com/a.png"}')[0]?.setters).toEqual([
      { field: 'meta_icon', value: 'https://example.com/a.png' },
    ]);
  });

  test('counts for nothing beside the name of the API', () => {
    expect(
      at('2025.12', '{name: A, icon: "https://example.com/b.png", meta_icon: "https://example.com/a.png"}')[0]
        ?.body,
    ).toMatchObject({ meta_icon: 'https://example.com/a.png' });
  });
});
