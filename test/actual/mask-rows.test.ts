import { describe, expect, test } from 'vitest';
import { Masks } from '../../src/actual/mask-rows.ts';
import type { Json } from '../../src/catalog/model.ts';
import { isShown } from '../../src/catalog/shown-model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { secretsInContent } from '../../src/plan/value/shown-content.ts';
import { Canaries } from '../canaries/canary.ts';

/* What of an object a snapshot masks. */

const KEY = 'a key of some length';

function masksOf(release: string, key?: string, texts: readonly string[] = []): Masks {
  const catalog = loadCatalog(release, () => undefined);
  return new Masks({ catalog, key, texts, secretsIn: (content) => secretsInContent(catalog, content) });
}

describe.each(['2023.2', '2024.12', '2025.12', '2026.8'])('objects of authentik %s', (release) => {
  test.each([undefined, KEY])('of every model are without secrets (key: %s)', (key) => {
    const canaries = new Canaries(release);
    const token = canaries.plain('the token', 40);
    const { models } = loadCatalog(release, () => undefined);
    const masks = masksOf(release, key, [token]);
    let secrets = 0;
    for (const model of Object.values(models).filter(isShown)) {
      const row = Object.fromEntries(
        Object.entries(model.fields).map(([name, field]): [string, Json] => {
          const canary = canaries.plain(`${model.name}.${name}`);
          if (field.secret) {
            secrets += 1;
            return [name, field.type === 'string' ? canary : { any: [canary] }];
          }
          if (['object', 'json', 'array'].includes(field.type))
            return [name, [{ db_password: canary, list: [{ apiKey: [canary] }], text: `Bearer ${canary}` }]];
          return [name, `get("https://me:${canary}@example.com", "${token}")`];
        }),
      );
      const masked = JSON.stringify(masks.row(model.name, row));
      expect(canaries.in(masked.replaceAll(/[0-9a-f]{32}/g, ''))).toEqual([]);
      // What stands around secrets is kept.
      expect(masked.match(/get\(\\"https:\/\/me:/g)?.length ?? 0).toBe(
        Object.values(row).filter((value) => typeof value === 'string' && value.startsWith('get')).length,
      );
    }
    expect(secrets).toBeGreaterThan(15);
    expect(masks.count).toBeGreaterThan(secrets);
  });
});

test('nothing is masked where there is nothing, nor names and flags', () => {
  const row = { pk: 1, client_secret: '', client_id: 'shop', name: 'token', attributes: { password: null } };
  expect(masksOf('2025.12').row('authentik_providers_oauth2.oauth2provider', row)).toEqual(row);
});

test('the secrets in the text of a stored blueprint are masked, and the rest of it stays', () => {
  const content = `version: 1
entries:
- model: authentik_providers_oauth2.oauth2provider
  identifiers: {name: shop}
  attrs: {client_id: shop, client_secret: shop-secret-0815}
`;
  const row = masksOf('2025.12').row('authentik_blueprints.blueprintinstance', { pk: 'a', content });
  expect(row['content']).toBe(content.replace('shop-secret-0815', '(secret)'));
});

test('with a key equal secrets of two objects have other masks, and one that stays has the same', () => {
  const masks = masksOf('2025.12', KEY);
  const of = (pk: number, client_secret: string): Json | undefined =>
    masks.row('authentik_providers_oauth2.oauth2provider', { pk, client_secret })['client_secret'];
  expect(of(1, 'shop-secret-0815')).toBe(of(1, 'shop-secret-0815'));
  expect(new Set([of(1, 'shop-secret-0815'), of(2, 'shop-secret-0815'), of(1, 'another')]).size).toBe(3);
});
