import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { mergeJetbrainsMapping } from '../../../src/schema/editor/jetbrains-mapping.ts';
import { customTags } from '../../../src/schema/editor/shown-tag.ts';
import { mergeVscodeSettings } from '../../../src/schema/editor/vscode-settings.ts';

const SCHEMA = '.ak-blueprint/blueprint.schema.json';
const ours = { schema: SCHEMA, files: ['blueprints/**/*.yaml'], customTags: customTags(['!Find']) };

describe('the settings of VS Code', () => {
  test('are made where there are none', () => {
    expect(JSON.parse(mergeVscodeSettings(undefined, ours) ?? '')).toEqual({
      'yaml.schemas': { [`./${SCHEMA}`]: ['blueprints/**/*.yaml'] },
      'yaml.customTags': ['!Find scalar:null', '!Find scalar', '!Find sequence:null', '!Find sequence'],
    });
    expect(mergeVscodeSettings('\n', ours)).toBe(mergeVscodeSettings(undefined, ours));
  });

  test('keep comments, keys, order and indentation of what is there', () => {
    const before =
      '// team settings\n{\n    "editor.rulers": [100], // wide\n    "yaml.schemas": {\n        "./other.json": "other.yaml", // not ours\n    },\n    "yaml.customTags": ["!vault", "!Find sequence"],\n    "files.eol": "\\n",\n}\n';
    const after = mergeVscodeSettings(before, ours) ?? '';
    for (const kept of [
      '// team settings\n{\n    "editor.rulers": [100], // wide\n',
      '"./other.json": "other.yaml"',
      '// not ours',
      '"files.eol": "\\n"',
    ])
      expect(after).toContain(kept);
    expect(after).toContain('\n        "!Find scalar:null"');
    expect(parse(after, [], { allowTrailingComma: true })).toEqual({
      'editor.rulers': [100],
      'files.eol': '\n',
      'yaml.schemas': { './other.json': 'other.yaml', [`./${SCHEMA}`]: ['blueprints/**/*.yaml'] },
      'yaml.customTags': [
        '!vault',
        '!Find scalar:null',
        '!Find scalar',
        '!Find sequence:null',
        '!Find sequence',
      ],
    });
  });

  test('are not changed by a second run, and follow other files', () => {
    const once = mergeVscodeSettings('{\r\n\t"a": 1\r\n}\r\n', ours) ?? '';
    expect(once).not.toMatch(/[^\r]\n/);
    expect(mergeVscodeSettings(once, ours)).toBe(once);
    expect(mergeVscodeSettings(once, { ...ours, files: ['x.yaml'] })).toContain('"x.yaml"');
  });

  test.each(['{ "a": ', '[1]', 'null', 'no json'])('are left alone where they are none: %s', (text) =>
    expect(mergeVscodeSettings(text, ours)).toBeUndefined(),
  );
});

describe('the mapping of JetBrains IDEs', () => {
  const entry = (key: string): string =>
    `        <entry key="${key}">\n          <value>\n            <SchemaInfo>\n              <option name="name" value="${key}" />\n            </SchemaInfo>\n          </value>\n        </entry>\n`;
  const file = (inside: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<project version="4">\n  <component name="JsonSchemaMappingsProjectConfiguration">\n    <state>\n      <map>\n${inside}      </map>\n    </state>\n  </component>\n</project>\n`;

  test('is made where there is none', () => {
    const text = mergeJetbrainsMapping(undefined, SCHEMA, ['a&b/**/*.yaml']) ?? '';
    expect(text).toContain(`<option name="relativePathToSchema" value="${SCHEMA}" />`);
    expect(text).toContain('<option name="path" value="a&amp;b/**/*.yaml" />');
    expect(text.match(/<(\w+)[ >]/g)?.length).toBe(text.match(/<\/\w+>|\/>/g)?.length ?? 0);
  });

  test('keeps the others, replaces its own, and is not changed by a second run', () => {
    const once =
      mergeJetbrainsMapping(file(entry('mine') + entry('authentik blueprints') + entry('yours')), SCHEMA, [
        'x.yaml',
      ]) ?? '';
    expect(once).toContain(entry('mine'));
    expect(once).toContain(entry('yours'));
    expect(once.match(/entry key="authentik blueprints"/g)).toHaveLength(1);
    expect(once).toContain('x.yaml');
    expect(mergeJetbrainsMapping(once, SCHEMA, ['x.yaml'])).toBe(once);
  });

  test('is put beside other components, and into an empty map', () => {
    expect(
      mergeJetbrainsMapping('<project version="4">\n  <component name="Other" />\n</project>\n', SCHEMA, [
        'x.yaml',
      ]),
    ).toMatch(/<component name="Other" \/>\n {2}<component name="Json[\s\S]*x\.yaml[\s\S]*<\/project>\n$/);
    expect(mergeJetbrainsMapping(file(''), SCHEMA, ['x.yaml'])).toBe(
      mergeJetbrainsMapping(undefined, SCHEMA, ['x.yaml']),
    );
    expect(mergeJetbrainsMapping('<nothing/>', SCHEMA, ['x.yaml'])).toBeUndefined();
  });
});
