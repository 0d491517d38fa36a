import { describe, expect, test } from 'vitest';
import type { Catalog, Field, Resource } from '../../../src/catalog/model.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { Collector, toDiagnostic } from '../../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { checkDefaultChanged } from '../../../src/validate/upgrade/default-changed.ts';
import { explainUpgrade } from '../../../src/validate/upgrade/explain-upgrade.ts';
import { readFiles, catalog } from '../check.ts';

const G = 'authentik_core.group';

describe('a default that is another in a newer release', () => {
  const group = catalog.models[G] as Resource;
  /** The catalog of a release with this default of `is_superuser`. */
  const of = (release: string, is: Partial<Field>): Catalog => {
    const fields = { ...group.fields, is_superuser: { type: 'boolean', required: false, ...is } as Field };
    return { ...catalog, release, models: { ...catalog.models, [G]: { ...group, fields } } };
  };
  const said = (
    old: Partial<Field>,
    now: Partial<Field>,
    entry = `{model: ${G}, identifiers: {name: a}}`,
  ): string[] => {
    const text = `version: 1\nentries:\n- ${entry}\n`;
    const blueprints = readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], new Collector());
    const found = new Collector();
    checkDefaultChanged(blueprints, of('2023.2.3', old), of('2025.12.4', now), found.report);
    return found.diagnostics.map(({ code, message, hint }) => `${code}: ${message}; ${hint ?? ''}`);
  };
  const CHANGED =
    'default-changed: where this makes a new object: is_superuser is true unless it is written, and was false in 2023.2; to keep what it was, write is_superuser: false';

  test.each<[what: string, old: Partial<Field>, now: Partial<Field>, found: string[]]>([
    ['is said', { default: false }, { default: true }, [CHANGED]],
    ['is not, when it is the same', { default: true }, { default: true }, []],
    ['is not, when the server sets the field', { default: false }, { default: true, readOnly: true }, []],
    ['is not, when the field is of another type', { default: false }, { default: 'a', type: 'string' }, []],
    ['is not, when both say that there is none', { default: null }, { default: '' }, []],
    ['is not, when both say so the other way round', { default: '' }, { default: null }, []],
    ['is not, when the old one is not known', {}, { default: true }, []],
    ['is not, when the new one is not known', { default: true }, {}, []],
  ])('%s', (_, old, now, found) => expect(said(old, now)).toEqual(found));

  test('is said of a field that has another name since', () => {
    const text =
      'version: 1\nentries:\n- {model: authentik_providers_saml.samlprovider, identifiers: {name: a}}\n';
    const blueprints = readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], new Collector());
    const found = new Collector();
    const release = (name: string): Catalog => loadCatalog(name, found.report);
    checkDefaultChanged(blueprints, release('2026.2'), release('2026.8'), found.report);
    expect(found.diagnostics.map(({ hint }) => hint)).toEqual([
      'to keep what it was, write issuer_override: "authentik"',
    ]);
  });

  test('is said from nothing to something', () => {
    expect(said({ default: null }, { default: true })).toHaveLength(1);
    expect(said({ default: 0 }, { default: '' })).toHaveLength(1);
  });

  test.each<[what: string, entry: string, found: number]>([
    [
      'is not, when the entry writes it',
      `{model: ${G}, identifiers: {name: a}, attrs: {is_superuser: false}}`,
      0,
    ],
    ['is not, when the entry identifies by it', `{model: ${G}, identifiers: {is_superuser: false}}`, 0],
    ['is not, when the entry deletes its object', `{model: ${G}, state: absent, identifiers: {name: a}}`, 0],
    [
      'is, when the entry makes its object only once',
      `{model: ${G}, state: created, identifiers: {name: a}}`,
      1,
    ],
    ['is, when the state is not known', `{model: ${G}, state: !Context s, identifiers: {name: a}}`, 1],
    ['is not, of a model that there is not', `{model: authentik_core.nosuch, identifiers: {name: a}}`, 0],
    ['is not, of a model that a tag names', `{model: !Context m, identifiers: {name: a}}`, 0],
    ['is not, of another model', '{model: authentik_core.user, identifiers: {username: a}}', 0],
  ])('%s', (_, entry, found) =>
    expect(said({ default: false }, { default: true }, entry)).toHaveLength(found),
  );
});

describe('a finding that comes from an upgrade', () => {
  const file = { path: 'a.yaml', text: 'version: 1\n' };
  const finding = (start: number, more: Partial<Diagnostic> = {}): Diagnostic =>
    toDiagnostic({ code: 'model-unknown', message: 'x', place: { file, span: { start, end: 9 } }, ...more });
  const notes = (...releases: (readonly [string, ...Diagnostic[]])[]): (string[] | undefined)[] =>
    explainUpgrade(releases.map(([release, ...diagnostics]) => ({ release, diagnostics }))).map((one) =>
      one.notes?.map(({ message }) => message),
    );

  test('says the release that brought it', () => {
    expect(notes(['2023.2.3'], ['2024.2.0'], ['2025.12.4', finding(1)])).toEqual([
      ['gone since 2025.12; 2024.2 has nothing against it'],
    ]);
    expect(notes(['2023.2.3'], ['2024.2.0', finding(1)], ['2025.12.4', finding(1)])).toEqual([
      ['gone since 2024.2; 2023.2 has nothing against it'],
    ]);
  });

  test('is one that was not there before, and came back', () => {
    expect(notes(['2023.2.3', finding(1)], ['2024.2.0'], ['2025.12.4', finding(1)])).toEqual([
      ['gone since 2025.12; 2024.2 has nothing against it'],
    ]);
  });

  test('is none that was there from the first release on', () => {
    expect(notes(['2023.2.3', finding(1)], ['2025.12.4', finding(1)])).toEqual([undefined]);
    expect(notes(['2025.12.4', finding(1)])).toEqual([undefined]);
    expect(notes()).toEqual([]);
  });

  test('is known by its place and not by its words, but for what is missing', () => {
    expect(notes(['2023.2.3', finding(1, { message: 'other' })], ['2025.12.4', finding(1)])).toEqual([
      undefined,
    ]);
    expect(notes(['2023.2.3', finding(2)], ['2025.12.4', finding(1)])[0]).toHaveLength(1);
    const missing = (message: string): Diagnostic => finding(1, { code: 'attribute-missing', message });
    expect(notes(['2023.2.3', missing('a')], ['2025.12.4', missing('b')])).toEqual([
      ['required since 2025.12; 2023.2 has nothing against it'],
    ]);
  });

  test('does not say twice since when it is so, and keeps its own notes', () => {
    expect(notes(['2023.2.3'], ['2025.12.4', finding(1, { message: 'gone since 2025.12' })])).toEqual([
      ['2023.2 has nothing against it'],
    ]);
    expect(notes(['2023.2.3'], ['2025.12.4', finding(1, { notes: [{ message: 'a' }] })])).toEqual([
      ['a', 'gone since 2025.12; 2023.2 has nothing against it'],
    ]);
    expect(notes(['2023.2.3'], ['2025.12.4', finding(1, { code: 'keyof-unknown' })])).toEqual([
      ['so since 2025.12; 2023.2 has nothing against it'],
    ]);
  });
});
