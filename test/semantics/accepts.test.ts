import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { accepts } from '../../src/semantics/slot.ts';

/* Which models a link may be looked up in: the keys of a base class are those of its kinds. */

const RELEASES = ['2022.12', '2023.2', '2024.10', '2025.12', '2026.8'];

/** Every link of a release that a model of a kind of one of `bases` can be put into. */
function linksOf(catalog: Catalog) {
  return Object.values(catalog.models).flatMap((model) =>
    model.kind === 'resource'
      ? Object.entries(model.fields).flatMap(([name, field]) =>
          field.references && !field.readOnly ? [{ at: `${model.name}.${name}`, field }] : [],
        )
      : [],
  );
}

describe.each(RELEASES)('in %s', (release) => {
  const catalog = loadCatalog(release, () => undefined);
  const bases = Object.values(catalog.models).filter((model) => model.kind === 'base');

  test('a link takes every model that it links to, their base classes and their kinds', () => {
    const links = linksOf(catalog);
    expect(links.length).toBeGreaterThan(50);
    for (const { at, field } of links)
      for (const name of field.references ?? []) {
        const kinds = bases.find((base) => base.name === name)?.concrete ?? [name];
        for (const kind of kinds) {
          expect(accepts(catalog, field, kind), `${at}: ${kind}`).toBe(true);
          for (const base of bases)
            if (base.concrete.includes(kind))
              expect(accepts(catalog, field, base.name), `${at}: ${base.name}`).toBe(true);
        }
      }
  });

  test('a policy is bound to a source, and to no stage', () => {
    const binding = catalog.models['authentik_policies.policybinding'];
    const target = binding?.kind === 'resource' ? binding.fields['target'] : undefined;
    const taken = (model: string): boolean | undefined => target && accepts(catalog, target, model);
    expect(taken('authentik_core.source')).toBe(true);
    expect(taken('authentik_policies.policybindingmodel')).toBe(true);
    expect([taken('authentik_flows.stage'), taken('authentik_core.provider')]).toEqual([false, false]);
  });
});
