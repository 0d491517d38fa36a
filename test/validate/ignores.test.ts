import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Collector, toDiagnostic } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { Ignores } from '../../src/validate/ignores.ts';
import { readFiles, shown } from './check.ts';

/** What is left of the findings of a file, and what is said of its comments. */
function check(text: string, wholeProject = true): Diagnostic[] {
  const collector = new Collector();
  const ignores = new Ignores(
    readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], collector).map(({ file }) => file),
  );
  return [...ignores.keep(collector.diagnostics), ...ignores.findings(wholeProject).map(toDiagnostic)];
}
const file = (entry: string): string => `version: 1\nentries:\n${entry}`;
const group = (before: string, behind = ''): string =>
  file(`${before}- model: authentik_core.Group${behind}\n  identifiers: {name: g}\n`);

describe('an ignore comment', () => {
  test.each([
    ['on the line above', group('# ak-blueprint-ignore model-case: on purpose\n')],
    ['indented', group('    # ak-blueprint-ignore model-case: on purpose\n')],
    ['at the end of the line', group('', ' # ak-blueprint-ignore model-case: on purpose')],
    ['without a space', group('#ak-blueprint-ignore model-case:on purpose\n')],
    [
      'with Windows line ends',
      group('# ak-blueprint-ignore model-case: on purpose\n').replaceAll('\n', '\r\n'),
    ],
    [
      'above another comment and an empty line',
      group('# ak-blueprint-ignore model-case: on purpose\n# and why\n\n'),
    ],
    [
      'that names an error',
      file(
        '# ak-blueprint-ignore model-unknown: of a plugin\n- {model: authentik_core.nosuch, identifiers: {name: g}}\n',
      ),
    ],
    [
      'that names several codes',
      file(
        '# ak-blueprint-ignore model-case, attribute-unknown: on purpose\n- {model: authentik_core.Group, identifiers: {name: g}, attrs: {nosuch: 1}}\n',
      ),
    ],
    [
      'above another one',
      file(
        '# ak-blueprint-ignore model-case: on purpose\n# ak-blueprint-ignore attribute-unknown: on purpose\n- {model: authentik_core.Group, identifiers: {name: g}, attrs: {nosuch: 1}}\n',
      ),
    ],
  ])('%s keeps a finding silent', (_, text) => expect(check(text).map(shown)).toEqual([]));

  test.each([
    [
      'for another line',
      group('', '\n  # ak-blueprint-ignore model-case: on purpose'),
      'info model-case «authentik_core.Group»',
      'warning ignore-unused «# ak-blueprint-ignore model-case: on purpose»',
    ],
    [
      'for another code',
      group('# ak-blueprint-ignore id-duplicate: on purpose\n'),
      'info model-case «authentik_core.Group»',
      'warning ignore-unused «# ak-blueprint-ignore id-duplicate: on purpose»',
    ],
    [
      'inside a block of text',
      file(
        '- model: authentik_policies_expression.expressionpolicy\n  identifiers: {name: p}\n  attrs:\n    expression: |\n      # ak-blueprint-ignore attribute-unknown: no\n      return True\n    nosuch: 1\n',
      ),
      'warning attribute-unknown «nosuch»',
    ],
    [
      'that only speaks of it',
      group('# see ak-blueprint-ignore model-case: how\n# ak-blueprint-ignored: x\n'),
      'info model-case «authentik_core.Group»',
    ],
  ])('does nothing %s', (_, text, ...findings) => expect(check(text).map(shown)).toEqual(findings));

  test.each([
    ['a reason', 'ak-blueprint-ignore model-case', 'error ignore-invalid «# ak-blueprint-ignore model-case»'],
    [
      'a reason after the colon',
      'ak-blueprint-ignore model-case: ',
      'error ignore-invalid «# ak-blueprint-ignore model-case:»',
    ],
    [
      'a colon before the reason',
      'ak-blueprint-ignore model-case because',
      'error ignore-invalid «# ak-blueprint-ignore model-case because»',
    ],
    ['a code that there is', 'ak-blueprint-ignore model-case, nosuch: x', 'error ignore-invalid «nosuch»'],
    [
      'a code that can be ignored',
      'ak-blueprint-ignore model-case, yaml-syntax: x',
      'error ignore-invalid «yaml-syntax»',
    ],
  ])('needs %s, and still ignores what it names', (_, comment, finding) =>
    expect(check(group(`# ${comment}\n`)).map(shown)).toEqual([finding]),
  );

  test('needs a code', () =>
    expect(check(group('# ak-blueprint-ignore: all of it\n')).map(shown)).toEqual([
      'info model-case «authentik_core.Group»',
      'error ignore-invalid «# ak-blueprint-ignore: all of it»',
    ]));

  test('of a misspelt code gets the nearest', () =>
    expect(
      check(group('# ak-blueprint-ignore model-csae: x\n')).find(({ code }) => code === 'ignore-invalid')
        ?.hint,
    ).toBe('did you mean model-case?'));

  test('is not called unused in a file of which a part cannot be read', () => {
    expect(
      check(
        file(
          '# ak-blueprint-ignore model-case: x\n- {model: authentik_core.Group, id: 12, identifiers: {name: g}}\n',
        ),
      ).map(shown),
    ).toEqual(['error structure-type «12»']);
  });

  test('of what only a plan or other files can tell is not called unused', () => {
    const text = file(
      '# ak-blueprint-ignore object-twice, sessions-end: shared with the other team\n- {model: authentik_core.group, identifiers: {name: g}}\n',
    );
    expect(check(text, false).map(shown)).toEqual([]);
    expect(check(text, true).map(shown)).toEqual(['warning ignore-unused «object-twice»']);
  });
});

test('every code that hangs on several files is known to', () => {
  const folder = resolve(import.meta.dirname, '../../src/validate/across');
  const codes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/code: '([a-z-]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(codes.length).toBeGreaterThan(3);
  for (const code of codes)
    expect(
      check(
        file(`# ak-blueprint-ignore ${code}: x\n- {model: authentik_core.group, identifiers: {name: g}}\n`),
        false,
      ).map(shown),
      code,
    ).toEqual([]);
});

describe('the fix of an unused comment', () => {
  const fixed = (text: string): string => {
    const [edit] = check(text).flatMap(({ code, fixes }) =>
      code === 'ignore-unused' ? (fixes?.[0]?.edits ?? []) : [],
    );
    if (!edit) throw new Error('there is no fix');
    return text.slice(0, edit.place.span.start) + edit.text + text.slice(edit.place.span.end);
  };
  const entry = '- model: authentik_core.group\n  identifiers: {name: g}\n';
  test.each([
    ['takes its line', file(`  # ak-blueprint-ignore model-case: x\n${entry}`), file(entry)],
    [
      'takes it from the end of a line, with the spaces before',
      file(entry.replace('}', '}   # ak-blueprint-ignore model-case: x')),
      file(entry),
    ],
    [
      'takes only the code that is unused',
      group('# ak-blueprint-ignore id-duplicate, model-case: x\n'),
      group('# ak-blueprint-ignore model-case: x\n'),
    ],
  ])('%s', (_, text, expected) => expect(fixed(text)).toBe(expected));
});
