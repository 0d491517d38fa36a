import { describe, expect, test } from 'vitest';
import { lines, planOf, planWith, type Server, uuid } from './setup.ts';

/*
 * A file that deletes an object and makes it again: when it would be just the same, and nobody notices that
 * it is gone in between, nothing is done.
 */

const G = 'authentik_core.group';
const T = 'authentik_tenants.tenant';
const F = 'authentik_flows.flow';
const plain = { is_superuser: false, parent: null, users: [], attributes: {} };
const parent = { pk: uuid(1), name: 'p', ...plain };
const again = (attrs: string): string =>
  `version: 1\nentries:\n- {model: ${G}, state: absent, identifiers: {name: p}}\n` +
  `- {model: ${G}, identifiers: {name: p}, attrs: ${attrs}}\n`;

describe('an object that is deleted and made again', () => {
  test.each<[what: string, attrs: string, server: Server, changes: string[]]>([
    ['stays when it is the same', '{is_superuser: false}', { [G]: [parent] }, []],
    ['stays when it has what is usual, and no more is wanted', '{}', { [G]: [parent] }, []],
    [
      'is replaced when it has more than is wanted',
      '{}',
      { [G]: [{ ...parent, attributes: { a: 1 } }] },
      [`delete ${G} p`, `create ${G} p: name`],
    ],
    [
      'is replaced when it has another value than is wanted',
      '{is_superuser: true}',
      { [G]: [parent] },
      [`delete ${G} p`, `create ${G} p: is_superuser, name`],
    ],
    [
      'is replaced when another object refers to it, which the delete clears',
      '{}',
      { [G]: [parent, { ...parent, pk: uuid(2), name: 'c', parent: uuid(1) }] },
      [`delete ${G} p`, `create ${G} p: name`],
    ],
  ])('%s', (_, attrs, server, changes) => {
    expect(lines(planOf([again(attrs)], server).plan)).toEqual(changes);
  });
});

test('an object that is made, deleted and made again by one file is made', () => {
  const text = `version: 1\nentries:\n- {model: ${G}, identifiers: {name: p}}\n${again('{}').split('entries:\n')[1] ?? ''}`;
  expect(lines(planOf([text], {}).plan)).toEqual([`create ${G} p: name`]);
});

test('an object that stands for the one of its kind is asked for only where an entry claims to be it', () => {
  const entry = (attrs: string): string =>
    `version: 1\nentries:\n- {model: ${T}, identifiers: {domain: d}, attrs: ${attrs}}\n`;
  const own = { tenant_uuid: uuid(3), domain: 'authentik-default', default: true };
  const flow = { pk: uuid(4), slug: 'f', name: 'f', title: 'f', designation: 'recovery' };
  const server: Server = { [T]: [own], [F]: [flow] };
  // A second default, which the server refuses.
  expect(planWith([entry('{default: true}')], server, {}).codes).toEqual(['attribute-rule']);
  expect(lines(planOf([entry('{default: false}')], server).plan).join()).toContain(`create ${T} d`);
  const asked = (attrs: string): unknown[] => [
    ...planWith([entry(attrs)], server, { unread: [T] }).questions,
  ];
  expect(asked('{default: true}')).toContainEqual({ model: T });
  expect(asked('{default: false}')).not.toContainEqual({ model: T });
});
