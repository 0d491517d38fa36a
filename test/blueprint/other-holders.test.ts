import { describe, expect, test } from 'vitest';
import { readBlueprints } from '../../src/blueprint/embedded/read-blueprints.ts';
import { features } from '../../src/blueprint/features.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { LineIndex } from '../../src/source/line-index.ts';
import { validateBlueprint } from '../../src/validate/validate.ts';

const catalog = loadCatalog('2025.12', new Collector().report);

/** What is found in a file: code, line and column, and notes. */
function found(path: string, text: string): string[] {
  const collector = new Collector();
  const blueprints = readBlueprints({ path, text }, collector.report, { features: features('2025.12') });
  for (const one of blueprints) validateBlueprint(one, catalog, collector.report);
  return collector.diagnostics.map(({ code, place, notes = [] }) => {
    const at = place && LineIndex.of(place.file).position(place.span.start);
    return [code, `${at?.line}:${at?.column}`, ...notes.map(({ message }) => message)].join(' ');
  });
}

const BLUEPRINT =
  'version: 1\nentries:\n  - model: authentik_core.group\n    identifiers: {name: g}\n    attrs: {is_superusr: true}\n';

describe('Markdown', () => {
  test.each([
    ['a fence', `# A\n\n\`\`\`yaml\n${BLUEPRINT}\`\`\`\n`, ['attribute-unknown 8:13']],
    ['with a title', `\n\`\`\`yml title="a.yaml"\n${BLUEPRINT}\`\`\`\n`, ['attribute-unknown 7:13']],
    [
      'in a list',
      `- see\n\n  ~~~yaml\n${BLUEPRINT.replace(/^(?=.)/gm, '  ')}  ~~~\n`,
      ['attribute-unknown 8:15'],
    ],
    [
      'the second of two',
      `\`\`\`yaml\na: 1\n\`\`\`\n\n\`\`\`yaml\n${BLUEPRINT}\`\`\`\n`,
      ['attribute-unknown 10:13'],
    ],
    ['of another language', `\`\`\`json\n${BLUEPRINT}\`\`\`\n`, ['not-a-blueprint 1:1']],
  ])('%s', (_, text, expected) => expect(found('README.md', text)).toEqual(expected));
});

describe('data of a Secret in base64', () => {
  const encoded = Buffer.from(BLUEPRINT).toString('base64');
  const HEAD = 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n';
  const AT = 'in line 5, column 13 of what is encoded there';
  test.each([
    ['on its line', `${HEAD}  a.yaml: ${encoded}\n`, `5:11 ${AT}`],
    ['in quotes', `${HEAD}  a.yaml: "${encoded}"\n`, `5:11 ${AT}`],
    [
      'in a block',
      `${HEAD}  a.yaml: |\n    ${encoded.slice(0, 60)}\n    ${encoded.slice(60)}\n`,
      `5:11 ${AT}`,
    ],
  ])('%s', (_, text, at) => expect(found('s.yaml', text)).toEqual([`attribute-unknown ${at}`]));

  test('what else is there is left alone', () => {
    const other = Buffer.from('a long password that is no blueprint at all, by any means').toString('base64');
    expect(found('s.yaml', `${HEAD}  password: ${other}\n`)).toEqual(['not-a-blueprint 1:1']);
  });

  test('no other kind of object has base64 in it', () => {
    expect(found('s.yaml', `${HEAD.replace('Secret', 'ConfigMap')}  a.yaml: ${encoded}\n`)).toEqual([
      'not-a-blueprint 1:1',
    ]);
  });
});
