import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { features } from '../../../src/blueprint/features.ts';
import type { Catalog } from '../../../src/catalog/model.ts';
import { historyOf, loadCatalog, releases } from '../../../src/cli/catalogs.ts';
import { Collector } from '../../../src/diagnostics/collector.ts';
import { buildEditorSchema } from '../../../src/schema/editor/build-editor-schema.ts';
import { hasShared, shared } from '../../shared.ts';

const catalogOf = (release: string): Catalog => loadCatalog(release, new Collector().report);

describe('the schema for editors', () => {
  const ajv = new Ajv({ strict: false });

  test.each(releases())(
    'is a valid schema of draft-07 for %s, and every reference in it leads somewhere',
    (release) => {
      for (const lenient of [false, true]) {
        const schema = buildEditorSchema(catalogOf(release), features(release), { lenient });
        expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
        const lost = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/([^"]+)"/g)]
          .map((match) => match[1] ?? '')
          .filter(
            (path) =>
              path
                .split('/')
                .reduce<unknown>(
                  (at, part) => (at as Record<string, unknown> | undefined)?.[part],
                  schema,
                ) === undefined,
          );
        expect(lost).toEqual([]);
      }
    },
  );

  test('takes for another validator what it takes without tags', () => {
    const check = ajv.compile(buildEditorSchema(catalogOf('2025.12'), features('2025.12')));
    const group = (attrs: unknown): boolean =>
      check({ version: 1, entries: [{ model: 'authentik_core.group', identifiers: { name: 'a' }, attrs }] });
    expect(group({ is_superuser: true, parents: ['x'] })).toBe(true);
    expect(group({ is_superuser: null })).toBe(false);
    expect(group({ is_superuser: 'maybe' })).toBe(false);
    expect(group({ parent: 'x' })).toBe(false);
    // As JetBrains IDEs show tags.
    expect(group({ is_superuser: '!Context admin', parents: ['!KeyOf a'], roles: {} })).toBe(true);
  });

  test('says since which release there is a field, where that is known', () => {
    const catalog = catalogOf('2025.12');
    const { definitions } = buildEditorSchema(catalog, features('2025.12'), {
      history: historyOf(catalog),
    }) as {
      definitions: Record<
        string,
        {
          properties: {
            model: { markdownDescription: string };
            attrs: { properties: Record<string, { description: string }> };
          };
        }
      >;
    };
    const field = (model: string, name: string): string =>
      definitions[model]?.properties.attrs.properties[name]?.description ?? '';
    expect(field('authentik_providers_oauth2.oauth2provider', 'invalidation_flow')).toBe(
      'the key of authentik_flows.flow, by !KeyOf or !Find; required to create an object; since 2024.10',
    );
    expect(field('authentik_core.group', 'parents')).toMatch(
      /^keys of authentik_core.group, each by !KeyOf or !Find; .*since 2025.12$/,
    );
    expect(field('authentik_core.group', 'name')).not.toMatch(/since/);
    expect(definitions['authentik_brands.brand']?.properties.model.markdownDescription).toMatch(
      /since 2024.2/,
    );
  });
});

describe.skipIf(!hasShared)('what the schema says', () => {
  test("is ours: no sentence of authentik's document is in it", () => {
    const text = readFileSync(shared('data/spec/2025.12.4.yml'), 'utf8');
    const sentences = new Set([...text.matchAll(/description: (.{30,})$/gm)].map((match) => match[1] ?? ''));
    expect(sentences.size).toBeGreaterThan(100);
    const schema = JSON.stringify(buildEditorSchema(catalogOf('2025.12'), features('2025.12')));
    expect([...sentences].filter((sentence) => schema.includes(sentence))).toEqual([]);
  });
});
