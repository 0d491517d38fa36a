import { describe, expect, test } from 'vitest';
import { file, group, lines, planOf, type Server, uuid } from './setup.ts';

/*
 * The order of changes, and which of them wait for which.
 */

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const TOKEN = 'authentik_core.token';
const INSTANCE = 'authentik_blueprints.blueprintinstance';
const waits = (text: string, server: Server = {}): Record<string, string[]> => {
  const { changes } = planOf([text], server).plan;
  const name = (id: string): string => {
    const found = changes.find((change) => change.id === id);
    return `${found?.action ?? ''} ${found?.key ?? ''}`;
  };
  return Object.fromEntries(changes.map(({ id, dependsOn }) => [name(id), dependsOn.map(name)]));
};

test('changes that do not wait for each other stand as their entries do', () => {
  const server: Server = { [G]: [group(1, 'a'), group(2, 'b')] };
  const entry = (name: string): string =>
    `{model: ${G}, identifiers: {name: ${name}}, attrs: {is_superuser: true}}`;
  expect(lines(planOf([file(entry('b'), entry('a'))], server).plan)).toEqual([
    `update ${G} b: is_superuser`,
    `update ${G} a: is_superuser`,
  ]);
});

describe('what waits', () => {
  test('is a link of a new object to itself', () => {
    const text = `version: 1\nentries:\n- {model: ${G}, id: a, identifiers: {name: a}}\n- {model: ${G}, identifiers: {name: a}, attrs: {parent: !KeyOf a}}\n`;
    expect(lines(planOf([text], {}).plan)).toEqual([`create ${G} a: name`, `update ${G} a: parent`]);
    expect(waits(text)).toEqual({ 'create a': [], 'update a': ['create a'] });
    // An object that is there needs no second change.
    expect(lines(planOf([text], { [G]: [group(1, 'a')] }).plan)).toEqual([`update ${G} a: parent`]);
  });

  test('is a delete, for that of what refers to its object', () => {
    const text = file(
      `{model: ${G}, state: absent, identifiers: {name: p}}`,
      `{model: ${G}, state: absent, identifiers: {name: c}}`,
    );
    const found = waits(text, { [G]: [group(1, 'p'), { ...group(2, 'c'), parent: uuid(1) }] });
    expect(found).toEqual({ 'delete p': ['delete c'], 'delete c': [] });
  });

  test('is a delete, for the change that leads a link away from its object', () => {
    const text = file(
      `{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {user: 8, intent: api}}`,
      `{model: ${U}, state: absent, identifiers: {username: u}}`,
    );
    const user = (pk: number, username: string) => ({
      ...{ pk, username, name: username, groups: [], is_active: true },
    });
    const token = { pk: uuid(3), identifier: 't', user: 7, intent: 'api' };
    const found = waits(text, { [U]: [user(7, 'u'), user(8, 'v')], [TOKEN]: [token] });
    expect(found).toEqual({ 'update t': [], 'delete u': ['update t'] });
  });

  test('is a value until the delete is done that takes its owner along', () => {
    const user = { pk: 7, username: 'u', name: 'U', groups: [], is_active: true };
    const token = { pk: uuid(3), identifier: 't', user: 7, intent: 'api' };
    const text = file(
      `{model: ${U}, state: absent, identifiers: {username: u}}`,
      `{model: ${U}, identifiers: {username: v}, attrs: {name: V, groups: []}}`,
      `{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {user: !Find [${U}, [username, v]], intent: api}}`,
    );
    const found = waits(text, { [U]: [user], [TOKEN]: [token] });
    expect(found['create t']).toEqual(expect.arrayContaining(['delete u', 'create v']));
  });

  test('is a blueprint that the server applies, for what stands before it, and not what stands after', () => {
    const instance = `{model: ${INSTANCE}, identifiers: {name: i}, attrs: {content: "version: 1"}}`;
    const entry = (name: string): string => `{model: ${G}, identifiers: {name: ${name}}}`;
    const found = waits(file(entry('before'), instance, entry('after')));
    expect(found).toEqual({
      'create before': [],
      'create i': ['create before'],
      'create after': [],
    });
  });
});
