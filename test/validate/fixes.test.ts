import { describe, expect, test } from 'vitest';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { readFiles } from './check.ts';

/** The text of a file with the first fix of its finding of a code. */
function fixed(
  text: string,
  code: string,
): { text: string; mechanical: boolean; after: readonly Diagnostic[] } | undefined {
  const find = (source: string): readonly Diagnostic[] => {
    const collector = new Collector();
    readFiles([{ path: 'a.yaml', bytes: Buffer.from(source) }], collector);
    return collector.diagnostics;
  };
  const finding = find(text).find((one) => one.code === code);
  if (!finding) throw new Error(`there is no ${code} in ${text}`);
  const fix = finding.fixes?.[0];
  if (!fix) return undefined;
  const result = [...fix.edits]
    .sort((a, b) => b.place.span.start - a.place.span.start)
    .reduce(
      (rest, { place: { span }, text: by }) => rest.slice(0, span.start) + by + rest.slice(span.end),
      text,
    );
  return { text: result, mechanical: fix.mechanical === true, after: find(result) };
}
const entries = (text: string): string => `version: 1\nentries:\n${text}\n`;

describe('a mechanical fix', () => {
  test.each([
    [
      'model-case',
      entries('- model: authentik_core.Group # x\n  identifiers: {name: g}'),
      'authentik_core.Group',
      'authentik_core.group',
    ],
    [
      'model-case',
      entries('- {model: "authentik_core.Group", identifiers: {name: g}}'),
      '"authentik_core.Group"',
      '"authentik_core.group"',
    ],
    [
      'ensure-invalid',
      entries('- {model: authentik_core.group, state: Present, identifiers: {name: g}}'),
      'Present',
      'present',
    ],
    [
      'structure-type',
      entries('- {model: authentik_core.group, id: 12, identifiers: {name: g}}'),
      '12',
      '"12"',
    ],
    [
      'structure-type',
      `metadata: {name: N, labels: {blueprints.goauthentik.io/instantiate: false}}\n${entries('- {model: authentik_core.group, identifiers: {name: g}}')}`,
      ': false',
      ': "false"',
    ],
    [
      'structure-type',
      entries('- {model: authentik_core.group, identifiers: {name: g}}').replace(
        'version: 1',
        'version: "1"',
      ),
      '"1"',
      '1',
    ],
    [
      'structure-type',
      entries('- {model: authentik_core.group, identifiers: {name: g}}').replace(
        'version: 1',
        'version: 1.0',
      ),
      '1.0',
      '1',
    ],
    [
      'attribute-type',
      entries(
        '- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {day: 2020-01-02}}}',
      ),
      '2020-01-02',
      '"2020-01-02"',
    ],
    [
      'attribute-enum',
      entries(
        '- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: F, title: F, designation: Recovery}}',
      ),
      'Recovery',
      'recovery',
    ],
  ])('of %s', (code, text, from, to) => {
    const result = fixed(text, code);
    expect(result).toMatchObject({ text: text.replace(from, to), mechanical: true });
    expect(result?.after.filter((one) => one.code === code)).toEqual([]);
  });
});

describe('a suggestion', () => {
  test.each([
    ['model-unknown', entries('- {model: authentik_core.grop, identifiers: {name: g}}'), 'grop', 'group'],
    [
      'structure-unknown-key',
      entries('- {model: authentik_core.group, identifiers: {name: g}, atrs: {}}'),
      'atrs',
      'attrs',
    ],
    [
      'structure-missing',
      entries('- {modle: authentik_core.group, identifiers: {name: g}}'),
      'modle',
      'model',
    ],
    [
      'ensure-invalid',
      entries('- {model: authentik_core.group, state: absnet, identifiers: {name: g}}'),
      'absnet',
      'absent',
    ],
    [
      'identifier-unknown',
      entries(
        '- {model: authentik_flows.flowstagebinding, identifiers: {target__slgu: a, order: 1}, attrs: {target: 1, stage: 1}}',
      ),
      'target__slgu',
      'target__slug',
    ],
    [
      'attribute-unknown',
      entries('- {model: authentik_core.group, identifiers: {name: g}, attrs: {"atributes": {}}}'),
      'atributes',
      'attributes',
    ],
    [
      'keyof-unknown',
      entries(
        '- {model: authentik_core.group, id: parents, identifiers: {name: g}}\n- {model: authentik_core.group, identifiers: {name: h}, attrs: {parent: !KeyOf parens}}',
      ),
      'parens}',
      'parents}',
    ],
    [
      'find-model-unknown',
      entries(
        '- {model: authentik_core.group, identifiers: {name: g}, attrs: {parent: !Find [authentik_core.grop, [name, x]]}}',
      ),
      'grop,',
      'group,',
    ],
    [
      'find-field-unknown',
      entries(
        '- {model: authentik_core.group, identifiers: {name: g}, attrs: {parent: !Find [authentik_core.group, [nmae, x]]}}',
      ),
      'nmae',
      'name',
    ],
    [
      'tag-unknown',
      entries('- {model: authentik_core.group, identifiers: {name: !Fromat ["%s", g]}}'),
      '!Fromat',
      '!Format',
    ],
    [
      'attribute-enum',
      entries(
        '- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: F, title: F, designation: recovry}}',
      ),
      'recovry',
      'recovery',
    ],
    [
      'attribute-read-only',
      entries(
        '- model: authentik_core.group\n  identifiers: {name: g}\n  attrs:\n    pk: 1 # no\n    is_superuser: true',
      ),
      '    pk: 1 # no\n',
      '',
    ],
    [
      'attribute-read-only',
      entries(
        '- model: authentik_core.group\n  identifiers: {name: g}\n  attrs:\n    is_superuser: true\n    pk: |\n      a\n      b\n    users: []',
      ),
      '    pk: |\n      a\n      b\n',
      '',
    ],
    [
      'attribute-read-only',
      entries('- {model: authentik_core.group, identifiers: {name: g}, attrs: {is_superuser: true, pk: 1}}'),
      ', pk: 1',
      '',
    ],
    [
      'attribute-shadowed',
      entries(
        '- {model: authentik_core.group, identifiers: {name: g}, attrs: {name: h, is_superuser: true}}',
      ),
      'name: h, ',
      '',
    ],
  ])('of %s mends it', (code, text, from, to) => {
    const result = fixed(text, code);
    expect(result).toMatchObject({ text: text.replace(from, to), mechanical: false });
    expect(result?.after.filter((one) => one.code === code)).toEqual([]);
  });
});

describe('there is no fix', () => {
  test.each([
    [
      'where the text is not as it is written',
      'model-case',
      entries('- {model: "authentik_core.Gro\\u0075p", identifiers: {name: g}}'),
    ],
    [
      'of a value that an alias may mean, too',
      'structure-type',
      entries(
        '- {model: authentik_core.group, id: &a 12, identifiers: {name: g}, attrs: {attributes: {a: *a}}}',
      ),
    ],
    [
      'that would leave a mapping empty',
      'attribute-read-only',
      entries('- model: authentik_core.group\n  identifiers: {name: g}\n  attrs:\n    pk: 1'),
    ],
    [
      'that would take out what an alias names',
      'attribute-read-only',
      entries(
        '- model: authentik_core.group\n  identifiers: {name: &n g}\n  attrs:\n    pk: *n\n    is_superuser: true',
      ),
    ],
    [
      'that would take a comment along',
      'attribute-read-only',
      entries(
        '- model: authentik_core.group\n  identifiers: {name: g}\n  attrs: {pk: 1, # why\n    is_superuser: true}',
      ),
    ],
  ])('%s', (_, code, text) => expect(fixed(text, code)).toBeUndefined());
});
