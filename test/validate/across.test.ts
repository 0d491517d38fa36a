import { expect, test } from 'vitest';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { validateAcross, validateBlueprint } from '../../src/validate/validate.ts';
import { catalog } from './check.ts';

const file = (path: string, entries: string) => ({ path, text: `version: 1\nmetadata: {name: ${path}}\nentries:\n${entries}` });
const STAGES = [file('a.yaml', '- {model: authentik_stages_dummy.dummystage, identifiers: {name: s}}\n'), file('b.yaml', '- {model: authentik_stages_deny.denystage, identifiers: {name: s}, attrs: {deny_message: &x 2020-01-01}}\n')];

test('what other files must know of a file is a plain value: it can be kept, or sent to another thread', () => {
  const summaries = STAGES.map((source) => validateBlueprint(parseBlueprint(source, () => undefined)!, catalog, () => undefined));
  const sent = structuredClone(summaries);
  expect(sent).toEqual(summaries);
  expect(JSON.stringify(sent)).not.toContain('version: 1');
  const collector = new Collector();
  validateAcross(sent, catalog, (path) => STAGES.find((source) => source.path === path)!, collector.report);
  expect(collector.diagnostics.map(({ code, place, notes }) => [code, place?.file.path, notes?.[0]?.place?.file.path])).toEqual([['value-taken', 'b.yaml', 'a.yaml']]);
});
