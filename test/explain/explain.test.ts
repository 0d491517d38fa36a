import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { shortRelease } from '../../src/catalog/release.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { explainPage, explainSubject, listAll } from '../../src/explain/explain.ts';
import type { Block } from '../../src/explain/markdown.ts';
import { refusedOf } from '../../src/explain/refused.ts';
import { ROOT } from '../e2e/binary.ts';
import { NEWEST } from '../newest.ts';

const catalogs = allCatalogs();
const about = (what: string, release = '2023.2') =>
  explainPage(what, PAGES) ??
  explainSubject(
    what,
    loadCatalog(release, () => undefined),
    catalogs,
    PAGES,
  );

/** The blocks of an explanation as lines: a row of a table is `cell: cell`. */
function lines(what: string, release?: string): string[] {
  const found = about(what, release);
  if (!('kind' in found)) throw new Error(found.message);
  return found.blocks.flatMap((block: Block) => {
    if (block.kind === 'table') return block.rows.map((row) => row.join(': '));
    return block.kind === 'list' ? block.items : [block.text];
  });
}

describe('models', () => {
  test.each([
    [
      'its label, its releases and its endpoint',
      'authentik_stages_prompt.prompt',
      '2023.2',
      '**Prompt**, as it is in authentik 2023.2 (in all releases). API: `/stages/prompt/prompts/`.',
    ],
    [
      'what identifies',
      'authentik_stages_prompt.prompt',
      '2023.2',
      'One object has `name`. Can identify, too: `field_key`, `label`, `order`, `placeholder`, `placeholder_expression`, `required`, `sub_text`, `type`.',
    ],
    [
      'what identifies together',
      'authentik_core.group',
      '2023.2',
      'One object has `name` with `parent`. Can identify, too: `attributes`, `is_superuser`, `name`, `parent`, `users`.',
    ],
    [
      'what is not shown',
      'authentik_core.token',
      '2023.2',
      expect.stringContaining('The API does not show `flowtoken`, `key`, so they cannot be compared.'),
    ],
    ['a required attribute', 'authentik_stages_prompt.prompt', '2023.2', 'field_key: **required**; text'],
    ['a default', 'authentik_stages_prompt.prompt', '2023.2', 'required: true or false; default `true`'],
    ['a limit', 'authentik_core.group', '2023.2', 'name: **required**; text; at most 80 characters'],
    [
      'a link, and when it ends',
      'authentik_core.group',
      '2023.2',
      'parent: the key of `authentik_core.group`; may be null; cleared when that is deleted; until 2025.10; since 2025.12 `parents` instead',
    ],
    ['links', 'authentik_core.group', '2023.2', 'users: a list of keys of `authentik_core.user`'],
    [
      'some of many values, and when they changed',
      'authentik_stages_prompt.prompt',
      '2023.2',
      expect.stringMatching(
        /^type: \*\*required\*\*; one of `text`, `text_read_only`, `username`, `email`, `password`, `number`, `checkbox`, `date` and 6 more; changed in 2023\.4(, |$)/,
      ),
    ],
    [
      'a secret',
      'authentik_core.token',
      '2023.2',
      'key: text; secret; never shown by the API, so it cannot be compared; written through an endpoint of its own',
    ],
    [
      'a duration',
      'authentik_tenants.tenant',
      '2023.2',
      'event_retention: a duration such as hours=1;minutes=30; default `days=365`',
    ],
    [
      'what only the server sets',
      'authentik_core.group',
      '2023.2',
      'Only the server sets `pk`, `num_pk`, `parent_name`, `users_obj`.',
    ],
    [
      'attributes of other releases',
      'authentik_core.group',
      '2023.2',
      'parents: since 2025.12; before 2025.12 `parent`',
    ],
    [
      'attributes that ended',
      'authentik_core.group',
      '2026.2',
      'parent: until 2025.10; since 2025.12 `parents` instead',
    ],
    [
      'what a model is called since',
      'authentik_tenants.tenant',
      '2023.2',
      expect.stringContaining('Since 2024.2 it is `authentik_brands.brand`.'),
    ],
    [
      'what a model was called before',
      'authentik_brands.brand',
      '2026.2',
      expect.stringContaining('Before 2024.2 it is `authentik_tenants.tenant`.'),
    ],
    [
      'what an attribute is called before',
      'authentik_core.group',
      '2026.2',
      'parents: a list of keys of `authentik_core.group`; since 2025.12; before 2025.12 `parent`',
    ],
    [
      'what is protected',
      'authentik_tenants.tenant',
      '2023.2',
      expect.stringMatching(
        /^Where `default` is `true`, or `domain` is `authentik-default`: made where there is none, and otherwise left alone, because it is the default tenant\./,
      ),
    ],
    [
      'what must go along with a change',
      'authentik_core.token',
      '2023.2',
      'A change must carry `user`, `intent`: `ak-blueprint` sends what the server has.',
    ],
    [
      'what the API cannot do',
      'authentik_stages_authenticator_webauthn.webauthndevice',
      '2023.2',
      expect.stringMatching(/^It cannot create one: the API takes only its name/),
    ],
    [
      'that a base class has kinds',
      'authentik_core.source',
      '2023.2',
      expect.stringMatching(/A base class: no entry can make one.*`authentik_sources_ldap\.ldapsource`/),
    ],
    [
      'why a model cannot be managed',
      'authentik_stages_consent.userconsent',
      '2023.2',
      expect.stringContaining('No entry can manage it: the API can only delete one'),
    ],
    [
      'why a model has no list',
      'authentik_providers_oauth2.accesstoken',
      '2023.2',
      expect.stringContaining('It cannot be managed through the API: '),
    ],
    [
      'that it is of a later release',
      'authentik_brands.brand',
      '2023.2',
      expect.stringContaining(
        `not in authentik 2023.2; shown as it is in ${shortRelease(NEWEST)} (since 2024.2)`,
      ),
    ],
    [
      'that it is of an earlier release',
      'authentik_stages_authenticator_webauthn.authenticatewebauthnstage',
      '2026.2',
      expect.stringMatching(/not in authentik 2026\.2; shown as it is in 20\d\d\.\d+ \(until /),
    ],
  ])('say %s', (_, what, release, line) => expect(lines(what, release)).toContainEqual(line));

  test.each([
    ['without its app', 'prompt', 'authentik_stages_prompt.prompt'],
    ['in camel case', 'authentik_flows.FlowStageBinding', 'authentik_flows.flowstagebinding'],
    ['in camel case without its app', 'OAuth2Provider', 'authentik_providers_oauth2.oauth2provider'],
  ])('are found %s', (_, what, name) => expect(about(what)).toMatchObject({ kind: 'model', name }));

  test('are explained for every release and every model', () => {
    for (const catalog of catalogs) {
      for (const name of Object.keys(catalog.models)) {
        const found = explainSubject(name, catalog, catalogs, PAGES);
        expect('kind' in found && found.name).toBe(name);
      }
    }
  });
});

describe('attributes', () => {
  test('the keys of its mappings, and since when', () =>
    expect(lines('authentik_providers_oauth2.oauth2provider.redirect_uris', '2026.5')).toContain(
      'redirect_uri_type: one of `authorization`, `logout`; default `authorization`; since 2026.5',
    ));

  test('that the API does not show it any more', () =>
    expect(lines('authentik_stages_authenticator_sms.authenticatorsmsstage.auth', '2026.8')).toContain(
      '2026.8: the API does not show it any more',
    ));

  test('what a value is written as since a release', () =>
    expect(lines('authentik_sources_oauth.oauthsource.provider_type', '2026.8')).toContainEqual(
      expect.stringMatching(/^2026\.8: instead of `azuread`: entraid, which is there since 2025\.8 \(seen: /),
    ));

  test.each([
    [
      'their values and since when each',
      'authentik_stages_prompt.prompt.type',
      '2023.2',
      '`dropdown`: since 2023.4',
    ],
    ['values of all releases', 'prompt.type', '2023.2', '`text`: all'],
    [
      'when they change their type',
      'oauth2provider.redirect_uris',
      '2023.2',
      '2024.8: became a list of mappings (before: text)',
    ],
    [
      'when they become required',
      'oauth2provider.invalidation_flow',
      '2023.2',
      expect.stringContaining(
        `Not in authentik 2023.2; in ${shortRelease(NEWEST)}: **required**; the key of \`authentik_flows.flow\``,
      ),
    ],
    [
      'that they cannot be set',
      'authentik_flows.flow.pk',
      '2023.2',
      'Only the server sets it; an entry that gives it is warned of. It can identify.',
    ],
    [
      'that look-ups go through them',
      'flowstagebinding.target',
      '2023.2',
      'An entry may give it in `attrs`. It can identify, and look-ups may go through it: `authentik_flows.flow` is at its end.',
    ],
    [
      'the way of a look-up',
      'flowstagebinding.target__slug__icontains',
      '2023.2',
      expect.stringContaining(
        'through `target`, a link to `authentik_flows.flow`; what the API calls `slug`; compared by `icontains`. It is no attribute',
      ),
    ],
    [
      'that only look-ups know them',
      'authentik_core.group.children',
      '2023.2',
      expect.stringContaining('the objects of `authentik_core.group` that refer to this one'),
    ],
  ])('say %s', (_, what, release, line) => expect(lines(what, release)).toContainEqual(line));
});

test.each([
  ['a model', 'authentik_stages_promt.prompt', ['authentik_stages_prompt.prompt']],
  ['a model without its app', 'promt', ['authentik_stages_prompt.prompt']],
  ['an attribute', 'authentik_stages_prompt.prompt.typ', ['authentik_stages_prompt.prompt.type']],
  ['a code', 'keyof-latr', ['keyof-later']],
  [
    'an attribute without its model',
    'redirect_uris',
    ['authentik_providers_oauth2.oauth2provider.redirect_uris'],
  ],
])('what is near is named for %s', (_, what, near) => expect(about(what)).toMatchObject({ near }));

describe('what the server refuses of an object as a whole', () => {
  const BINDING = 'authentik_policies.policybinding';
  const refused = (what: string, release?: string) =>
    lines(what, release).filter((line) => line.includes('seen: '));

  test('is said of its model, with its releases and where it was seen', () => {
    expect(refused(BINDING, '2026.8')).toEqual([
      expect.stringMatching(/^A binding of more than one of policy, group and user; .*measured 2023\.2\.3/),
      expect.stringMatching(/^A binding of neither policy, group nor user; /),
      expect.stringMatching(/^A policy bound to an entitlement; .*; since 2024\.12; seen: serializers since/),
    ]);
    expect(lines(BINDING, '2026.8')).toContainEqual(
      expect.stringMatching(/No server of 2026\.8 was asked about any of them\.$/),
    );
    expect(lines(BINDING, '2025.12').join(' ')).not.toContain('was asked');
  });

  test('is that of the release', () => {
    expect(refused(BINDING, '2023.2')).toHaveLength(2);
  });

  test('is said of each attribute that it is about, and of no other', () => {
    expect(refused(`${BINDING}.policy`, '2026.8')).toHaveLength(3);
    expect(refused(`${BINDING}.timeout`, '2026.8')).toEqual([]);
  });

  test('is said of what nothing is said beforehand, with the reason', () => {
    expect(refused('authentik_core.applicationentitlement.app', '2025.12')).toContainEqual(
      expect.stringMatching(/not said beforehand: it depends on the rights of the token's user/),
    );
  });

  test('every rule of every catalog is said of its model', () => {
    const missing = catalogs.flatMap((catalog) =>
      Object.values(catalog.models).flatMap((model) => {
        if (model.kind !== 'resource') return [];
        const said = new Set(refusedOf(model, catalog, catalogs).map(({ name }) => name));
        return (model.rules ?? [])
          .filter(({ name }) => !said.has(name))
          .map(({ name }) => `${catalog.release} ${name}`);
      }),
    );
    expect(missing).toEqual([]);
  });
});

describe('for programs', () => {
  const ajv = new Ajv();
  const schema = ajv.compile(
    JSON.parse(readFileSync(join(ROOT, 'schemas/explain-output-1.json'), 'utf8')) as object,
  );
  const problems = (json: object): unknown[] =>
    schema(JSON.parse(JSON.stringify({ formatVersion: 1, ...json }))) ? [] : (schema.errors ?? []);

  test('a list, codes, tags and topics are as their schema says', () => {
    expect(problems({ kind: 'list', ...listAll(catalogs, PAGES).json })).toEqual([]);
    for (const what of ['keyof-later', '!Find', 'avatars']) {
      const found = explainPage(what, PAGES);
      expect(problems({ kind: found?.kind, name: found?.name, ...found?.json })).toEqual([]);
    }
    expect(problems({ kind: 'code' })).not.toEqual([]);
  });

  test('so is every model of the newest release, and each of its attributes', () => {
    const target = catalogs.at(-1)!;
    for (const model of Object.values(target.models)) {
      const names =
        model.kind === 'resource' ? [...Object.keys(model.fields), ...Object.keys(model.lookups)] : [];
      for (const what of [model.name, ...names.map((name) => `${model.name}.${name}`)]) {
        const found = explainSubject(what, target, catalogs, PAGES);
        if (!('kind' in found)) throw new Error(found.message);
        expect(problems({ kind: found.kind, name: found.name, ...found.json }), what).toEqual([]);
      }
    }
  });
});

test('what is nothing is not guessed at', () => expect(about('zzzzzzzz')).toMatchObject({ near: [] }));

test('all that there is can be explained', () => {
  const { json } = listAll(catalogs, PAGES);
  for (const names of Object.values(json) as string[][])
    for (const name of names) expect(about(name)).toHaveProperty('kind');
});

describe('what no server was asked about', () => {
  const GRANTS = 'authentik_providers_oauth2.oauth2provider.grant_types';

  test('is said of a field with where it was read, and of a field of the document alone without', () => {
    expect(lines(GRANTS, '2026.8')).toContainEqual(
      expect.stringMatching(
        /^No server of 2026\.8 was asked: .*was read, and not measured: sources of 2026\.5/,
      ),
    );
    const known = lines('authentik_providers_oauth2.oauth2provider.client_id', '2026.8');
    expect(known).toContainEqual(expect.stringMatching(/^No server of 2026\.8 was asked: /));
    expect(known.join(' ')).not.toContain('not measured');
  });

  test('is said of a model, and of no release that was measured', () => {
    expect(lines('authentik_agents.agent', '2026.8')).toContainEqual(
      expect.stringContaining('not measured: sources of 2026.8'),
    );
    expect(lines('authentik_core.group', '2025.12').join(' ')).not.toContain('was asked');
  });

  test('what an object does not do without a field is said with the field', () => {
    expect(lines(GRANTS, '2026.8')).toContainEqual(expect.stringMatching(/^Give it: .*nobody can log in/));
  });
});
