import { expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { evaluateNode, type Scope } from '../../src/blueprint/evaluate.ts';
import { sensitiveSources } from '../../src/blueprint/sensitive.ts';
import { FAILED } from '../../src/blueprint/tags/tag-rule.ts';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { dict } from '../../src/blueprint/value.ts';

test('a key of the context that thousands of entries read is looked into once', () => {
  const text = `version: 1
entries:
- {model: authentik_core.group, identifiers: {name: !Context words}}
`;
  const blueprint = parseBlueprint({ path: 'b.yaml', text }, () => undefined, {
    features: features('2025.12'),
  });
  const node = blueprint?.entries[0]?.identifiers;
  if (!node) throw new Error('there is no entry');
  let read = 0;
  const word = Object.defineProperty(dict(), 'db_password', {
    enumerable: true,
    get: () => {
      read += 1;
      return 'x';
    },
  });
  const context = Object.assign(dict(), { words: [word] });
  const origins = { context, outside: new Set<string>(), isInsensitive: () => false };
  expect(sensitiveSources(node, origins)).toEqual(['words']);
  const once = read;
  for (let entry = 0; entry < 1000; entry += 1) expect(sensitiveSources(node, origins)).toEqual(['words']);
  expect(once).toBeGreaterThan(0);
  expect(read).toBe(once);
});

test('and searched for tags once', () => {
  const file = { path: 'b.yaml', text: '!Context words' };
  const node = readYaml(file, () => undefined);
  if (!node) throw new Error('there is nothing');
  let read = 0;
  const word = Object.defineProperty(dict(), 'a', { enumerable: true, get: () => (read += 1) });
  const scope: Scope = {
    file,
    context: Object.assign(dict(), { words: [word] }),
    env: () => undefined,
    features: features('2025.12'),
    position: 'value',
    nullIsFine: false,
    report: () => undefined,
    keyOf: () => FAILED,
    find: () => FAILED,
  };
  for (let entry = 0; entry < 1000; entry += 1) expect(evaluateNode(node, scope).ok).toBe(true);
  expect(read).toBe(1);
});

test('what a name with dots leads to is as secret as the keys on its way', () => {
  const sources = (text: string): readonly string[] => {
    const node = readYaml({ path: 'b.yaml', text }, () => undefined);
    if (!node) throw new Error('there is nothing');
    const smtp = Object.assign(dict(), { password: 'x', port: 25 });
    const context = Object.assign(dict(), { smtp, given: Object.assign(dict(), { a: 'x' }) });
    return sensitiveSources(node, { context, outside: new Set(['given']), isInsensitive: () => false });
  };
  expect(sources('!Context smtp.password')).toEqual(['smtp.password']);
  expect(sources('!Context given.a')).toEqual(['given.a']);
  expect(sources('!Context smtp.port')).toEqual([]);
});
