import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../src/catalog/build/build-catalog.ts';
import { modelNames } from '../../src/catalog/build/facts-for-release.ts';
import { formatCatalog } from '../../src/catalog/format-catalog.ts';
import type { Catalog, Model } from '../../src/catalog/model.ts';
import { allFacts } from '../../src/cli/catalogs.ts';
import { hasShared, shared } from '../shared.ts';
import { documentOf, factsOf, rawFacts, without } from './documents.ts';
import { catalog, generatedText, resource, resources } from './generated.ts';

const release = '2023.2.3';

function ofKind<K extends Model['kind']>(from: Catalog, kind: K): Extract<Model, { kind: K }>[] {
  return Object.values(from.models).filter(
    (model): model is Extract<Model, { kind: K }> => model.kind === kind,
  );
}

describe('the catalog of 2023.2', () => {
  test('has 62 resources, the meta model, and what no entry can write, with the reason', () => {
    expect(resources).toHaveLength(62);
    expect(ofKind(catalog, 'meta').map(({ name }) => name)).toEqual([
      'authentik_blueprints.metaapplyblueprint',
    ]);
    const taken = ofKind(catalog, 'listed').filter(({ importer }) => importer);
    expect([taken, ofKind(catalog, 'unmanageable')].map(({ length }) => length)).toEqual([3, 2]);
    for (const { reason } of [...taken, ...ofKind(catalog, 'unmanageable')])
      expect(reason).toMatch(/^the API can only .* not create it/);
  });

  test('has what only a look-up may name, by the links of others', () => {
    const others = ofKind(catalog, 'listed').filter(({ importer }) => !importer);
    expect(Object.fromEntries(others.map(({ name, collection }) => [name, collection.path]))).toEqual({
      'authentik_core.authenticatedsession': '/core/authenticated_sessions/',
      'otp_static.staticdevice': '/authenticators/admin/static/',
      'otp_totp.totpdevice': '/authenticators/admin/totp/',
    });
    expect(others[0]?.lookups['user']).toEqual({
      kind: 'relation',
      to: 'authentik_core.user',
      field: 'user',
    });
    for (const { name, lookups, fields, collection } of others)
      for (const lookup of Object.values(lookups))
        expect('field' in lookup ? (lookup.field ?? '') : collection.pk in fields, name).toBeTruthy();
  });

  test('says where each resource is, what can be done with it and how it is addressed', () => {
    for (const { name, collection, actions, fields } of resources) {
      // The server makes notifications itself.
      expect(actions, name).toEqual({
        create: name !== 'authentik_events.notification',
        update: true,
        delete: true,
      });
      expect(collection.item.startsWith(collection.path), name).toBe(true);
      expect(fields[collection.key], `${name}.${collection.key}`).toBeDefined();
      expect(fields[collection.pk], `${name}.${collection.pk}`).toMatchObject({ readOnly: true });
      expect(
        Object.values(fields).some((field) => !field.readOnly),
        name,
      ).toBe(true);
    }
    const keys = new Map(resources.map(({ name, collection }) => [name, collection.key]));
    expect(Object.fromEntries([...keys].filter(([, key]) => key !== 'pk'))).toEqual({
      'authentik_core.application': 'slug',
      'authentik_core.token': 'identifier',
      'authentik_flows.flow': 'slug',
      'authentik_tenants.tenant': 'tenant_uuid',
      'authentik_sources_ldap.ldapsource': 'slug',
      'authentik_sources_oauth.oauthsource': 'slug',
      'authentik_sources_plex.plexsource': 'slug',
      'authentik_sources_saml.samlsource': 'slug',
    });
  });

  test('has base classes that a look-up may ask for, with all their kinds', () => {
    expect(
      Object.fromEntries(
        ofKind(catalog, 'base').map(({ name, list, concrete }) => [name, [list, concrete.length]]),
      ),
    ).toMatchObject({
      'authentik_core.provider': ['/providers/all/', 4],
      'authentik_core.source': ['/sources/all/', 4],
      'authentik_core.propertymapping': ['/propertymappings/all/', 4],
      'authentik_flows.stage': ['/stages/all/', 19],
      'authentik_policies.policy': ['/policies/all/', 6],
      'authentik_policies.policybindingmodel': [undefined, 8],
      'authentik_outposts.outpostserviceconnection': ['/outposts/service_connections/all/', 2],
    });
  });

  test('mentions only models that it has', () => {
    const known = new Set(Object.keys(catalog.models));
    for (const model of Object.values(catalog.models))
      for (const name of mentioned(model)) expect(known, `${model.name} mentions ${name}`).toContain(name);
  });

  test('has no sentence of the document', () => {
    expect(generatedText('catalog-2023.2.json')).not.toMatch(/"(description|title)": ?"/);
  });

  test('follows every reverse look-up to a look-up of the other model that points back', () => {
    for (const model of Object.values(catalog.models)) {
      if (model.kind !== 'resource' && model.kind !== 'base') continue;
      for (const [name, lookup] of Object.entries(model.lookups)) {
        if (lookup.kind !== 'reverse') continue;
        const other = catalog.models[lookup.to];
        const back = other && 'lookups' in other ? other.lookups[lookup.via] : undefined;
        expect(back, `${model.name} ${name} via ${lookup.via} of ${lookup.to}`).toMatchObject({
          kind: 'relation',
        });
      }
    }
  });
});

/** Every name of a model that a model mentions. */
function mentioned(model: Model): string[] {
  const names = new Set(
    JSON.stringify(model)
      .match(/"authentik_\w+\.\w+"/g)
      ?.map((text) => text.slice(1, -1)),
  );
  // Choices that look like models: what an event or a device may be about.
  if (model.kind === 'resource')
    for (const field of Object.values(model.fields))
      for (const choice of [...(field.enum ?? []), ...(field.items?.enum ?? [])])
        names.delete(String(choice));
  return [...names];
}

describe.skipIf(!hasShared)('the catalog is made from the document', () => {
  test('and the generated files are what it makes', () => {
    const facts = factsOf(release);
    expect(allFacts()[0]).toEqual({ ...facts, listed: modelNames(documentOf('2023.6.2')) ?? [] });
    expect(formatCatalog(buildCatalog(documentOf(release), facts))).toBe(
      generatedText('catalog-2023.2.json'),
    );
  });

  test('and covers every model that authentik allows in a blueprint', () => {
    const schema = JSON.parse(readFileSync(shared(`data/server-schema/${release}.json`), 'utf8')) as {
      properties: { entries: { items: { properties: { model: { enum: string[] } } } } };
    };
    const allowed = schema.properties.entries.items.properties.model.enum;
    expect(allowed).toHaveLength(68);
    expect(
      Object.values(catalog.models)
        .filter((model) => model.kind !== 'base' && (model.kind !== 'listed' || model.importer))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...allowed].sort());
  });

  test("and looks up by what the server's own classes look up by, and pk", () => {
    const raw = rawFacts(release);
    for (const { name, lookups } of resources)
      expect(Object.keys(lookups).sort(), name).toEqual(
        [...new Set(['pk', ...(raw[name]?.lookup_fields ?? [])])].sort(),
      );
  });

  test('and a look-up that the server can answer from a column of the API names that column', () => {
    // What the API shows under the name of the look-up, the look-up finds; apart from a user's groups, which
    // are another table's.
    for (const { name, lookups, fields } of resources) {
      for (const [key, lookup] of Object.entries(lookups)) {
        if (!(key in fields) || fields[key]?.writeOnly || lookup.kind === 'pk') continue;
        expect('field' in lookup, `${name}.${key}`).toBe(
          !(name === 'authentik_core.user' && key === 'groups'),
        );
      }
    }
  });

  test.each([
    'Group',
    'User',
    'OAuth2Provider',
    'ProxyProvider',
    'DenyStage',
    'PolicyBinding',
    'Flow',
    'Tenant',
    'BlueprintInstance',
    'UserConsent',
    'DummyPolicy',
    'Outpost',
  ])('and %s taken out of the document is nowhere in the catalog', (label) => {
    const name = Object.values(catalog.models).find((model) => model.label === label)?.name ?? '';
    const built = buildCatalog(without(documentOf(release), label), factsOf(release));
    expect(catalog.models[name]).toBeDefined();
    expect(built.models[name]).toBeUndefined();
    for (const model of Object.values(built.models)) expect(mentioned(model), model.name).not.toContain(name);
    expect(Object.keys(built.models).length).toBeGreaterThan(60);
  });

  test('and without the endpoint of a setter its field is what the document says', () => {
    expect(resource('authentik_core.application').fields['meta_icon']).toMatchObject({
      setter: { path: '/core/applications/{key}/set_icon_url/', body: 'url' },
    });
    const document = documentOf(release);
    const built = buildCatalog(
      {
        ...document,
        paths: Object.fromEntries(
          Object.entries(document.paths ?? {}).filter(([path]) => !/set_/.test(path)),
        ),
      },
      factsOf(release),
    );
    const fields = (name: string): Readonly<Record<string, unknown>> => {
      const model = built.models[name];
      return model?.kind === 'resource' ? model.fields : {};
    };
    expect(fields('authentik_core.application')['meta_icon']).toMatchObject({ readOnly: true });
    expect(fields('authentik_core.user')['password']).toBeUndefined();
    expect(JSON.stringify(built)).not.toContain('"setter"');
  });

  test.each((hasShared ? readdirSync(shared('data/spec')) : []).map((file) => file.replace(/\.yml$/, '')))(
    'and that of %s, too',
    (of) => {
      const facts = factsOf(Number(of.slice(0, 4)) < 2024 ? '2023.2.3' : '2025.12.4');
      const built = buildCatalog(documentOf(of), facts);
      expect(built.release).toBe(of);
      expect(
        ofKind(built, 'resource').length,
        JSON.stringify(Object.keys(facts.models).filter((name) => !(name in built.models))),
      ).toBeGreaterThan(55);
      const known = new Set(Object.keys(built.models));
      for (const model of Object.values(built.models))
        expect([...known], model.name).toEqual(expect.arrayContaining(mentioned(model)));
      for (const { name, collection, fields, actions } of ofKind(built, 'resource')) {
        expect(fields[collection.key], `${name}.${collection.key}`).toBeDefined();
        expect(actions.create || actions.update, name).toBe(true);
      }
    },
  );
});
