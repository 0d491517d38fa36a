import { describe, expect, test } from 'vitest';
import { FIELDS_GONE, FIELDS_REQUIRED } from '../../../src/catalog/facts/gone-and-required.ts';
import { FIELD_RENAMES, LOOKUP_RENAMES, MODEL_RENAMES } from '../../../src/catalog/facts/renames.ts';
import { VALUE_RENAMES } from '../../../src/catalog/facts/value-renames.ts';
import type { Catalog } from '../../../src/catalog/model.ts';
import { loadCatalog, releases } from '../../../src/cli/catalogs.ts';
import { applyFixes } from '../../../src/diagnostics/apply-fixes.ts';
import { Collector } from '../../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { checkFiles } from '../check.ts';

/*
 * Every row of the renames has an entry here that the release before takes as it is, with no finding about
 * it, and that the release of the row refuses, drops or misses; the mended entry is taken by that release. So
 * a row that is not true by the documents fails.
 */

const catalogOf = (release: string): Catalog => loadCatalog(release, new Collector().report);
const before = (release: string): string => {
  const all = releases();
  return all[all.indexOf(release) - 1] ?? '';
};
const blueprint = (entry: string): string => `version: 1\nentries:\n${entry}`;

function findings(release: string, entry: string): readonly Diagnostic[] {
  return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(blueprint(entry)) }], catalogOf(release)).filter(
    ({ severity }) => severity !== 'info',
  );
}

/** The entry with every mechanical fix made, until there is none. */
function mended(release: string, entry: string): string {
  let text = entry;
  for (let round = 0; round < 4; round++) {
    const found = findings(release, text);
    const file = found.find(({ place }) => place)?.place?.file;
    if (!file) break;
    text = applyFixes(file, found).text.slice(blueprint('').length);
  }
  return text;
}

interface Row {
  /** `field`, `model` … of which release. */
  readonly about: string;
  readonly since: string;
  readonly old: string;
  /** What `--fix` makes of it; undefined: a person must decide. */
  readonly now?: string;
  /** What the finding says. */
  readonly says: RegExp;
}

const entry = (model: string, identifiers: string, ...attrs: readonly string[]): string =>
  `- model: ${model}\n  identifiers: ${identifiers}\n  attrs:\n${attrs.map((line) => `    ${line}\n`).join('')}`;
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const oauth2 = (...attrs: readonly string[]): string =>
  entry(OAUTH2, '{name: a}', 'authorization_flow: !Find [authentik_flows.flow, [slug, a]]', ...attrs);

const ROWS: readonly Row[] = [
  {
    about: 'can_create_users',
    since: '2023.1',
    old: entry(
      'authentik_stages_user_write.userwritestage',
      '{name: a}',
      'can_create_users: true # new ones, too',
    ),
    now: entry(
      'authentik_stages_user_write.userwritestage',
      '{name: a}',
      'user_creation_mode: create_when_required # new ones, too',
    ),
    says: /is called user_creation_mode since 2023.1/,
  },
  {
    about: 'can_create_users',
    since: '2023.1',
    old: entry('authentik_stages_user_write.userwritestage', '{name: a}', 'can_create_users: no'),
    now: entry('authentik_stages_user_write.userwritestage', '{name: a}', 'user_creation_mode: never_create'),
    says: /since 2023.1/,
  },
  {
    about: 'token_validity',
    since: '2023.2',
    old: oauth2('token_validity: days=30'),
    says: /is called access_token_validity since 2023.2/,
  },
  {
    about: 'tenant',
    since: '2024.2',
    old: entry('authentik_events.event', '{action: login, app: a}', 'tenant: {}'),
    now: entry('authentik_events.event', '{action: login, app: a}', 'brand: {}'),
    says: /is called brand since 2024.2/,
  },
  {
    about: 'property_mappings',
    since: '2024.8',
    old: entry(
      'authentik_sources_ldap.ldapsource',
      '{slug: a}',
      'name: a',
      'server_uri: ldap://a.example.com',
      'base_dn: a',
      'property_mappings:',
      '- !Find [authentik_core.propertymapping, [name, a]]',
    ),
    now: entry(
      'authentik_sources_ldap.ldapsource',
      '{slug: a}',
      'name: a',
      'server_uri: ldap://a.example.com',
      'base_dn: a',
      'user_property_mappings:',
      '- !Find [authentik_core.propertymapping, [name, a]]',
    ),
    says: /is called user_property_mappings since 2024.8/,
  },
  {
    about: 'property_mappings_group',
    since: '2024.8',
    old: entry(
      'authentik_sources_ldap.ldapsource',
      '{slug: a}',
      'name: a',
      'server_uri: ldap://a.example.com',
      'base_dn: a',
      'property_mappings_group: []',
    ),
    now: entry(
      'authentik_sources_ldap.ldapsource',
      '{slug: a}',
      'name: a',
      'server_uri: ldap://a.example.com',
      'base_dn: a',
      'group_property_mappings: []',
    ),
    says: /is called group_property_mappings since 2024.8/,
  },
  {
    about: 'jwks_sources',
    since: '2024.12',
    old: oauth2(
      'invalidation_flow: !Context f',
      'redirect_uris: []',
      'jwks_sources: [!Find [authentik_sources_oauth.oauthsource, [slug, a]]]',
    ),
    now: oauth2(
      'invalidation_flow: !Context f',
      'redirect_uris: []',
      'jwt_federation_sources: [!Find [authentik_sources_oauth.oauthsource, [slug, a]]]',
    ),
    says: /is called jwt_federation_sources since 2024.12/,
  },
  {
    about: 'webhook_mapping',
    since: '2025.4',
    old: entry(
      'authentik_events.notificationtransport',
      '{name: a}',
      'mode: webhook',
      'webhook_url: https://example.com',
      'webhook_mapping: !Context b',
    ),
    now: entry(
      'authentik_events.notificationtransport',
      '{name: a}',
      'mode: webhook',
      'webhook_url: https://example.com',
      'webhook_mapping_body: !Context b',
    ),
    says: /is called webhook_mapping_body since 2025.4/,
  },
  {
    about: 'group',
    since: '2025.8',
    old: entry(
      'authentik_events.notificationrule',
      '{name: a}',
      'group: !Find [authentik_core.group, [name, a]]',
    ),
    now: entry(
      'authentik_events.notificationrule',
      '{name: a}',
      'destination_group: !Find [authentik_core.group, [name, a]]',
    ),
    says: /is called destination_group since 2025.8/,
  },
  {
    about: 'backchannel_logout_uri',
    since: '2025.10',
    old: oauth2(
      'invalidation_flow: !Context f',
      'redirect_uris: []',
      'backchannel_logout_uri: https://example.com/out',
    ),
    now: oauth2('invalidation_flow: !Context f', 'redirect_uris: []', 'logout_uri: https://example.com/out'),
    says: /is called logout_uri since 2025.10/,
  },
  {
    about: 'parent',
    since: '2025.12',
    old: entry(
      'authentik_core.group',
      '{name: a}',
      '# who they belong to',
      'parent: !Find [authentik_core.group, [name, b]] # the staff',
    ),
    now: entry(
      'authentik_core.group',
      '{name: a}',
      '# who they belong to',
      'parents: [!Find [authentik_core.group, [name, b]]] # the staff',
    ),
    says: /is called parents since 2025.12/,
  },
  {
    about: 'parent',
    since: '2025.12',
    old: entry('authentik_core.group', '{name: a}', 'parent: null'),
    now: entry('authentik_core.group', '{name: a}', 'parents: []'),
    says: /write parents: \[ … \] instead/,
  },
  {
    about: 'parent',
    since: '2025.12',
    old: '- {model: authentik_core.group, identifiers: {name: a}, attrs: {parent: !Context p, is_superuser: false}}\n',
    now: '- {model: authentik_core.group, identifiers: {name: a}, attrs: {parents: [!Context p], is_superuser: false}}\n',
    says: /parents/,
  },
  {
    about: 'filter_group',
    since: '2026.2',
    old: entry(
      'authentik_providers_scim.scimprovider',
      '{name: a}',
      'url: https://example.com',
      'filter_group: !Context b',
    ),
    now: entry(
      'authentik_providers_scim.scimprovider',
      '{name: a}',
      'url: https://example.com',
      'group_filters: [!Context b]',
    ),
    says: /is called group_filters since 2026.2/,
  },
  {
    about: 'ak_groups',
    since: '2026.2',
    old: entry(
      'authentik_core.token',
      '{identifier: a}',
      'expiring: false',
      'user: !Find [authentik_core.user, [ak_groups__name, b]]',
    ),
    now: entry(
      'authentik_core.token',
      '{identifier: a}',
      'expiring: false',
      'user: !Find [authentik_core.user, [groups__name, b]]',
    ),
    says: /is called groups since 2026.2/,
  },
  {
    about: 'issuer',
    since: '2026.5',
    old: entry(
      'authentik_providers_saml.samlprovider',
      '{name: a}',
      'acs_url: https://example.com/acs',
      'authorization_flow: !Context f',
      'invalidation_flow: !Context g',
      'issuer: https://auth.example.com # as they have it',
    ),
    now: entry(
      'authentik_providers_saml.samlprovider',
      '{name: a}',
      'acs_url: https://example.com/acs',
      'authorization_flow: !Context f',
      'invalidation_flow: !Context g',
      'issuer_override: https://auth.example.com # as they have it',
    ),
    says: /is called issuer_override since 2026.5/,
  },
  {
    about: 'issuer',
    since: '2026.8',
    old: entry(
      'authentik_sources_saml.samlsource',
      '{slug: a}',
      'name: a',
      'sso_url: https://example.com',
      'pre_authentication_flow: !Context f',
      'issuer: a',
    ),
    now: entry(
      'authentik_sources_saml.samlsource',
      '{slug: a}',
      'name: a',
      'sso_url: https://example.com',
      'pre_authentication_flow: !Context f',
      'issuer_override: a',
    ),
    says: /is called issuer_override since 2026.8/,
  },
  {
    about: 'provider_type',
    since: '2026.8',
    old: entry(
      'authentik_sources_oauth.oauthsource',
      '{slug: a}',
      'name: a',
      'consumer_key: a',
      'consumer_secret: !Env SECRET',
      'provider_type: azuread',
    ),
    now: entry(
      'authentik_sources_oauth.oauthsource',
      '{slug: a}',
      'name: a',
      'consumer_key: a',
      'consumer_secret: !Env SECRET',
      'provider_type: entraid',
    ),
    says: /since 2026.8 it is entraid/,
  },
  {
    about: 'prevent_duplicate_devices',
    since: '2026.8',
    old: entry(
      'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
      '{name: a}',
      'prevent_duplicate_devices: true',
    ),
    says: /is gone since 2026.8/,
  },
  {
    about: 'authentik_tenants.tenant',
    since: '2024.2',
    old: entry('authentik_tenants.tenant', '{domain: a}', 'branding_title: A'),
    now: entry('authentik_brands.brand', '{domain: a}', 'branding_title: A'),
    says: /it is called authentik_brands.brand since 2024.2/,
  },
  {
    about: 'authentik_tenants.tenant',
    since: '2024.2',
    old: entry(
      'authentik_core.group',
      '{name: a}',
      'attributes:',
      '  brand: !Find [authentik_tenants.tenant, [domain, a]]',
    ),
    now: entry(
      'authentik_core.group',
      '{name: a}',
      'attributes:',
      '  brand: !Find [authentik_brands.brand, [domain, a]]',
    ),
    says: /it is called authentik_brands.brand since 2024.2/,
  },
  {
    about: 'authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
    since: '2024.4',
    old: entry(
      'authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
      '{name: a}',
      'user_verification: preferred',
    ),
    now: entry(
      'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
      '{name: a}',
      'user_verification: preferred',
    ),
    says: /since 2024.4/,
  },
  {
    about: 'authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
    since: '2024.4',
    old: entry(
      'authentik_policies_event_matcher.eventmatcherpolicy',
      '{name: a}',
      'action: login',
      'model: authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
    ),
    now: entry(
      'authentik_policies_event_matcher.eventmatcherpolicy',
      '{name: a}',
      'action: login',
      'model: authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
    ),
    says: /since 2024.4/,
  },
  {
    about: 'authentik_sources_ldap.ldappropertymapping',
    since: '2024.8',
    old: entry(
      'authentik_sources_ldap.ldappropertymapping',
      '{name: a}',
      'expression: return {}',
      'object_field: name',
    ),
    now: entry(
      'authentik_sources_ldap.ldapsourcepropertymapping',
      '{name: a}',
      'expression: return {}',
      'object_field: name',
    ),
    says: /ldapsourcepropertymapping since 2024.8/,
  },
  {
    about: 'authentik_sources_plex.plexsourceconnection',
    since: '2024.8',
    old: entry('authentik_sources_plex.plexsourceconnection', '{identifier: a}', 'identifier: a'),
    now: entry('authentik_sources_plex.userplexsourceconnection', '{identifier: a}', 'identifier: a'),
    says: /userplexsourceconnection since 2024.8/,
  },
  {
    about: 'redirect_uris',
    since: '2024.8',
    old: oauth2('redirect_uris: https://a.example.com/x # one'),
    now: oauth2('redirect_uris: [{matching_mode: strict, url: "https://a.example.com/x"}] # one'),
    says: /since 2024.8 it is a list with a matching_mode and a url/,
  },
  {
    about: 'redirect_uris',
    since: '2024.8',
    old: oauth2(
      'redirect_uris: |',
      '  https://a.example.com/x',
      '  https://b.example.com/y',
      'sub_mode: user_id',
    ),
    now: oauth2(
      'redirect_uris:',
      '- matching_mode: strict',
      '  url: https://a.example.com/x',
      '- matching_mode: strict',
      '  url: https://b.example.com/y',
      'sub_mode: user_id',
    ),
    says: /since 2024.8/,
  },
  {
    about: 'redirect_uris',
    since: '2024.8',
    old: oauth2('redirect_uris: ""'),
    now: oauth2('redirect_uris: []'),
    says: /since 2024.8/,
  },
  {
    about: 'redirect_uris',
    since: '2024.8',
    old: oauth2('redirect_uris: "https://.*"'),
    says: /since 2024.8/,
  },
  {
    about: 'token_expiry',
    since: '2025.4',
    old: entry('authentik_stages_email.emailstage', '{name: a}', 'token_expiry: 30 # minutes'),
    now: entry('authentik_stages_email.emailstage', '{name: a}', 'token_expiry: minutes=30 # minutes'),
    says: /since 2025.4 it is a duration/,
  },
  {
    about: 'name_id_policy',
    since: '2024.10',
    old: entry(
      'authentik_sources_saml.samlsource',
      '{slug: a}',
      'name: a',
      'sso_url: https://example.com',
      'issuer: a',
      'pre_authentication_flow: !Context f',
      'name_id_policy: urn:oasis:names:tc:SAML:2.0:nameid-format:X509SubjectName',
    ),
    now: entry(
      'authentik_sources_saml.samlsource',
      '{slug: a}',
      'name: a',
      'sso_url: https://example.com',
      'issuer: a',
      'pre_authentication_flow: !Context f',
      'name_id_policy: urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
    ),
    says: /since 2024.10/,
  },
  {
    about: 'app',
    since: '2025.2',
    old: entry(
      'authentik_policies_event_matcher.eventmatcherpolicy',
      '{name: a}',
      'action: login',
      'app: authentik.enterprise.providers.rac',
    ),
    now: entry(
      'authentik_policies_event_matcher.eventmatcherpolicy',
      '{name: a}',
      'action: login',
      'app: authentik.providers.rac',
    ),
    says: /since 2025.2/,
  },
  {
    about: 'search_group',
    since: '2024.8',
    old: entry(
      'authentik_providers_ldap.ldapprovider',
      '{name: a}',
      'authorization_flow: !Context f',
      'search_group: null',
    ),
    says: /search_group of authentik_providers_ldap.ldapprovider is gone since 2024.8/,
  },
  {
    about: 'user_matching_mode',
    since: '2024.8',
    old: entry('authentik_sources_scim.scimsource', '{slug: a}', 'name: a', 'user_matching_mode: identifier'),
    says: /is gone since 2024.8/,
  },
  {
    about: 'mode',
    since: '2025.12',
    old: entry('authentik_rbac.initialpermissions', '{name: a}', 'role: !Context r', 'mode: role'),
    says: /is gone since 2025.12/,
  },
  {
    about: 'icon',
    since: '2025.12',
    old: entry('authentik_sources_scim.scimsource', '{slug: a}', 'name: a', 'icon: /static/x.png'),
    says: /is gone since 2025.12/,
  },
  {
    about: 'name',
    since: '2023.2',
    old: '- model: authentik_stages_prompt.prompt\n  identifiers: {field_key: a}\n  attrs: {label: a, type: text}\n',
    says: /name is required since 2023.2/,
  },
  {
    about: 'redirect_uris',
    since: '2024.8',
    old: oauth2('client_type: public'),
    says: /redirect_uris is required since 2024.8/,
  },
  {
    about: 'invalidation_flow',
    since: '2024.10',
    old: oauth2('redirect_uris: []'),
    says: /invalidation_flow is required since 2024.10/,
  },
];

/** Fields of a model whose old name had them: they are gone with the name. */
const GONE_WITH_THE_NAME: readonly Row[] = [
  {
    about: 'event_retention',
    since: '2024.2',
    old: entry('authentik_brands.brand', '{domain: a}', 'event_retention: days=30'),
    says: /is gone since 2024.2/,
  },
  {
    about: 'object_field',
    since: '2024.8',
    old: entry(
      'authentik_sources_ldap.ldapsourcepropertymapping',
      '{name: a}',
      'expression: return {}',
      'object_field: name',
    ),
    says: /is gone since 2024.8/,
  },
];

function said({ message, hint, notes }: Diagnostic): string {
  return [message, hint ?? '', ...(notes ?? []).map((note) => note.message)].join('\n');
}

describe('what a release renamed', () => {
  test.each(ROWS.map((row) => [row.about, row.since, row] as const))(
    '%s in %s',
    (_, since, { old, now, says }) => {
      // What the release before says of it is at most that the object may not exist yet.
      expect(
        findings(before(since), old)
          .map(({ code, message }) => `${code} ${message}`)
          .filter((one) => !one.startsWith('attribute-missing')),
        'before',
      ).toEqual([]);
      const found = findings(since, old);
      expect(
        found.filter((one) => says.test(said(one))),
        found.map(said).join('\n'),
      ).toHaveLength(1);
      expect(mended(since, old)).toBe(now ?? old);
      if (now !== undefined) {
        const left = findings(since, now).filter(
          ({ code, message }) =>
            !['attribute-missing', 'keyof-unknown'].includes(code) && !message.startsWith('object_field'),
        );
        expect(
          left.map(({ code, message }) => `${code} ${message}`),
          'after',
        ).toEqual([]);
      }
    },
  );

  test.each(GONE_WITH_THE_NAME.map((row) => [row.about, row.since, row] as const))(
    '%s in %s, with the name of its model',
    (_, since, { old, says }) => {
      expect(findings(since, old).filter((one) => says.test(said(one)))).toHaveLength(1);
    },
  );

  test('every row is in the table', () => {
    const told = new Set([...ROWS, ...GONE_WITH_THE_NAME].map(({ about, since }) => `${about} ${since}`));
    const rows = [
      ...[...FIELD_RENAMES, ...LOOKUP_RENAMES].map(({ from, since }) => `${from} ${since}`),
      ...MODEL_RENAMES.map(({ from, since }) => `${from} ${since}`),
      ...VALUE_RENAMES.map(({ field, since }) => `${field} ${since}`),
      ...FIELDS_GONE.map(({ field, since }) => `${field} ${since}`),
      ...FIELDS_REQUIRED.map(({ field, since }) => `${field} ${since}`),
    ];
    expect(rows.filter((row) => !told.has(row))).toEqual([]);
    expect([...told].filter((row) => !rows.includes(row))).toEqual([]);
  });

  test('every model of a row has the field before, and the other after', () => {
    for (const { models, from, to, since } of FIELD_RENAMES) {
      for (const model of models) {
        const [old, now] = [catalogOf(before(since)).models[model], catalogOf(since).models[model]];
        expect(
          [
            old?.kind === 'resource' && from in old.fields,
            old?.kind === 'resource' && to in old.fields,
            now?.kind === 'resource' && from in now.fields,
            now?.kind === 'resource' && to in now.fields,
          ],
          `${model} ${from}`,
        ).toEqual([true, false, false, true]);
      }
    }
    for (const { models, field, since } of FIELDS_REQUIRED) {
      for (const model of models) {
        const [old, now] = [catalogOf(before(since)).models[model], catalogOf(since).models[model]];
        expect(
          [
            old?.kind === 'resource' && old.fields[field]?.required === true,
            now?.kind === 'resource' && now.fields[field]?.required === true,
          ],
          `${model} ${field}`,
        ).toEqual([false, true]);
      }
    }
  });
});

describe('a name of a later release', () => {
  test('is told, with what it is called here', () => {
    const [found] = findings('2025.10', entry('authentik_core.group', '{name: a}', 'parents: [x]'));
    expect(found && said(found)).toBe(
      'parents of authentik_core.group came with authentik 2025.12: the server drops it in silence\nwrite parent',
    );
    const [model] = findings('2023.2', entry('authentik_brands.brand', '{domain: a}', 'branding_title: A'));
    const [uris] = findings('2023.2', oauth2('redirect_uris: [{matching_mode: strict, url: "https://a"}]'));
    expect(uris && said(uris)).toBe(
      'redirect_uris must be text, not a list; a list with a matching_mode and a url for each address came with authentik 2024.8\nwrite text, one address a line',
    );
    expect(model && said(model)).toMatch(
      /that name came with authentik 2024.2\nwrite authentik_tenants.tenant/,
    );
  });
});

describe('where a value cannot be carried over for certain', () => {
  test.each([
    [
      'an alias',
      '- model: authentik_core.group\n  id: a\n  identifiers: &x {name: a}\n- model: authentik_core.group\n  identifiers: {name: b}\n  attrs: {parent: *x}\n',
    ],
    [
      'a tag over several lines',
      entry(
        'authentik_core.group',
        '{name: a}',
        'parent:',
        '  !Find',
        '  - authentik_core.group',
        '  - [name, b]',
      ),
    ],
    ['an anchor', entry('authentik_core.group', '{name: a}', 'parent: &p !KeyOf b')],
  ])('%s is left to a person', (_, old) => {
    expect(mended('2025.12', old)).toBe(old);
    expect(
      findings('2025.12', old).some(({ message }) => message.includes('is called parents since 2025.12')),
    ).toBe(true);
  });
});
