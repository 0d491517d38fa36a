import { describe, expect, test } from 'vitest';
import { file, group, lines, planWith, type Server, uuid } from './setup.ts';

/*
 * What the findings of a plan say, and what a plan does not say of a server that it has not read yet.
 */

const A = 'authentik_core.application';
const F = 'authentik_flows.flow';
const G = 'authentik_core.group';
const META = 'authentik_blueprints.metaapplyblueprint';
const INSTANCE = 'authentik_blueprints.blueprintinstance';
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const T = 'authentik_tenants.tenant';
const flow = {
  pk: uuid(1),
  policybindingmodel_ptr_id: uuid(501),
  slug: 'f',
  name: 'f',
  title: 'f',
  designation: 'authorization',
};
const instance = (n: number, path: string) => ({
  pk: uuid(n),
  name: 'twice',
  path,
  content: '',
  enabled: true,
  status: 'successful',
});
const made = `{model: ${OAUTH2}, identifiers: {name: new}, attrs: {authorization_flow: !Find [${F}, [slug, f]]}}`;
const later = `!Find [${OAUTH2}, [client_id, abc]]`;

describe('a plan says', () => {
  test.each<[what: string, entries: string[], server: Server, findings: string[]]>([
    [
      'which model is meant',
      [`{model: authentik_core.grop, identifiers: {name: a}}`],
      {},
      [
        'model-unknown: authentik_core.grop is no model of authentik 2023.2.3 (did you mean authentik_core.group?)',
      ],
    ],
    [
      'that a model is like no other',
      [`{model: zzz.qqq, identifiers: {name: a}}`],
      {},
      ['model-unknown: zzz.qqq is no model of authentik 2023.2.3 ()'],
    ],
    [
      'that only the server can tell whether a condition is met',
      [made, `{model: ${G}, conditions: [${later}], identifiers: {name: a}}`],
      { [F]: [flow] },
      ['value-unknown: this condition depends on what only the server will know ()'],
    ],
    [
      'that a part of a mapping is not known',
      [made, `{model: ${G}, identifiers: {name: a}, attrs: {attributes: {a: 1, b: ${later}}}}`],
      { [F]: [flow] },
      [
        'value-unknown: attributes depends on what only the server will know ' +
          '(apply the entries that it depends on first)',
      ],
    ],
    [
      'how a key is looked up that no object has',
      [`{model: ${G}, identifiers: {name: a}, attrs: {parent: ${uuid(9)}}}`],
      {},
      [
        `reference-unknown: no object of ${G} has the primary key ${uuid(9)}, and no entry is identified by it ` +
          `(write !Find [${G}, [name, …]] for an object that exists, or add the entry that it came with)`,
      ],
    ],
    [
      'that two blueprints of the server have the name that is wanted first',
      [`{model: ${META}, attrs: {identifiers: {name: twice}}}`],
      { [INSTANCE]: [instance(1, 'a.yaml'), instance(2, 'b.yaml')] },
      [
        'identifier-ambiguous: 2 blueprints of the server have name "twice" ' +
          '(name the path, too: the server would take one of them)',
      ],
    ],
    [
      'nothing of one blueprint of the server that is wanted first',
      [`{model: ${META}, attrs: {identifiers: {name: twice}}}`],
      { [INSTANCE]: [instance(1, 'a.yaml')] },
      [],
    ],
    [
      'that a blueprint has no such field',
      [`{model: ${META}, attrs: {identifiers: {nosuch: twice}}}`],
      {},
      [`identifier-unknown: nosuch is no field of ${INSTANCE} ()`],
    ],
    [
      'that a base class is no entry',
      [`{model: authentik_policies.policy, identifiers: {name: a}}`],
      {},
      [expect.stringContaining('model-unmanageable: authentik_policies.policy cannot be an entry') as string],
    ],
    [
      'that a value is taken',
      ['{model: authentik_stages_dummy.dummystage, identifiers: {name: s}}'],
      { 'authentik_stages_deny.denystage': [{ pk: uuid(1), name: 's' }] },
      [
        'value-taken: name must be unique, and authentik_stages_deny.denystage s has this value already ' +
          '(give each object its own value, or match the existing object by its identifiers)',
      ],
    ],
    [
      'that a blueprint without identifiers is none of the server',
      [`{model: ${META}, attrs: {}}`],
      {},
      [
        'blueprint-unknown: no blueprint with these identifiers is among the files or on the server ' +
          '(name its file, too, or set required: false)',
      ],
    ],
  ])('%s', (_, entries, server, findings) => {
    const { diagnostics } = planWith([file(...entries)], server, {});
    expect(diagnostics.map(({ code, message, hint }) => `${code}: ${message} (${hint ?? ''})`)).toEqual(
      findings,
    );
  });

  test('of a look-up that finds nothing no near objects where there are none', () => {
    const text = file(`{model: ${G}, identifiers: {name: a}, attrs: {parent: !Find [${G}, [name, qqq]]}}`);
    const { diagnostics } = planWith([text], {}, {});
    expect(diagnostics.map(({ code, notes }) => [code, notes])).toEqual([['find-no-match', undefined]]);
  });

  test('of many objects that could be meant the first ten', () => {
    const all = Array.from({ length: 12 }, (_, n) => group(n + 1, `g${n + 1}`));
    const { diagnostics } = planWith(
      [file(`{model: ${G}, identifiers: {is_superuser: false}}`)],
      { [G]: all },
      {},
    );
    const names = Array.from({ length: 10 }, (_, n) => `g${n + 1}`).join(', ');
    expect(diagnostics[0]?.message).toBe(`these identifiers match 12 objects: ${names}`);
  });

  test('which entry a change belongs to that a protection keeps back', () => {
    const own = { tenant_uuid: uuid(3), domain: 'authentik-default', default: true };
    const text = file(`{model: ${T}, state: absent, identifiers: {domain: authentik-default}}`);
    const { plan } = planWith([text], { [T]: [own] }, {});
    expect(plan.changes[0]).toMatchObject({ leftAlone: true, entry: { index: 0, model: T } });
    expect(plan.changes[0]?.place?.start).toBe(text.indexOf(T));
  });
});

describe('a plan says nothing', () => {
  test('of an address that is empty where an object is made, and sends it', () => {
    const { codes, plan } = planWith(
      [file(`{model: ${A}, identifiers: {slug: a}, attrs: {name: a, meta_icon: ""}}`)],
      {},
      {},
    );
    expect([codes, lines(plan)]).toEqual([[], [`create ${A} a: name, meta_icon, slug`]]);
  });

  test('of two objects that share a value already, where another value changes', () => {
    const { codes, plan } = planWith(
      [file(`{model: ${G}, identifiers: {pk: ${uuid(1)}}, attrs: {is_superuser: true}}`)],
      { [G]: [group(1, 'same'), group(2, 'same')] },
      {},
    );
    expect([codes, lines(plan)]).toEqual([[], [`update ${G} same: is_superuser`]]);
  });

  test.each([
    ['a key', uuid(9)],
    ['what a look-up finds', `!Find [${G}, [name, p]]`],
  ])('of %s that it has not read, and asks for it', (_, parent) => {
    const { codes, questions } = planWith(
      [file(`{model: ${G}, identifiers: {name: a}, attrs: {parent: ${parent}}}`)],
      {},
      { unread: [G] },
    );
    expect(codes).toEqual([]);
    expect(questions).toContainEqual(
      parent.startsWith('!') ? { model: G, where: { name: 'p' } } : { model: G },
    );
  });

  test.each<[identifiers: string, where: unknown]>([
    ['{name: p}', { where: { name: 'p' } }],
    ['{name: p, is_superuser: false}', { where: { name: 'p', is_superuser: false } }],
    ['{name: p, parent: null}', {}],
    ['{name__startswith: p}', {}],
    [`{pk: ${uuid(1)}}`, {}],
  ])('of an object with %s that it has not read, and asks for just what it needs', (identifiers, where) => {
    const { codes, questions } = planWith(
      [file(`{model: ${G}, identifiers: ${identifiers}}`)],
      {},
      {
        unread: [G],
      },
    );
    expect(codes.filter((code) => code !== 'attribute-missing')).toEqual([]);
    expect(questions).toContainEqual({ model: G, ...(where as object) });
  });
});

test('an entry without identifiers does not keep the secrets of another from being told', () => {
  const text = file(
    `{model: ${G}, attrs: {is_superuser: true}}`,
    `{model: authentik_core.user, identifiers: {username: u}, attrs: {name: U, groups: [], password: !Env PW}}`,
  );
  const { plan, sources } = planWith([text], {}, { env: { PW: 'geheim' } });
  const from = `blueprint.yaml#${text.indexOf('!Env')}/password`;
  expect(plan.changes[0]?.setters[0]?.value).toMatchObject({ $secret: { from, env: 'PW' } });
  expect(sources.secretOf(from)).toBe('geheim');
});
