import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import type { Resource } from '../../src/catalog/model.ts';
import { objectKey } from '../../src/semantics/object-key.ts';
import { accepts, itemOf } from '../../src/semantics/slot.ts';
import { fieldsSet } from '../../src/semantics/summary.ts';
import { validateBlueprint } from '../../src/validate/validate.ts';
import { catalog, findingsIn } from '../validate/check.ts';

/*
 * What a value is written to, and by which keys an entry names its object.
 */

const F = 'authentik_flows.flow';
const G = 'authentik_core.group';
const U = 'authentik_core.user';
const KEY = '0a0a0a0a-0000-4000-8000-000000000001';
const OTHER = '0a0a0a0a-0000-4000-8000-000000000002';
/** A key in the spelling that keys are compared in. */
const plain = (key: string): string => key.replaceAll('-', '');

const blueprint = (entry: string) =>
  parseBlueprint({ path: 'a.yaml', text: `version: 1\nentries:\n- ${entry}\n` }, () => undefined, {
    features: features(catalog.release),
  })!;

describe('a field takes the key', () => {
  const slot = { type: 'string', references: [G, U] } as const;
  test.each<[model: string, takes: boolean]>([
    [G, true],
    [U, true],
    [F, false],
  ])('of one of the models that it links to: %s', (model, takes) => {
    expect(accepts(catalog, slot, model)).toBe(takes);
  });

  test('of a kind of a model that it links to, and of its base', () => {
    const stage = { type: 'string', references: ['authentik_flows.stage'] } as const;
    expect(accepts(catalog, stage, 'authentik_stages_dummy.dummystage')).toBe(true);
    const dummy = { type: 'string', references: ['authentik_stages_dummy.dummystage'] } as const;
    expect(accepts(catalog, dummy, 'authentik_flows.stage')).toBe(true);
    expect(accepts(catalog, dummy, 'authentik_stages_deny.denystage')).toBe(false);
  });

  test('of nothing where it links to nothing', () => {
    expect(accepts(catalog, { type: 'string' }, G)).toBe(false);
  });
});

test('only a list has items', () => {
  expect(itemOf({ type: 'array', items: { type: 'integer' }, references: [U] })).toMatchObject({
    type: 'integer',
    references: [U],
  });
  expect(itemOf({ type: 'array' })).toBeUndefined();
  expect(itemOf({ type: 'object' })).toBeUndefined();
});

describe('an object of the wrong model is found', () => {
  const flow = `- {model: ${F}, id: f, identifiers: {slug: f}, attrs: {name: F, title: F, designation: recovery}}\n`;
  const group = (attrs: string): string => `- {model: ${G}, identifiers: {name: g}, attrs: ${attrs}}\n`;
  const wrong = 'error attribute-type «!KeyOf f»';
  test.each<[where: string, attrs: string, ...findings: string[]]>([
    ['in a field', '{parent: !KeyOf f}', wrong],
    ['in a list', '{users: [!KeyOf f]}', wrong],
    ['in both branches of an !If', '{parent: !If [!Context x, !KeyOf f, !KeyOf f]}', wrong, wrong],
    ['in the body of an !Enumerate', '{users: !Enumerate [!Context x, SEQ, !KeyOf f]}', wrong],
    ['not in what an !If asks', '{parent: !If [!KeyOf f, null, null]}'],
    ['not in what an !Enumerate goes through', '{users: !Enumerate [!KeyOf f, SEQ, 1]}'],
    ['not in JSON', '{attributes: {a: !KeyOf f}}'],
  ])('%s', (_, attrs, ...findings) => {
    expect(findingsIn(flow + group(attrs))).toEqual(findings);
  });
});

describe('an entry names its object', () => {
  const keys = (model: string, more: string): readonly string[] | undefined =>
    objectKey(blueprint(`{model: ${model}, ${more}}`).entries[0]!, catalog.models[model] as Resource)?.all;

  test.each<[what: string, model: string, more: string, keys: string[] | undefined]>([
    ['by its key', F, `identifiers: {pk: ${KEY}}`, [plain(KEY)]],
    ['by a number', U, 'identifiers: {pk: 5}', ['5']],
    [
      'by the key that bindings mean, too',
      F,
      `identifiers: {pk: ${KEY}}, attrs: {policybindingmodel_ptr_id: ${OTHER}}`,
      [plain(KEY), plain(OTHER)],
    ],
    [
      'by nothing else that looks like a key',
      G,
      `identifiers: {pk: ${KEY}}, attrs: {policybindingmodel_ptr_id: ${OTHER}}`,
      [plain(KEY)],
    ],
    ['not by a word', F, 'identifiers: {pk: word}', undefined],
    ['not by a word where keys are numbers', U, `identifiers: {pk: ${KEY}}`, undefined],
    ['not by a tag', F, 'identifiers: {pk: !Env K}', undefined],
    ['not when it is deleted', F, `state: absent, identifiers: {pk: ${KEY}}`, undefined],
  ])('%s', (_, model, more, all) => expect(keys(model, more)).toEqual(all));
});

test('the fields that the entries of files set', () => {
  const summaries = [
    `{model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true, users: []}}`,
    `{model: ${U}, identifiers: {username: u}}`,
    `{model: ${U}, identifiers: {username: u}, attrs: {name: U}}`,
  ].map((entry) => validateBlueprint(blueprint(entry), catalog, () => undefined));
  expect([...fieldsSet(summaries)]).toEqual([`${G}.is_superuser`, `${G}.users`, `${U}.name`]);
});
