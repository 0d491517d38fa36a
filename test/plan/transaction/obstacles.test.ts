import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { divide } from '../../../src/plan/transaction/division.ts';
import type { GrantChange } from '../../../src/plan/value/grant-change.ts';
import type { Change } from '../../../src/plan/value/plan.ts';
import { change } from '../../apply/setup.ts';

/* What keeps single changes, or a part of one, out of a transaction. */

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const INSTANCE = 'authentik_blueprints.blueprintinstance';
const catalogs = {
  '2024.6': loadCatalog('2024.6', () => undefined),
  '2025.12': loadCatalog('2025.12', () => undefined),
};

const group = (id: string, more: Partial<Change> = {}): Change => change(id, { model: G, ...more });
const there = (id: string, more: Partial<Change> = {}): Change =>
  group(id, { action: 'update', itemKey: `key-${id}`, before: { pk: `key-${id}`, name: id }, ...more });
const ref = (row: string, aspect: 'pk' | 'hex' = 'pk') => ({ $ref: { row, aspect } });
const grant = (more: Partial<GrantChange> = {}): GrantChange => ({
  action: 'grant',
  permission: 'view_group',
  everywhere: false,
  holder: 'role',
  key: 'role-1',
  name: 'r',
  again: false,
  ...more,
});

/** What goes where; of what goes afterwards the first words of the reason. */
function divided(changes: readonly Change[], release: keyof typeof catalogs = '2025.12') {
  const division = divide({ changes }, catalogs[release], { pushesTo: [] });
  if ('impossible' in division) throw new Error(division.impossible);
  expect(division.forbidden).toEqual([]);
  return [
    division.together.map(({ id }) => id).join(' '),
    ...division.afterwards.map(({ change: { id }, part, why }) => `${part} ${id}: ${why}`),
  ];
}

const outpost = change('o', {
  model: 'authentik_outposts.outpost',
  brings: [{ row: 'along', model: U, values: {} }],
});

test.each<[string, readonly Change[], readonly string[]]>([
  [
    'what the server makes along with an object, and what refers to it',
    [
      outpost,
      there('along', { model: U, reason: { kind: 'along', model: outpost.model, key: 'o' } }),
      group('g', { body: { name: 'g', users: [ref('along')] } }),
    ],
    [
      'o',
      'whole along: the server makes it along with another object',
      'whole g: it refers to what the server makes along with another object',
    ],
  ],
  [
    'a key without its dashes',
    [group('a'), group('g', { body: { name: ref('a', 'hex') } })],
    ['a', 'whole g: it holds a key in a form that a blueprint cannot write'],
  ],
  [
    'a key without its dashes in a text',
    [group('a'), group('g', { body: { name: { $format: { template: '%s', values: [ref('a', 'hex')] } } } })],
    ['a', expect.stringContaining('whole g: it holds a text made of')],
  ],
  [
    'what only the server knows',
    [group('a'), there('g', { body: { name: { $unknown: 'x' } } })],
    ['a', 'whole g: only the server knows a value of it'],
  ],
  [
    'an object whose key is not known',
    [group('a'), there('g', { before: {} })],
    ['a', 'whole g: nobody knows what its primary key is called in this release'],
  ],
  [
    'the second write of what is made afterwards',
    [
      group('a'),
      group('g', { body: { name: ref('a', 'hex') } }),
      group('g', { id: 'g#2', action: 'update', dependsOn: ['g'] }),
    ],
    ['a', expect.any(String), 'whole g#2: its object is made afterwards'],
  ],
  [
    'what comes after a blueprint that the server applies',
    [
      group('a'),
      there('i', { model: INSTANCE, applies: { because: { kind: 'new' } } }),
      group('g', { dependsOn: ['i'] }),
    ],
    [
      'a',
      'whole i: the server applies the blueprint when it is told to',
      `whole g: it comes after the server applies ${INSTANCE} i`,
    ],
  ],
  [
    'a delete of a blueprint with a path, which its entry would name',
    [group('a'), there('i', { model: INSTANCE, action: 'delete', before: { pk: 'i', path: 'x.yaml' } })],
    ['a', expect.stringContaining('whole i: the server asks its worker for the file')],
  ],
  [
    'nothing of a blueprint without one, nor of a user who is let in',
    [
      there('i', { model: INSTANCE, action: 'delete', before: { pk: 'i', path: '' } }),
      there('u', { model: U, before: { pk: 7 }, body: { is_active: true } }),
    ],
    ['u i'],
  ],
])('afterwards goes %s', (_, changes, expected) => {
  expect(divided(changes)).toEqual(expected);
});

describe('permissions', () => {
  test.each<[string, Partial<Change>, readonly string[]]>([
    ['on the object go along', { grants: [grant()] }, ['a g']],
    ['that stay are nothing', { grants: [grant({ action: 'kept' })] }, ['a g']],
    [
      'everywhere are given afterwards',
      { grants: [grant({ everywhere: true })] },
      ['a g', expect.stringContaining('rest g: the importer takes a permission on all objects for')],
    ],
    [
      'are taken away afterwards',
      { grants: [grant(), grant({ action: 'revoke' })] },
      ['a g', 'rest g: permissions are taken away over the API'],
    ],
    [
      'of somebody who comes along with an object are given afterwards',
      { grants: [grant({ key: ref('along') })] },
      ['a g', 'rest g: who is given permissions is made along with another object'],
    ],
    [
      'alone, which the importer cannot give, go afterwards as a whole',
      { body: {}, grants: [grant({ everywhere: true })] },
      ['a', expect.stringContaining('whole g: the importer takes a permission on all objects')],
    ],
  ])('%s', (_, more, expected) => {
    expect(divided([group('a', { brings: outpost.brings }), there('g', more)])).toEqual(expected);
  });

  test('of somebody who is made afterwards wait for him, and the object does not', () => {
    const late = group('late', { body: { name: { $unknown: 'x' } } });
    const changes = [
      group('a'),
      late,
      there('g', { grants: [grant({ key: ref('late') })], dependsOn: ['late'] }),
    ];
    expect(divided(changes)).toEqual([
      'a g',
      'whole late: only the server knows a value of it',
      `rest g: ${G} late, who is given permissions, comes afterwards`,
    ]);
  });

  test('are all given afterwards where entries give none', () => {
    expect(divided([group('a'), there('g', { grants: [grant()] })], '2024.6')).toEqual([
      'a g',
      'rest g: the importer of this release gives no permissions',
    ]);
    expect(divided([group('a'), there('g', { body: {}, grants: [grant()] })], '2024.6')).toEqual([
      'a',
      'whole g: the importer of this release gives no permissions',
    ]);
  });
});
