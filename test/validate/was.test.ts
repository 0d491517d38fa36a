import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';

const G = 'authentik_core.group';
const B = 'authentik_policies.policybinding';
const found = (...texts: string[]): string[] =>
  checkFiles(texts.map((text, index) => ({ path: `${index}.yaml`, bytes: Buffer.from(text) }))).map(
    ({ code, place, hint, message }) =>
      `${code} «${place?.file.text.slice(place.span.start, place.span.end)}» ${message}; ${hint}`,
  );
const file = (...entries: string[]): string => `version: 1\nentries:\n${entries.join('')}`;
const group = (comment: string, name = 'new', more = ''): string =>
  `${comment && `# ${comment}\n`}- model: ${G}\n${more}  identifiers:\n    name: ${name}\n`;
const binding = (comment: string): string =>
  `# ak-blueprint-was: ${comment}\n- model: ${B}\n  identifiers:\n    order: 10\n    target: !Find [authentik_flows.flow, [slug, default-authentication-flow]]\n  attrs: {group: !Find [${G}, [name, authentik Admins]]}\n`;

describe('a comment that says what an entry was', () => {
  test.each([
    ['above its entry', group('ak-blueprint-was: name=old')],
    ['without the name of its one identifier', group('ak-blueprint-was: old # since May')],
    ['on the line of the identifier', group('', 'new # ak-blueprint-was: old')],
    ['above the identifier', group('', 'new').replace('    name', '    # ak-blueprint-was: old\n    name')],
    ['with a comma in quotes', group('ak-blueprint-was: name="a, \\"b=c"')],
    ['with a quote in a word', group("ak-blueprint-was: name=O'Brien")],
    [
      'with several identifiers',
      binding('order=3, target=!Find [authentik_core.application, [slug, "x, y"]]'),
    ],
    [
      'in two comments',
      binding('order=3\n# ak-blueprint-was: target=!Find [authentik_core.application, [slug, x]]'),
    ],
    ['of which another only speaks', group('see ak-blueprint-was in the README')],
    ['with a word that is prose', group('ak-blueprint-way of doing it')],
  ])('may stand %s', (_, text) => expect(found(file(text))).toEqual([]));

  test.each([
    ['nothing', group('ak-blueprint-was:'), '«# ak-blueprint-was:» the comment says nothing'],
    ['no value', group('ak-blueprint-was: name='), '«name=» name has no value'],
    [
      'a field that is none',
      group('ak-blueprint-was: nam=old'),
      '«nam» nam is no identifier of this entry; did you mean name?',
    ],
    [
      'an attribute',
      group('ak-blueprint-was: is_superuser=true'),
      '«is_superuser» is_superuser is no identifier of this entry; its identifiers are name',
    ],
    ['a primary key', group('ak-blueprint-was: pk=7'), '«pk» a primary key never changes'],
    ['what it is now', group('ak-blueprint-was: name=new'), '«new» name has this value now'],
    ['one field twice', group('ak-blueprint-was: name=a, name=b'), '«name» what name was is said twice'],
    ['a value whose name is missing', binding('3'), '«3» it is not said which identifier had this value'],
    [
      'a comma without quotes',
      group('ak-blueprint-was: a, b'),
      '«a» it is not said which identifier had this value',
    ],
    ['a list', group('ak-blueprint-was: name=[a]'), '«[a]» the value is a list'],
    ['what is no YAML', group('ak-blueprint-was: name="a'), '«"a» the value cannot be read'],
    [
      'anything of an object that goes',
      group('ak-blueprint-was: name=a', 'new', '  state: absent\n'),
      'renames nothing',
    ],
    [
      'a misspelt word',
      group('ak-blueprint-wsa: name=a'),
      '«ak-blueprint-wsa» there is no comment ak-blueprint-wsa; did you mean ak-blueprint-was?',
    ],
    ['something outside of entries', `# ak-blueprint-was: name=a\n`, 'the comment stands in no entry'],
  ])('cannot say %s', (_, text, finding) => {
    const all = found(
      text.startsWith('# ak-blueprint-was: name=a\n') && !text.includes('model')
        ? file(group('')) + text
        : file(text),
    );
    expect(all[0]).toMatch(/^was-invalid /);
    expect(all[0]).toContain(finding);
  });

  test.each([
    ['form', binding('order=x'), /^attribute-type «x»/],
    ['tag', group('ak-blueprint-was: name=!Fnd [a]'), /^tag-unknown/],
    ['id', binding('target=!KeyOf nobody'), /^keyof-unknown «!KeyOf nobody»/],
    [
      'look-up',
      binding('target=!Find [authentik_core.application, [slugg, a]]'),
      /^find-field-unknown «slugg»/,
    ],
  ])('has its %s checked', (_, text, finding) => {
    const all = found(file(text));
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(finding);
  });

  test('is about one object, in all files', () => {
    const text = file(group('ak-blueprint-was: name=old'));
    expect(found(text, text.replace('new', 'other'))).toEqual([
      expect.stringMatching(/^was-invalid .*another entry is said to have been the same object/),
    ]);
    const either = group('ak-blueprint-was: name=old', 'new', '  conditions: [!Context a]\n');
    expect(
      found(file(either, either.replace('new', 'other'))).filter((one) => one.startsWith('was')),
    ).toEqual([]);
  });

  test('is about no circle of names, which no run can change', () => {
    const renamed = (was: string, now: string) => group(`ak-blueprint-was: name=${was}`, now);
    const circle = file(renamed('a', 'b') + renamed('b', 'c') + renamed('c', 'a') + renamed('old', 'new'));
    expect(found(circle)).toEqual([
      expect.stringMatching(/^was-invalid «# ak-blueprint-was: name=a» renames in a circle/),
    ]);
    expect(found(file(renamed('b', 'c') + renamed('a', 'b')))).toEqual([]);
  });
});
