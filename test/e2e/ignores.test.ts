import { expect, test } from 'vitest';
import { ak } from './binary.ts';

const blueprint = (comment: string, attrs: string): string =>
  `version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: e2e}\n  attrs:\n    name: F\n    title: F\n    designation: authorization\n    # ak-blueprint-ignore ${comment}\n    ${attrs}\n`;

test('an ignored error does not count for the exit code of validate', async () => {
  const text = blueprint('attribute-enum: of a patched server', 'layout: sidebar_top');
  expect(
    (await ak(['validate', '-'], { stdin: text.replace('attribute-enum', 'attribute-type') })).code,
  ).toBe(1);
  expect(await ak(['validate', '-', '--strict'], { stdin: text })).toMatchObject({
    code: 0,
    err: 'no problems in 1 file, 1 entry, for authentik 2023.2.3\n',
  });
});

const group = (comment: string, attr: string): string =>
  `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: e2e}\n  attrs:\n    ${comment}\n    ${attr}\n`;

test('what a plan finds wrong is not ignored: it is not in the plan', async () => {
  const { code, err } = await ak(['plan', '--sandbox', '-'], {
    stdin: group(
      '# ak-blueprint-ignore find-no-match: it will be there',
      'parent: !Find [authentik_core.group, [name, nowhere]]',
    ),
  });
  expect([code, err]).toEqual([1, expect.stringContaining('(find-no-match)')]);
});

test('a warning of a plan is ignored', async () => {
  const attr = 'attributes: {a: !Context nowhere}';
  expect((await ak(['plan', '--sandbox', '-'], { stdin: group('', attr) })).err).toContain(
    '(context-missing)',
  );
  expect(
    (
      await ak(['plan', '--sandbox', '-'], {
        stdin: group('# ak-blueprint-ignore context-missing: set in production only', attr),
      })
    ).err,
  ).not.toContain('context-missing');
});
