import { describe, expect, test } from 'vitest';
import { findingsIn } from '../validate/check.ts';
import { file, planOf, type Server, uuid } from './setup.ts';

/* What the next run would find otherwise is said by the first plan. */

const G = 'authentik_core.group';
const M = 'authentik_providers_oauth2.scopemapping';
const P = 'authentik_providers_oauth2.oauth2provider';
const F = 'authentik_flows.flow';

const server: Server = {
  [F]: [
    {
      pk: uuid(1),
      policybindingmodel_ptr_id: uuid(501),
      slug: 'f',
      name: 'f',
      title: 'f',
      designation: 'authorization',
    },
  ],
};
const mapping = (name: string): string =>
  `{model: ${M}, identifiers: {name: ${name}}, attrs: {scope_name: same, expression: return}}`;
const provider = `{model: ${P}, identifiers: {name: p}, attrs: {authorization_flow: !Find [${F}, [slug, f]], property_mappings: [!Find [${M}, [scope_name, same]]]}}`;
const codes = (entries: string[], more: Server = {}): readonly string[] =>
  planOf([file(...entries)], { ...server, ...more }).codes;

describe('a look-up', () => {
  test('that a later entry makes ambiguous is said', () => {
    const { diagnostics } = planOf([file(mapping('a'), provider, mapping('b'))], server);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `find-ambiguous: once all entries are applied, 2 objects of ${M} match this: a, b`,
    ]);
    expect(diagnostics[0]?.notes).toHaveLength(1);
  });

  test('is fine where the later entry makes another object, or the same', () => {
    expect(codes([mapping('a'), provider, mapping('b').replace('same', 'other')])).toEqual([]);
    expect(codes([mapping('a'), provider, mapping('a')])).toEqual([]);
  });

  test('by which an entry identifies its object, too', () => {
    const one = `{model: ${G}, identifiers: {is_superuser: true}, attrs: {name: one}}`;
    const two = `{model: ${G}, identifiers: {name: two}, attrs: {is_superuser: true}}`;
    expect(codes([one, two])).toEqual(['identifier-ambiguous']);
    expect(codes([two, one])).toEqual([]);
  });
});

describe('an object', () => {
  const by = (identifiers: string, attrs: string): string =>
    `{model: ${G}, identifiers: ${identifiers}, attrs: ${attrs}}`;
  const top = [{ pk: uuid(31), name: 'top', is_superuser: false, parent: null, users: [], attributes: {} }];

  test.each<[string, string[], string[]]>([
    [
      'by a part of its name that it does not have',
      [by('{name__icontains: zzz}', '{name: n1}')],
      ['identifiers-lost'],
    ],
    ['by a part of its name', [by('{name__icontains: N1}', '{name: n1}')], []],
    ['by its name', [by('{name: n1}', '{}')], []],
    [
      'by a link that leads elsewhere',
      [by('{parent__name: other, name: n1}', `{parent: !Find [${G}, [name, top]]}`)],
      ['identifiers-lost'],
    ],
    ['by a link', [by('{parent__name: top, name: n1}', `{parent: !Find [${G}, [name, top]]}`)], []],
    [
      'by what a key in it says',
      [by('{attributes__a: 1, name: n1}', '{attributes: {a: 2}}')],
      ['identifiers-lost'],
    ],
  ])('is found again %s, or it is said', (_, entries, found) => {
    expect(codes(entries, { [G]: top })).toEqual(found);
  });
});

describe('offline', () => {
  test('what the file shows is a warning', () => {
    expect(
      findingsIn(`- model: ${G}\n  identifiers: {name__icontains: zzz}\n  attrs: {name: n1}\n`),
    ).toContain('warning identifiers-lost «name__icontains»');
    expect(findingsIn(`- ${mapping('a')}\n- ${provider}\n- ${mapping('b')}\n`)).toContain(
      `warning find-ambiguous «!Find [${M}, [scope_name, same]]»`,
    );
  });

  test('what it does not show is none', () => {
    expect(findingsIn(`- model: ${G}\n  identifiers: {name__icontains: N}\n  attrs: {name: n1}\n`)).toEqual(
      [],
    );
    expect(findingsIn(`- ${mapping('a')}\n- ${provider}\n- ${mapping('a')}\n`).join()).not.toContain(
      'find-ambiguous',
    );
  });
});
