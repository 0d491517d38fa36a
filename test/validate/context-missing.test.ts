import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { checkFiles } from './check.ts';

/* Keys that `!Context` asks for and that nobody gives. */

const newer = loadCatalog('2025.12', new Collector().report);

function found(context: string, attributes: string, more = ''): string[] {
  const text = `version: 1\n${context}entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {${attributes}}}}\n${more}`;
  return checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer)
    .filter(({ code }) => code === 'context-missing')
    .map(({ severity, place, notes = [], hint = '' }) => {
      const at = place ? text.slice(place.span.start, place.span.end) : '';
      return `${severity} ${at} +${notes.length} ${hint.startsWith('did') ? hint : ''}`.trim();
    });
}

describe('a key of the context that is missing', () => {
  test('is told with the nearest that there is', () => {
    expect(found('context: {domain: d}\n', 'a: !Context domian')).toEqual([
      'warning !Context domian +0 did you mean domain?',
    ]);
  });

  test('is told where none is near, and not where nobody gives any', () => {
    expect(found('context: {domain: d}\n', 'a: !Context floor')).toEqual(['warning !Context floor +0']);
    expect(found('', 'a: !Context floor')).toEqual([]);
  });

  test('is one finding, however often it is asked for', () => {
    const many = Array.from({ length: 20 }, (_, index) => `a${index}: !Context floor`).join(', ');
    expect(found('context: {b: 1}\n', many)).toEqual(['warning !Context floor +19']);
  });

  test.each([
    ['it has a default', 'a: !Context [floor, 3]'],
    ['it only decides something', 'a: !If [!Context floor, 1, 2]'],
    ['authentik itself gives it', 'a: !Context "goauthentik.io/rbac/models"'],
    ['every object of JavaScript has it, and so has the file', 'a: !Context constructor'],
  ])('is no finding where %s', (_, attributes) =>
    expect(found('context: {b: 1, constructor: 2}\n', attributes)).toEqual([]),
  );

  test('is no finding where an instance in the files gives it, or where that is not known', () => {
    const instance = (context: string): string =>
      `- {model: authentik_blueprints.blueprintinstance, identifiers: {name: i}, attrs: {path: a.yaml, context: ${context}}}\n`;
    expect(found('context: {b: 1}\n', 'a: !Context floor', instance('{floor: 3}'))).toEqual([]);
    expect(found('context: {b: 1}\n', 'a: !Context floor', instance('!Context c'))).toEqual([]);
    expect(found('context: {b: 1}\n', 'a: !Context floor', instance('{flor: 3}'))).toEqual([
      'warning !Context floor +0 did you mean flor?',
    ]);
  });

  test('says that null is refused where it is', () => {
    const text =
      'version: 1\ncontext: {b: 1}\nentries:\n- {model: authentik_core.application, identifiers: {slug: s}, attrs: {name: !Context n}}\n';
    const [finding] = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], newer);
    expect(finding?.message).toContain('the value is null, which is refused here');
  });
});
