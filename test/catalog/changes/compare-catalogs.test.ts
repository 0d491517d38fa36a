import { describe, expect, test } from 'vitest';
import type {
  CatalogChanges,
  FieldChange,
  ModelChange,
} from '../../../src/catalog/changes/catalog-changes.ts';
import { compareCatalogs } from '../../../src/catalog/changes/compare-catalogs.ts';
import { loadCatalog, releases } from '../../../src/cli/catalogs.ts';
import { Collector } from '../../../src/diagnostics/collector.ts';
import { changesLines } from '../../../src/report/changes-lines.ts';
import { languageChanges } from '../../../src/blueprint/language-changes.ts';

const between = (from: string, to: string): CatalogChanges =>
  compareCatalogs(loadCatalog(from, new Collector().report), loadCatalog(to, new Collector().report));
type Changed = Extract<ModelChange, { kind: 'changed' }>;
const model = (changes: CatalogChanges, name: string): Changed => {
  const found = changes.models.find((one) => one.model === name);
  if (found?.kind !== 'changed') throw new Error(`${name} has not changed`);
  return found;
};
const field = (changed: Changed, name: string): FieldChange | undefined =>
  changed.fields.find((one) => one.field === name);
/** As it is shown, without the padding. */
const shown = (from: string, to: string): string[] =>
  changesLines(between(from, to), languageChanges(from, to)).map(
    ({ sign, name, text, depth }) => `${'  '.repeat(depth)}${sign} ${name}${text === '' ? '' : `: ${text}`}`,
  );

describe('what changed between two releases', () => {
  test('2023.1 → 2023.2, all of it', () => {
    expect(shown('2023.1', '2023.2')).toEqual([
      '~ authentik_providers_oauth2.oauth2provider: /providers/oauth2/',
      '  + refresh_token_validity: text',
      '  ~ sub_mode: values: + user_id',
      '  ~ token_validity → access_token_validity: refresh tokens have a validity of their own since then: refresh_token_validity',
      '  + API filters: access_token_validity, refresh_token_validity',
      '  - API filters: token_validity',
      '~ authentik_providers_proxy.proxyprovider: /providers/proxy/',
      '  + refresh_token_validity: text',
      '  ~ token_validity → access_token_validity: refresh tokens have a validity of their own since then: refresh_token_validity',
      '~ authentik_stages_prompt.prompt: /stages/prompt/prompts/',
      '  + name: text, required',
      '  + API filters: name',
    ]);
  });

  test('2023.10 → 2024.2: tenants are brands, and lose the event retention', () => {
    const brand = model(between('2023.10', '2024.2'), 'authentik_brands.brand');
    expect(brand).toMatchObject({
      renamedFrom: 'authentik_tenants.tenant',
      pathBefore: '/core/tenants/',
      path: '/core/brands/',
      fields: [{ kind: 'removed', field: 'event_retention' }],
    });
    expect(between('2023.10', '2024.2').models.map(({ model: name }) => name)).not.toContain(
      'authentik_tenants.tenant',
    );
    expect(
      between('2023.10', '2024.2').models.find(
        ({ model: name }) => name === 'authentik_providers_rac.racprovider',
      ),
    ).toEqual({ kind: 'added', model: 'authentik_providers_rac.racprovider', path: '/providers/rac/' });
  });

  test('2024.6 → 2024.8: redirect URIs become a list, property mappings move', () => {
    const changes = between('2024.6', '2024.8');
    expect(field(model(changes, 'authentik_providers_oauth2.oauth2provider'), 'redirect_uris')).toMatchObject(
      {
        kind: 'changed',
        facets: [
          { facet: 'required', after: 'yes' },
          { facet: 'type', before: 'text', after: 'list of mappings' },
        ],
      },
    );
    expect(model(changes, 'authentik_providers_oauth2.scopemapping')).toMatchObject({
      pathBefore: '/propertymappings/scope/',
      path: '/propertymappings/provider/scope/',
      fields: [],
    });
    expect(model(changes, 'authentik_sources_ldap.ldapsourcepropertymapping')).toMatchObject({
      renamedFrom: 'authentik_sources_ldap.ldappropertymapping',
      path: '/propertymappings/source/ldap/',
    });
    expect(
      field(model(changes, 'authentik_sources_ldap.ldapsource'), 'property_mappings_group'),
    ).toMatchObject({ kind: 'renamed', to: 'group_property_mappings' });
  });

  test('2024.8 → 2024.10: providers need an invalidation flow', () => {
    expect(
      field(
        model(between('2024.8', '2024.10'), 'authentik_providers_saml.samlprovider'),
        'invalidation_flow',
      ),
    ).toEqual({
      kind: 'added',
      field: 'invalidation_flow',
      type: 'key of authentik_flows.flow',
      required: true,
    });
  });

  test('2026.2 → 2026.8: what is called, shown and filled in otherwise', () => {
    const lines = shown('2026.2', '2026.8');
    for (const text of [
      /^ {2}~ issuer → issuer_override: .*default: "authentik" → ""/,
      /^ {2}~ token: the server no longer shows it, so no plan compares it$/,
      /^ {2}\+ grant_types: list of choices, without it: .*nobody can log in through it$/,
      /^ {2}~ redirect_uris: keys: \+ redirect_uri_type$/,
      /^ {2}\+ flow_lockdown: key of authentik_flows\.flow$/,
      /^ {2}~ provider_type: values: - azuread; now entraid, which is there since 2025\.8$/,
      /^\+ authentik_requests\.requestrule/,
    ])
      expect(lines).toContainEqual(expect.stringMatching(text));
    expect(shown('2026.8', '2026.5')).toContain('  ~ token: the server shows it now');
  });

  test('2025.12 → 2026.2: a rule about an object as a whole', () => {
    expect(shown('2025.12', '2026.2')).toContainEqual(expect.stringMatching(/^ {2}\+ refused: .*RSA/));
    expect(shown('2026.2', '2025.12')).toContainEqual(expect.stringMatching(/^ {2}- refused: .*RSA/));
  });

  test('2025.10 → 2025.12: parent becomes parents', () => {
    expect(field(model(between('2025.10', '2025.12'), 'authentik_core.group'), 'parent')).toMatchObject({
      kind: 'renamed',
      to: 'parents',
      facets: expect.arrayContaining([{ facet: 'type', before: 'text', after: 'list of texts' }]) as unknown,
    });
  });

  test('the language is part of it', () => {
    expect(shown('2024.10', '2024.12')[0]).toBe('+ language: the tag !AtIndex');
    expect(languageChanges('2025.12', '2023.2')).toContainEqual({
      kind: 'removed',
      what: 'the state must_created',
    });
    expect(languageChanges('2023.2', '2023.2')).toEqual([]);
  });

  test('a release compared with itself has no changes, and every change forth is one back', () => {
    const all = releases();
    for (const [index, release] of all.entries()) {
      expect(between(release, release).models).toEqual([]);
      const next = all[index + 1];
      if (next === undefined) continue;
      const forth = between(release, next).models.filter((one) => one.kind !== 'changed' || !one.renamedFrom);
      const back = new Set(between(next, release).models.map((one) => one.model));
      expect(
        forth.map((one) => one.model).filter((name) => !back.has(name)),
        `${release} → ${next}`,
      ).toEqual([]);
    }
  });
});
