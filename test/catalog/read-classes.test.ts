import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../src/catalog/build/build-catalog.ts';
import { factsForRelease } from '../../src/catalog/build/facts-for-release.ts';
import { READ_CLASSES } from '../../src/catalog/facts/read-classes.ts';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import { hasShared } from '../shared.ts';
import { allFacts } from '../../src/cli/catalogs.ts';
import { documentOf } from './documents.ts';

/* What was read of classes that no server was asked about: in the release that its row names, and marked. */

const LAST: Readonly<Record<string, string>> = { '2026.5': '2026.5.6', '2026.8': '2026.8.3' };
const made = new Map<string, Catalog>();

function catalogOf(release: string): Catalog {
  const catalog =
    made.get(release) ?? buildCatalog(documentOf(release), factsForRelease(documentOf(release), allFacts()));
  made.set(release, catalog);
  return catalog;
}

function resourceOf(release: string, model: string): Resource {
  return catalogOf(release).models[model] as Resource;
}

describe.skipIf(!hasShared)('what was read and not measured', () => {
  test.each(READ_CLASSES)('$model, $since', ({ model, since, fields, seen, unique, pk }) => {
    const resource = resourceOf(LAST[since] ?? since, model);
    for (const [name, fact] of Object.entries(fields)) {
      const field = resource.fields[name];
      expect(field, name).toMatchObject({ unmeasured: seen });
      if (fact.to !== undefined) expect(field?.references, name).toEqual([fact.to]);
      if ('default' in fact && !field?.readOnly) expect(field?.default, name).toEqual(fact.default);
    }
    if (pk !== undefined) expect(resource).toMatchObject({ unmeasured: seen });
    for (const rule of unique ?? []) expect(resource.unique.map((one) => one.fields)).toContainEqual(rule);
  });

  test('says of no field that it was read where a server was asked', () => {
    for (const model of Object.values(catalogOf('2025.12.4').models))
      if (model.kind === 'resource')
        expect(Object.values(model.fields).filter((field) => field.unmeasured !== undefined)).toEqual([]);
    expect(catalogOf('2025.12.4').unmeasured).toBeUndefined();
    expect(catalogOf('2026.8.3').unmeasured).toContain('its release notes');
  });

  test('links of one name lead where the class says, and not where others of that name do', () => {
    expect(resourceOf('2026.8.3', 'authentik_agents.agent').fields['parent']?.references).toEqual([
      'authentik_core.user',
    ]);
    expect(
      resourceOf('2026.8.3', 'authentik_requests.requestrulebinding').fields['rule']?.references,
    ).toEqual(['authentik_requests.requestrule']);
  });
});

describe.skipIf(!hasShared)('the type of a redirect URI', () => {
  const typeOf = (release: string) =>
    resourceOf(release, 'authentik_providers_oauth2.oauth2provider').fields['redirect_uris']?.items
      ?.members?.['redirect_uri_type'];

  test('is authorization where it is not given, since 2026.5', () => {
    expect(typeOf('2026.2.2')).toBeUndefined();
    expect(typeOf('2026.5.6')).toMatchObject({ default: 'authorization', enum: ['authorization', 'logout'] });
    expect(typeOf('2026.8.3')).not.toHaveProperty('required');
  });
});

describe.skipIf(!hasShared)('classes of 2026.2.2 and 2026.5.0-rc1', () => {
  test.each([
    ['authentik_providers_scim.scimprovider', 'group_filters', '2026.2.2', { set: true, default: [] }],
    ['authentik_lifecycle.lifecyclerule', 'interval', '2026.2.2', { default: 'days=60', trim: true }],
    ['authentik_events.notificationtransport', 'webhook_ca', '2026.5.6', { onDelete: 'setNull' }],
    ['authentik_providers_ssf.ssfprovider', 'push_verify_certificates', '2026.5.6', { default: true }],
    [
      'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
      'hints',
      '2026.8.3',
      { default: [] },
    ],
    ['authentik_sources_saml.samlsource', 'force_authn', '2026.8.3', { default: false }],
  ])('%s.%s in %s', (model, field, release, says) => {
    expect(resourceOf(release, model).fields[field]).toMatchObject(says);
  });

  test('a list of links that a serializer writes out may be empty', () => {
    expect(resourceOf('2026.2.2', 'authentik_core.user').fields['groups']?.minLength).toBeUndefined();
  });
});
