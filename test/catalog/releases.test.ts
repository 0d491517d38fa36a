import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog, newestRelease, releases } from '../../src/cli/catalogs.ts';
import type { Catalog, Field, Resource } from '../../src/catalog/model.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { UsageError } from '../../src/diagnostics/errors.ts';
import { hasShared, shared } from '../shared.ts';
import { generatedText } from './generated.ts';

/** A release after the newest that has a catalog. */
const LATER = newestRelease().replace(/^\d+/, (year) => String(Number(year) + 1));

function catalogOf(release: string): Catalog {
  return loadCatalog(release, () => undefined);
}

function fieldOf(release: string, model: string, field: string): Field | undefined {
  const found = catalogOf(release).models[model];
  return found?.kind === 'resource' ? found.fields[field] : undefined;
}

function findingsOf(release: string): string[] {
  const collector = new Collector();
  loadCatalog(release, collector.report);
  return collector.diagnostics.map(({ code, severity }) => `${severity} ${code}`);
}

describe('the catalog of a release', () => {
  test('the first is 2022.12, and the newest is the last', () => {
    expect(releases().slice(0, 2)).toEqual(['2022.12', '2023.1']);
    expect(releases().at(-1)).toBe(newestRelease());
  });

  test('there is one for every document that the manifest names, and no other', () => {
    const manifest = JSON.parse(generatedText('manifest.json')) as { readonly inputs: object };
    const documents = Object.keys(manifest.inputs).flatMap(
      (name) => /^spec\/(\d+\.\d+)\./.exec(name)?.[1] ?? [],
    );
    expect(documents.sort()).toEqual(releases().sort());
  });

  test.each([
    ['2024.8', []],
    ['2024.8.6', []],
    ['2024.8.3', ['info target-patch']],
    ['2023.7', ['warning target-nearest']],
    [LATER, ['warning target-nearest']],
    ['2022.11.4', ['warning target-nearest']],
  ])('%s is found, with %j said', (release, said) => {
    expect(findingsOf(release)).toEqual(said);
  });

  test.each(['', '2024', 'latest', 'v2024.8', '2024.8.3.1', '../2024.8'])('%j is no release', (release) => {
    expect(() => catalogOf(release)).toThrow(UsageError);
  });
});

describe('what moved between releases comes from the documents', () => {
  const pathOf = (release: string, model: string): string | undefined => {
    const found = catalogOf(release).models[model];
    return found?.kind === 'resource' || found?.kind === 'listed' ? found.collection.path : found?.kind;
  };

  test.each([
    ['2023.10', 'authentik_tenants.tenant', '/core/tenants/'],
    ['2024.2', 'authentik_tenants.tenant', undefined],
    ['2023.10', 'authentik_brands.brand', undefined],
    ['2024.2', 'authentik_brands.brand', '/core/brands/'],
    ['2024.6', 'authentik_providers_oauth2.scopemapping', '/propertymappings/scope/'],
    ['2024.8', 'authentik_providers_oauth2.scopemapping', '/propertymappings/provider/scope/'],
    ['2024.6', 'authentik_sources_ldap.ldappropertymapping', '/propertymappings/ldap/'],
    ['2024.8', 'authentik_sources_ldap.ldapsourcepropertymapping', '/propertymappings/source/ldap/'],
    ['2023.2', 'authentik_providers_scim.scimprovider', undefined],
    ['2023.3', 'authentik_providers_scim.scimprovider', '/providers/scim/'],
    ['2023.2', 'authentik_stages_authenticator_static.staticdevice', undefined],
    ['2023.2', 'otp_static.staticdevice', '/authenticators/admin/static/'],
    [
      '2024.10',
      'authentik_stages_authenticator_webauthn.webauthndevicetype',
      '/stages/authenticator/webauthn_device_types/',
    ],
    ['2025.12', 'authentik_tasks_schedules.schedule', '/tasks/schedules/'],
    ['2025.12', 'authentik_policies_reputation.reputation', '/policies/reputation/scores/'],
    ['2023.10', 'authentik_stages_authenticator_static.staticdevice', '/authenticators/admin/static/'],
    ['2025.12', 'authentik_endpoints_connectors_agent.agentdeviceuserbinding', 'unmanageable'],
  ])('in %s, %s is at %s', (release, model, path) => {
    expect(pathOf(release, model)).toBe(path);
  });

  test.each([
    ['2025.10', 'authentik_core.group', 'parent', 'string'],
    ['2025.12', 'authentik_core.group', 'parent', undefined],
    ['2025.12', 'authentik_core.group', 'parents', 'array'],
    ['2024.6', 'authentik_providers_oauth2.oauth2provider', 'redirect_uris', 'string'],
    ['2024.8', 'authentik_providers_oauth2.oauth2provider', 'redirect_uris', 'array'],
    ['2024.8', 'authentik_providers_oauth2.oauth2provider', 'invalidation_flow', undefined],
    ['2024.10', 'authentik_providers_oauth2.oauth2provider', 'invalidation_flow', 'string'],
  ])('in %s, %s.%s is %s', (release, model, field, type) => {
    expect(fieldOf(release, model, field)?.type).toBe(type);
  });

  test('a link of a release between two described ones is one', () => {
    expect(fieldOf('2024.8', 'authentik_core.group', 'parent')?.references).toEqual(['authentik_core.group']);
    expect(
      fieldOf('2026.2', 'authentik_providers_ws_federation.wsfederationprovider', 'authorization_flow')
        ?.references,
    ).toEqual(['authentik_flows.flow']);
  });
});

describe('every catalog', () => {
  const spec = shared('data/spec');
  test.skipIf(!hasShared).each(releases())(
    '%s has every writable collection of its document that its models are shown in',
    (release) => {
      const catalog = catalogOf(release);
      const text = readFileSync(`${spec}/${catalog.release}.yml`, 'utf8');
      for (const model of Object.values(catalog.models)) {
        if (model.kind === 'resource') expect(text).toContain(`\n  ${model.collection.path}:\n`);
      }
    },
  );

  test.each(releases())('%s leads nowhere out of itself', (release) => {
    const { models } = catalogOf(release);
    const resources = Object.values(models).filter((model): model is Resource => model.kind === 'resource');
    expect(resources.length).toBeGreaterThan(50);
    for (const model of resources) {
      for (const [name, field] of Object.entries(model.fields))
        for (const to of field.references ?? [])
          expect(Object.keys(models), `${model.name}.${name}`).toContain(to);
      for (const lookup of Object.values(model.lookups))
        if (lookup.kind === 'relation' || lookup.kind === 'reverse')
          expect(Object.keys(models)).toContain(lookup.to);
    }
  });
});
