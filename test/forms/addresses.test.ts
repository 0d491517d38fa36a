import { describe, expect, test } from 'vitest';
import type { Catalog, Field } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { accept } from '../../src/forms/accept.ts';

/*
 * Texts that fields with an address were given, and whether the importers of a real 2023.2.3 and a real
 * 2025.12.4 took them.
 */

const FIELDS = [
  ['authentik_core.application', 'meta_launch_url'],
  ['authentik_events.notificationtransport', 'webhook_url'],
  ['authentik_providers_proxy.proxyprovider', 'external_host'],
  ['authentik_providers_saml.samlprovider', 'acs_url'],
  ['authentik_sources_ldap.ldapsource', 'server_uri'],
] as const;

/** A text, and for each field in turn whether it is taken (y) or refused (n): by 2023.2.3, by 2025.12.4. */
const ROWS: readonly (readonly [text: string, first: string, later: string])[] = [
  ['https://example.com', 'yyyyy', 'yyyyy'],
  ['https://a..b', 'nnnnn', 'nnnnn'],
  ['https://x.__DOMAIN__', 'nnnnn', 'nnnnn'],
  ['https://a_b.example.com', 'nnnnn', 'nnnnn'],
  ['http://host', 'yyyny', 'yyyyy'],
  ['https://host:9', 'nnnnn', 'yyyyy'],
  ['https://host:99', 'yyyny', 'yyyyy'],
  ['https://host:123456', 'nnnnn', 'nnnnn'],
  ['ldap://dc', 'nnnny', 'nnnny'],
  ['ldaps://dc.example.com:636', 'nnnny', 'nnnny'],
  ['ftp://x.example.com', 'yynyn', 'yynnn'],
  ['ssh://x', 'nnnnn', 'nnnnn'],
  ['blank://x', 'yyyny', 'yyyyy'],
  ['https://%(username)s.example.com', 'nnnnn', 'ynnnn'],
  ['https://example.com/%(username)s', 'yyyyy', 'yyyyy'],
  ['https://%(a)shost/x', 'nnnnn', 'ynnnn'],
  ['https://user:pw@host/', 'yyyny', 'yyyyy'],
  ['http://127.0.0.1:1', 'nnnyn', 'yyyyy'],
  ['http://127.0.0.1:9000', 'yyyyy', 'yyyyy'],
  ['http://300.1.1.1', 'yyyny', 'yyyyy'],
  ['https://[::1]:9000', 'yyyyy', 'yyyyy'],
  ['https://[zz]:9000', 'nnnnn', 'nnnnn'],
  ['https://-a.example.com', 'nnnnn', 'nnnnn'],
  ['https://a-.example.com', 'nnnnn', 'nnnnn'],
  ['https://example.com.', 'nnnyn', 'nnnnn'],
  ['nope', 'nnnnn', 'nnnnn'],
  ['//example.com', 'nnnnn', 'nnnnn'],
  ['https://', 'nnnnn', 'nnnnn'],
  ['https:///x', 'nnnnn', 'nnnnn'],
  ['HTTPS://EXAMPLE.COM', 'yyyyy', 'yyyyy'],
  ['https://exa mple.com', 'nnnnn', 'nnnnn'],
  ['https://münchen.example', 'yyyyy', 'yyyyy'],
  ['ldap://a,ldaps://b', 'nnnny', 'nnnny'],
  ['ldap://a, ldaps://b', 'nnnnn', 'nnnnn'],
  ['https://a,b', 'nnnnn', 'nnnnn'],
  ['https://localhost', 'yyyyy', 'yyyyy'],
  [' https://example.com ', 'yyyyy', 'yyyyy'],
  ['https://example.com\n', 'yyyyy', 'yyyyy'],
  ['https://x.y?z=1#f', 'yyyny', 'yyyyy'],
  ['https://xyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy.com', 'nnnnn', 'ynnnn'],
  ['https://a.b_c/d_e', 'nnnnn', 'nnnnn'],
  ['javascript:alert(1)', 'nnnnn', 'nnnnn'],
  ['https://{{ x }}', 'nnnnn', 'nnnnn'],
  ['http://x:80:90', 'nnnnn', 'nnnnn'],
  ['https://a.b.c.123', 'yyyny', 'yyyyy'],
];

function fieldOf(catalog: Catalog, model: string, name: string): Field {
  const resource = catalog.models[model];
  const field = resource?.kind === 'resource' ? resource.fields[name] : undefined;
  if (!field) throw new Error(`${model} has no ${name}`);
  return field;
}

function taken(catalog: Catalog, text: string): string {
  return FIELDS.map(([model, name]) => (accept(fieldOf(catalog, model, name), text).ok ? 'y' : 'n')).join('');
}

describe.each([
  ['2023.2', 1],
  ['2025.12', 2],
] as const)('an address is taken where the importer of %s takes it', (release, column) => {
  const catalog = loadCatalog(release, () => undefined);
  test.each(ROWS)('%j', (...row) => expect(taken(catalog, row[0])).toBe(row[column]));
});

test('a port of one digit is taken since 2024.8, ssh as an address to launch since 2026.2', () => {
  const launch = (release: string, text: string): boolean =>
    accept(
      fieldOf(
        loadCatalog(release, () => undefined),
        ...FIELDS[0],
      ),
      text,
    ).ok;
  expect(['2024.6', '2024.8'].map((release) => launch(release, 'https://host:9'))).toEqual([false, true]);
  expect(['2025.12', '2026.2'].map((release) => launch(release, 'ssh://host'))).toEqual([false, true]);
});
