import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { planWith, type Server, uuid } from './setup.ts';

/* Rules about objects as a whole, over the final state of each: with live values, links and other objects. */

const catalog = loadCatalog('2025.12', () => undefined);

const BINDING = 'authentik_policies.policybinding';
const ENTITLEMENT = 'authentik_core.applicationentitlement';
const DUMMY = 'authentik_policies_dummy.dummypolicy';
const LDAP = 'authentik_sources_ldap.ldapsource';
const PROXY = 'authentik_providers_proxy.proxyprovider';
const USER = 'authentik_core.user';

const entry = (model: string, identifiers: string, attrs: string): string =>
  `- {model: ${model}, identifiers: {${identifiers}}, attrs: {${attrs}}}\n`;

/** What the findings about rules point at, and the models of the questions. */
function planned(entries: string, server: Server, unread: readonly string[] = []) {
  const text = `version: 1\nentries:\n${entries}`;
  const { diagnostics, questions } = planWith([text], server, { catalog, unread });
  const found = diagnostics
    .filter(({ code }) => code === 'attribute-rule')
    .map(({ place }) => place && text.slice(place.span.start, place.span.end));
  return { found, asked: questions.map(({ model }) => model) };
}

const proxy = (mode: string, internal_host: string): Server => ({
  [PROXY]: [{ pk: 1, name: 'p', mode, internal_host, external_host: 'https://a.test' }],
});

describe('a rule between fields, with what the server has', () => {
  test('is broken by one field of the entry and one of the server', () =>
    expect(planned(entry(PROXY, 'name: p', 'mode: proxy'), proxy('forward_single', '')).found).toEqual([
      'mode: proxy',
    ]));

  test('is kept by one field of the entry and one of the server', () =>
    expect(
      planned(entry(PROXY, 'name: p', 'mode: proxy'), proxy('forward_single', 'http://b.test')).found,
    ).toEqual([]));

  test('is broken by the entry that sets the value, not by the first of the object', () => {
    const first = entry(PROXY, 'name: p', 'external_host: "https://c.test"');
    const text = `version: 1\nentries:\n${first}${entry(PROXY, 'name: p', 'mode: proxy')}`;
    const { diagnostics } = planWith([text], proxy('forward_single', ''), { catalog });
    expect(
      diagnostics.filter(({ code }) => code === 'attribute-rule').map((finding) => finding.entry?.index),
    ).toEqual([1]);
  });

  test('counts where a request must repeat what breaks it already', () =>
    expect(
      planned(entry(PROXY, 'name: p', 'external_host: "https://c.test"'), proxy('proxy', '')).found,
    ).toEqual([PROXY]));

  test('does not matter where the object breaks it already and the request has none of its fields', () => {
    const source = { pk: uuid(1), name: 'a', slug: 'a', base_dn: 'x', sync_users: true };
    const change = entry(LDAP, 'slug: a', 'base_dn: y');
    const server = { [LDAP]: [{ ...source, user_property_mappings: [], sync_groups: false }] };
    expect(planned(change, server).found).toEqual([]);
  });

  const bound: Server = {
    [BINDING]: [
      { pk: uuid(1), target: uuid(2), order: 0, policy: null, group: uuid(3), user: null, enabled: true },
    ],
    [DUMMY]: [{ pk: uuid(4), name: 'd' }],
    'authentik_core.application': [{ pk: uuid(2), slug: 'a', name: 'a' }],
    'authentik_core.group': [{ pk: uuid(3), name: 'g' }],
  };
  const binding = (attrs: string): string =>
    entry(BINDING, 'target: !Find [authentik_core.application, [slug, a]], order: 0', attrs);

  test('is broken by what the server has beside, unless the entry sets that to null', () => {
    const policy = `policy: !Find [${DUMMY}, [name, d]]`;
    expect(planned(binding(policy), bound).found).toEqual([policy]);
    expect(planned(binding(`${policy}, group: null`), bound).found).toEqual([]);
    expect(planned(binding('group: null'), bound).found).toEqual(['group: null']);
  });

  test('is kept where a later entry for the object mends it', () =>
    expect(
      planned(
        entry(PROXY, 'name: p', 'mode: proxy') + entry(PROXY, 'name: p', 'internal_host: "http://b.test"'),
        proxy('forward_single', ''),
      ).found,
    ).toEqual([]));

  test('looks at the other objects of the model', () => {
    const attrs =
      'name: b, base_dn: x, server_uri: "ldaps://b.test", sync_users: false, sync_groups: false, sync_users_password: true';
    const other = { pk: uuid(1), name: 'a', slug: 'a', sync_users_password: true };
    expect(planned(entry(LDAP, 'slug: b', attrs), { [LDAP]: [other] }).found).toEqual([
      'sync_users_password: true',
    ]);
    expect(
      planned(entry(LDAP, 'slug: b', attrs), { [LDAP]: [{ ...other, sync_users_password: false }] }).found,
    ).toEqual([]);
  });

  test('asks for the models that a link may lead to, once and as a whole', () => {
    const binding = { pk: uuid(1), target: uuid(2), policy: null, group: uuid(3), user: null, order: 0 };
    const change = entry(BINDING, `pk: ${uuid(1)}`, `policy: ${uuid(4)}, group: null`);
    const policy = { pk: uuid(4), name: 'd' };
    const server = {
      [BINDING]: [binding],
      [DUMMY]: [policy],
      [ENTITLEMENT]: [{ pbm_uuid: uuid(2), name: 'e', app: uuid(5) }],
    };
    expect(planned(change, server, [ENTITLEMENT]).asked).toContain(ENTITLEMENT);
    expect(planned(change, server).asked).not.toContain(ENTITLEMENT);
  });

  test('holds for what an object was before', () => {
    const user = { pk: 7, username: 'ak-outpost-1', name: 'o', type: 'internal_service_account' };
    expect(planned(entry(USER, 'username: ak-outpost-1', 'name: mine'), { [USER]: [user] }).found).toEqual([
      'username: ak-outpost-1',
    ]);
    expect(planned(entry(USER, 'username: ak-outpost-1', 'name: o'), { [USER]: [user] }).found).toEqual([]);
  });
});
