import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { forRelease } from '../../src/catalog/newer-release.ts';
import { allCatalogs, loadCatalog, newestRelease } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { CODES, type Code } from '../../src/diagnostics/codes.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { Session } from '../../src/lsp/session.ts';

/* What is said of a release that is newer than every catalog: nothing that it may have is an error. */

const LATER = '2099.11';
const SENTENCE = `${LATER} is newer than what this version knows (${newestRelease()}) and may take it`;

/** Everything that a release may have and the newest known one has not. */
const FROM_LATER = `version: 1
metadata: {name: f}
entries:
- model: authentik_made_up.widget
  id: widget
  identifiers: {name: a}
- model: authentik_flows.flow
  identifiers: {slug: f, colour: red}
  attrs: {name: F, title: F, designation: dance, future: 1}
- model: authentik_flows.flow
  identifiers: {slug: g}
  attrs: {name: [F], designation: !Dance x, title: null, denied_action: !If [a, b, c, d]}
- model: authentik_core.group
  identifiers: {name: !Find [authentik_core.gruppe, [name, a]]}
  attrs: {parents: [!Find [authentik_core.group, [shade, a]], !KeyOf widget]}
  permissions: [{permission: fly, user: 1}]
  stat: present
- model: authentik_core.group
  state: polished
  identifiers: {name: b}
- model: authentik_brands.brand
  identifiers: {branding_title: No domain}
`;

function findingsIn(text: string, target: string): readonly { code: Code; severity: string; hint: string }[] {
  const session = new Session(
    loadCatalog(target, () => undefined),
    new Map(),
    { history: allCatalogs, pages: PAGES },
  );
  session.put(TextDocument.create('file:///f.yaml', 'yaml', 1, text), {
    shown: 'f.yaml',
    isOpen: true,
    role: 'any',
  });
  return [...session.findings().values()]
    .flat()
    .map(({ code, severity, hint = '' }) => ({ code, severity, hint }));
}

describe('a release newer than every catalog', () => {
  test('has no errors where it may have more; each warning says why, and what to do', () => {
    const found = findingsIn(FROM_LATER, LATER).filter(({ severity }) => severity !== 'info');
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Set(found.map(({ code }) => code))).toEqual(
      new Set([
        'attribute-enum',
        'attribute-missing',
        'attribute-null',
        'attribute-type',
        'attribute-unknown',
        'ensure-invalid',
        'find-field-unknown',
        'find-model-unknown',
        'identifier-unknown',
        'model-unknown',
        'permission-unknown',
        'structure-unknown-key',
        'tag-arguments',
        'tag-unknown',
      ]),
    );
    for (const { code, hint } of found)
      expect([code, hint]).toEqual([code, expect.stringContaining(SENTENCE)]);
    for (const { hint } of found) expect(hint).toContain('--target-from');
  });

  test('the same is wrong for the newest release that is known', () => {
    const found = findingsIn(FROM_LATER, newestRelease());
    expect(found.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(10);
    expect(found.map(({ hint }) => hint).join()).not.toContain('is newer than');
  });

  test('what no release has a say in is as wrong as ever', () => {
    const wrong =
      'version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: !KeyOf nothing}\n';
    expect(findingsIn(wrong, LATER)).toEqual(findingsIn(wrong, newestRelease()));
    expect(findingsIn('version: 1\nentries: [\n', LATER).map(({ severity }) => severity)).toContain('error');
  });

  test('what follows from something that may be right is no error either', () => {
    const collector = new Collector(forRelease(loadCatalog(LATER, () => undefined)));
    const place = { file: { path: 'f', text: 'abc' }, span: { start: 0, end: 3 } };
    const cause = { kind: 'at', span: place.span } as const;
    collector.report({ code: 'model-unknown', message: 'no model', place, explains: [cause] });
    collector.report({ code: 'keyof-skipped', message: 'no object', place, follows: [cause] });
    expect(collector.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['model-unknown', 'warning'],
    ]);
  });

  test('a release between two that are known is none', () => {
    expect(loadCatalog('2023.7', () => undefined).standsInFor).toBeUndefined();
    expect(loadCatalog(newestRelease(), () => undefined).standsInFor).toBeUndefined();
  });

  test('every code that goes by what a release has is said so', () => {
    const refine = forRelease(loadCatalog(LATER, () => undefined));
    const byRelease = (Object.keys(CODES) as Code[]).filter((code) =>
      /^(model|attribute|identifier|find)-.*(unknown|unmanageable|undecidable|enum|type|format|null|rule)$/.test(
        code,
      ),
    );
    expect(byRelease.length).toBeGreaterThan(8);
    for (const code of byRelease)
      expect([code, refine({ code, message: '' }).severity]).toEqual([code, 'warning']);
  });
});
