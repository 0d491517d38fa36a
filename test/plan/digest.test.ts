import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/plan/value/digest.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import { change } from '../apply/setup.ts';
import { planOf } from './setup.ts';
import { runs } from '../random-cases.ts';

const G = 'authentik_core.group';
const digestWith = (attributes: unknown): string =>
  planOf(
    [
      `version: 1\nentries:\n- {model: ${G}, identifiers: {name: g}, attrs: {attributes: {v: ${JSON.stringify(attributes)}}}}\n`,
    ],
    {},
  ).plan.digest;

describe('the digest of a plan', () => {
  test('differs exactly where a value that is written differs', () => {
    const json = fc.jsonValue({ maxDepth: 2 }).map((value) => sorted(value));
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(digestWith(one) === digestWith(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(digestWith(one)).toBe(digestWith(one));
      }),
      { numRuns: runs(200) },
    );
  });

  test('tells a list from a mapping by numbers', () => {
    expect(digestWith([1])).not.toBe(digestWith({ 0: 1 }));
  });

  test('is the same in whatever order values are given', () => {
    const digest = (attrs: string): string =>
      planOf([`version: 1\nentries:\n- {model: ${G}, identifiers: {name: g}, attrs: ${attrs}}\n`], {}).plan
        .digest;
    const one = digest('{is_superuser: true, attributes: {a: 1, b: {c: 2, d: [3]}}}');
    expect(digest('{attributes: {b: {d: [3], c: 2}, a: 1}, is_superuser: true}')).toBe(one);
    expect(digest('{attributes: {b: {d: [3], c: 3}, a: 1}, is_superuser: true}')).not.toBe(one);
  });

  test('tells 1 from 1.0, and integers that a double takes for one', () => {
    const digests = ['1', '1.0', '"1"', '9007199254740992', '9007199254740993'].map(
      (text) =>
        planOf(
          [
            `version: 1\nentries:\n- {model: ${G}, identifiers: {name: g}, attrs: {attributes: {v: ${text}}}}\n`,
          ],
          {},
        ).plan.digest,
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  const update: Partial<Change> = { action: 'update', itemKey: 'g', before: { pk: 'g', name: 'old' } };
  const whole = change('g', {
    ...update,
    companions: { parent: 'p' },
    setters: [{ field: 'avatar', value: 'x' }],
    grants: [
      {
        action: 'grant',
        permission: 'view_group',
        everywhere: false,
        holder: 'role',
        key: 'r',
        name: 'readers',
        again: false,
      },
    ],
    applies: { because: { kind: 'new' } },
    dependsOn: ['a', 'b'],
    cascades: [{ model: G, count: 1, keys: ['1'], names: ['a'] }],
  });
  const digest = (one: Change, target = '2023.2.3'): string => digestOf({ target, changes: [one] });

  test.each<[string, Partial<Change>]>([
    ['the action', { action: 'delete' }],
    ['whose object it is', { itemKey: 'h' }],
    ['the model', { model: 'authentik_core.user' }],
    ['the body', { body: { name: 'h' } }],
    ['what a PATCH repeats', { companions: { parent: 'q' } }],
    ['a field with its own endpoint', { setters: [{ field: 'avatar', value: 'y' }] }],
    ['a permission', { grants: whole.grants.map((grant) => ({ ...grant, action: 'revoke' })) }],
    ['who gets it', { grants: whole.grants.map((grant) => ({ ...grant, key: 's' })) }],
    ['what the server applies', { applies: undefined }],
    ['what goes along', { cascades: [{ model: G, count: 2, keys: ['1', '2'], names: ['a', 'b'] }] }],
    ['what comes first', { dependsOn: ['a'] }],
  ])('covers %s', (_, other) => {
    expect(digest({ ...whole, ...other })).not.toBe(digest(whole));
  });

  test.each<[string, Partial<Change>]>([
    ['the order of attributes', { body: Object.fromEntries(Object.entries(whole.body).reverse()) }],
    ['where it stands', { place: { path: 'c.yaml', line: 7, start: 70, end: 71 } }],
    ['how it is shown', { key: 'G', fields: [], reason: { kind: 'circle' } }],
    [
      'permissions that stay',
      { grants: [...whole.grants, { ...whole.grants[0]!, action: 'kept', key: 'x' }] },
    ],
    ['the order of what comes first', { dependsOn: ['b', 'a'] }],
  ])('says nothing of %s', (_, other) => {
    expect(digest({ ...whole, ...other })).toBe(digest(whole));
  });

  test('is another for another release, and says nothing of what is not written', () => {
    expect(digest(whole, '2025.12.4')).not.toBe(digest(whole));
    const changes = [whole, change('n', { action: 'noop' }), change('p', { ...update, leftAlone: true })];
    expect(digestOf({ target: '2023.2.3', changes })).toBe(digest(whole));
  });
});

/** JSON with its keys in order, so that equal values have one text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
