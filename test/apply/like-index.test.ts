import { describe, expect, test } from 'vitest';
import { LikeIndex } from '../../src/apply/like-index.ts';
import { comparable, looksLike } from '../../src/apply/look-up.ts';
import type { Written } from '../../src/apply/written.ts';
import { dict, type Dict } from '../../src/blueprint/value.ts';
import type { Resource } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { NEWEST } from '../newest.ts';

const catalog = loadCatalog(NEWEST, () => undefined);
const resource = (name: string): Resource => {
  const model = catalog.models[name];
  if (model?.kind !== 'resource') throw new Error(`${name} has no collection`);
  return model;
};
const body = (values: Record<string, string | number | boolean | null>): Dict =>
  Object.assign(dict(), values);

describe('objects that were read are found as if each were compared', () => {
  const uuid = '0b7d9a4e-5d1c-4f0a-9f57-3f5f3c1c2d10';
  test.each<[string, Dict, Written[]]>([
    [
      'authentik_core.group',
      body({ name: ' Engineering ', is_superuser: false }),
      [
        { name: 'Engineering', is_superuser: false },
        { name: 'Engineering', is_superuser: true },
        { name: 'engineering', is_superuser: false },
        { name: 'Engineering', is_superuser: false, pk: 2 },
        { is_superuser: false },
      ],
    ],
    [
      'authentik_flows.flowstagebinding',
      body({ target: uuid.replaceAll('-', '').toUpperCase(), order: 10 }),
      [
        { target: uuid, order: 10 },
        { target: uuid, order: 20 },
        { target: null, order: 10 },
      ],
    ],
    [
      'authentik_core.application',
      body({ name: 'a', meta_icon: 'a.png' }),
      [{ name: 'a', meta_icon: '/media/a.png' }],
    ],
    ['authentik_core.group', body({}), [{ name: 'a' }, { name: 'b' }]],
  ])('of %s', (name, sent, rows) => {
    const told = comparable(resource(name), sent);
    expect(new LikeIndex(rows).like(told)).toEqual(rows.filter((row) => looksLike(told, row)));
  });

  test('thousands among thousands without comparing each with each', () => {
    const model = resource('authentik_core.group');
    let compared = 0;
    const rows = Array.from({ length: 2000 }, (_, at) => ({
      get name() {
        compared += 1;
        return `group ${at}`;
      },
    }));
    const index = new LikeIndex(rows);
    for (const at of rows.keys())
      expect(index.like(comparable(model, body({ name: `group ${at}` })))).toHaveLength(1);
    expect(compared).toBeLessThan(20 * rows.length);
  });
});
