import { describe, expect, test } from 'vitest';
import { dict } from '../../src/blueprint/value.ts';
import { planOf, type Server, uuid } from './setup.ts';

/*
 * Which objects a look-up means, seen through `!Find` on a server that is known: as Django's look-ups do, over
 * values, links, links of links and links that point back.
 */

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const F = 'authentik_flows.flow';
const S = 'authentik_stages_dummy.dummystage';
const FSB = 'authentik_flows.flowstagebinding';
const flow = (n: number, slug: string, designation: string) => ({
  pk: uuid(n),
  policybindingmodel_ptr_id: uuid(n + 500),
  slug,
  name: slug.toUpperCase(),
  title: slug,
  designation,
});
const group = (n: number, name: string, more: Server[string][number] = {}) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [],
  attributes: {},
  ...more,
});

const server: Server = {
  [F]: [flow(1, 'login', 'authentication'), flow(2, 'logout', 'invalidation')],
  [S]: [
    { pk: uuid(11), name: 'one' },
    { pk: uuid(12), name: 'two' },
  ],
  [FSB]: [
    { pk: uuid(21), policybindingmodel_ptr_id: uuid(521), target: uuid(1), stage: uuid(11), order: 10 },
    { pk: uuid(22), policybindingmodel_ptr_id: uuid(522), target: uuid(1), stage: uuid(12), order: 20 },
  ],
  [U]: [
    { pk: 5, username: 'ann', name: 'Ann', is_active: true, groups: [uuid(31)] },
    { pk: 6, username: 'bob', name: 'Bob', is_active: false, groups: [] },
  ],
  [G]: [
    group(31, 'top', { is_superuser: true, users: [5], attributes: { a: { b: 1, c: [1, 2] }, t: 'x' } }),
    group(32, 'middle', { parent: uuid(31) }),
    group(33, 'bottom', { parent: uuid(32), attributes: { t: 'y' } }),
  ],
};

/** What a look-up gives: the key of an object, or the code of what is wrong with it. */
function found(model: string, ...criteria: string[]): unknown {
  const find = `!Find [${model}, ${criteria.map((one) => `[${one}]`).join(', ')}]`;
  const text = `version: 1\nentries:\n- {model: authentik_tenants.tenant, identifiers: {domain: new}, attrs: {attributes: {v: ${find}}}}\n`;
  const { codes, plan } = planOf([text], server);
  if (codes.length > 0) return codes.join(' ');
  const { attributes } = plan.changes[0]?.body ?? {};
  return Object.assign(dict(), attributes)['v'];
}

describe('a look-up by a value', () => {
  test.each<[criterion: string, key: unknown]>([
    ['slug, login', uuid(1)],
    ['slug, Login', 'find-no-match'],
    ['slug__exact, login', uuid(1)],
    ['slug__iexact, LOGIN', uuid(1)],
    ['slug__contains, ogi', uuid(1)],
    ['slug__icontains, OGI', uuid(1)],
    ['slug__startswith, logi', uuid(1)],
    ['slug__startswith, log', 'find-ambiguous'],
    ['slug__endswith, out', uuid(2)],
    ['slug__in, [login, other]', uuid(1)],
    ['slug__in, [login, logout]', 'find-ambiguous'],
    ['slug__in, []', 'find-no-match'],
    ['slug__regex, "^l.*n$"', uuid(1)],
    ['slug__isnull, true', 'find-no-match'],
    ['slug__isnull, false', 'find-ambiguous'],
    ['slug, null', 'find-no-match'],
    ['nosuch, a', 'find-field-unknown'],
    [`pk, ${uuid(1)}`, uuid(1)],
    [`pk, ${uuid(501)}`, uuid(1)],
    [`pk, ${uuid(9)}`, 'find-no-match'],
    [`pk__in, [${uuid(9)}, ${uuid(2)}]`, uuid(2)],
    [`pk__in, ${uuid(2)}`, 'find-no-match'],
    ['pk, null', 'find-no-match'],
    ['pk__isnull, true', 'find-no-match'],
    [`pk__startswith, "00000000"`, 'find-ambiguous'],
  ])('of a flow: %s', (criterion, key) => expect(found(F, criterion)).toBe(key));

  test.each<[criterion: string, key: unknown]>([
    ['order, 10', uuid(21)],
    ['order, "10"', uuid(21)],
    ['order__gt, 10', uuid(22)],
    ['order__gte, 20', uuid(22)],
    ['order__gte, 10', 'find-ambiguous'],
    ['order__lt, 20', uuid(21)],
    ['order__lte, 10', uuid(21)],
    ['order__lte, 20', 'find-ambiguous'],
    ['order__range, [1, 10]', uuid(21)],
    ['order__range, [20, 30]', uuid(22)],
    ['order__range, [11, 19]', 'find-no-match'],
    ['order__range, [10, 20]', 'find-ambiguous'],
    ['order__in, [20, 21]', uuid(22)],
  ])('of a binding: %s', (criterion, key) => expect(found(FSB, criterion)).toBe(key));

  test.each<[criterion: string, key: unknown]>([
    ['is_superuser, true', uuid(31)],
    ['is_superuser, 1', uuid(31)],
    ['is_superuser, "True"', uuid(31)],
    ['attributes, {t: x}', uuid(31)],
    ['attributes__t, x', uuid(31)],
    ['attributes__t, z', 'find-no-match'],
    ['attributes__a__b, 1', uuid(31)],
    ['attributes__a__b, 2', 'find-no-match'],
    ['attributes__a__b__gte, 1', uuid(31)],
    ['attributes__contains, {a: {b: 1}}', uuid(31)],
    ['attributes__contains, {a: {c: [2]}}', uuid(31)],
    ['attributes__contains, {a: {c: [3]}}', 'find-no-match'],
    ['attributes__has_key, a', uuid(31)],
    ['attributes__has_key, t', 'find-ambiguous'],
    ['attributes__has_keys, [a, t]', uuid(31)],
    ['attributes__has_any_keys, [a, z]', uuid(31)],
  ])('of a group: %s', (criterion, key) => expect(found(G, criterion)).toBe(key));
});

describe('a look-up by a link', () => {
  test.each<[model: string, criterion: string, key: unknown]>([
    [G, `parent, ${uuid(31)}`, uuid(32)],
    [G, `parent, {pk: ${uuid(31)}}`, uuid(32)],
    [G, `parent, ${uuid(33)}`, 'find-no-match'],
    [G, 'parent, null', uuid(31)],
    [G, 'parent__isnull, true', uuid(31)],
    [G, 'parent__isnull, false', 'find-ambiguous'],
    [G, `parent__in, [${uuid(31)}, ${uuid(33)}]`, uuid(32)],
    [G, `parent__in, [${uuid(31)}, ${uuid(32)}]`, 'find-ambiguous'],
    [G, `parent__pk, ${uuid(32)}`, uuid(33)],
    [G, 'parent__name, top', uuid(32)],
    [G, 'parent__name, bottom', 'find-no-match'],
    [G, 'parent__name__in, [middle, bottom]', uuid(33)],
    [G, 'parent__name__startswith, mid', uuid(33)],
    [G, 'parent__parent__name, top', uuid(33)],
    [G, 'parent__parent, null', 'find-ambiguous'],
    [G, 'parent__name__isnull, true', uuid(31)],
    [G, 'parent__is_superuser, true', uuid(32)],
    [G, 'users, 5', uuid(31)],
    [G, 'users, 6', 'find-no-match'],
    [G, 'users__username, ann', uuid(31)],
    [G, 'users__username, bob', 'find-no-match'],
    [G, 'users__isnull, false', uuid(31)],
    [G, 'users__in, [5, 6]', uuid(31)],
    [FSB, 'target__slug, login', 'find-ambiguous'],
    [FSB, 'stage__name, two', uuid(22)],
    [FSB, `target, ${uuid(501)}`, 'find-ambiguous'],
    [U, 'groups__name, top', 'find-undecidable'],
    [U, `groups, ${uuid(31)}`, 'find-undecidable'],
  ])('of %s: %s', (model, criterion, key) => expect(found(model, criterion)).toBe(key));

  test('that points back', () => {
    expect(found(F, 'flowstagebinding__order, 10')).toBe(uuid(1));
    expect(found(F, 'flowstagebinding__order, 30')).toBe('find-no-match');
    expect(found(F, `flowstagebinding, ${uuid(22)}`)).toBe(uuid(1));
    expect(found(F, `flowstagebinding__stage__name, one`)).toBe(uuid(1));
    expect(found(F, 'flowstagebinding__isnull, true')).toBe(uuid(2));
    expect(found(F, 'flowstagebinding, null')).toBe(uuid(2));
  });
});

test('several criteria must all be met', () => {
  expect(found(FSB, `target, ${uuid(1)}`, 'order, 20')).toBe(uuid(22));
  expect(found(FSB, `target, ${uuid(2)}`, 'order, 20')).toBe('find-no-match');
  expect(found(G, 'parent__isnull, false', 'attributes__t, y')).toBe(uuid(33));
});
