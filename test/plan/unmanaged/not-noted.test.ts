import { expect, test } from 'vitest';
import { file, group, planWith, type Server, uuid } from '../setup.ts';

/* What hangs on a declared object, and is not noted, or otherwise. */

const APP = '{model: authentik_core.application, identifiers: {slug: shop}, attrs: {name: Shop}}';
const BINDING =
  'model: authentik_policies.policybinding, identifiers: {target: !Find [authentik_core.application, [slug, shop]], order: 9}, attrs: {group: !Find [authentik_core.group, [name, staff]]}';
const SERVER: Server = {
  'authentik_core.application': [{ pk: uuid(1), slug: 'shop', name: 'Shop' }],
  'authentik_core.group': [group(2, 'staff')],
  'authentik_policies.policybinding': [
    { pk: uuid(3), target: uuid(1), order: 9, group: uuid(2), user: null, policy: null },
  ],
};
const looking = { ignore: [], unseen: new Set<string>(), isPart: false };

function notesOf(entries: readonly string[], more: Parameters<typeof planWith>[2] = {}): string[] {
  const { diagnostics } = planWith([file(...entries)], SERVER, { unmanaged: looking, ...more });
  return diagnostics
    .filter(({ code }) => ['child-not-declared', 'unmanaged-unknown', 'orphan'].includes(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

const noted =
  'child-not-declared: 1 policy binding of application shop is in no file: group staff at order 9';

test('a binding that no entry names is noted', () => {
  expect(notesOf([APP])).toEqual([noted]);
  expect(notesOf([APP], { unmanaged: undefined })).toEqual([]);
  expect(notesOf([APP], { unmanaged: { ...looking, isPart: true } })).toEqual([
    noted.replace('in no file', 'in none of these files'),
  ]);
});

test('nor one of an entry whose conditions are not met, or that deletes it', () => {
  expect(notesOf([APP, `{conditions: [false], ${BINDING}}`])).toEqual([]);
  expect(notesOf([APP, `{state: absent, ${BINDING}}`])).toEqual([]);
});

test('nor one that goes along with what an entry deletes', () => {
  const gone = '{model: authentik_core.group, state: absent, identifiers: {name: staff}}';
  expect(notesOf([APP, gone], { policy: { allowCascade: ['authentik_core.group'] } })).toEqual([]);
});

test('nor one that another project owns', () => {
  const ownedByOthers = new Set([`authentik_policies.policybinding ${uuid(3)}`]);
  expect(notesOf([APP], { ownedByOthers })).toEqual([]);
});

test('one that the project owns is an orphan, and one finding', () => {
  const owned = [
    { model: 'authentik_policies.policybinding', key: uuid(3), identifiers: { target: uuid(1), order: 9 } },
  ] as never;
  expect(notesOf([APP], { owned })).toEqual([expect.stringMatching(/^orphan: /)]);
});

test('nothing hangs on an object that is deleted, and nothing is said of entries with errors', () => {
  expect(notesOf(['{model: authentik_core.application, state: absent, identifiers: {slug: shop}}'])).toEqual(
    [],
  );
  expect(notesOf([APP, '{model: authentik_core.group, identifiers: {name: [x]}}'])).toEqual([]);
});

test('what the server does not show is said, and not asked for again', () => {
  const unmanaged = { ...looking, unseen: new Set(['authentik_policies.policybinding']) };
  expect(notesOf([APP], { unmanaged, unread: ['authentik_policies.policybinding'] })).toEqual([
    'unmanaged-unknown: it is not known what of authentik_policies.policybinding is in no file: the server does not show this list',
  ]);
});
