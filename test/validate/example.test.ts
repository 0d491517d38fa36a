import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { checkField } from '../../src/schema/field-check.ts';
import { exampleFor, identifyingFields } from '../../src/validate/example.ts';
import { writtenValue } from '../../src/validate/present.ts';

describe.each(['2023.2', '2024.12', '2025.12', '2026.2'])('examples of %s', (release) => {
  const catalog = loadCatalog(release, () => undefined);
  const resources = Object.values(catalog.models).flatMap((model) =>
    model.kind === 'resource' ? [model] : [],
  );
  const fields = resources.flatMap(({ name, fields }) =>
    Object.entries(fields).flatMap(([key, field]) =>
      field.readOnly ? [] : [{ name: `${name}.${key}`, key, field }],
    ),
  );

  test('are taken by their field as they are written', () => {
    const refused = fields.flatMap(({ name, key, field }) => {
      const text = exampleFor({ catalog, ids: [] }, field, key);
      const node = text === undefined ? undefined : readYaml({ path: 'a.yaml', text }, () => undefined);
      return node && checkField(field, 'attrs', writtenValue(node)).length > 0
        ? [`${name}: ${text ?? ''}`]
        : [];
    });
    expect(refused).toEqual([]);
  });

  test('there are of nearly every field', () => {
    const without = fields.filter(
      ({ key, field }) => exampleFor({ catalog, ids: [] }, field, key) === undefined,
    );
    // Certificates, keys and kubeconfigs fill many lines, and some objects have no name to look them up by.
    expect(without.length / fields.length).toBeLessThan(0.01);
  });

  test('every model has fields that identify its objects', () => {
    expect(
      resources
        .filter(({ actions }) => actions.create)
        .filter((resource) => identifyingFields(resource, []).length === 0)
        .map(({ name }) => name),
    ).toEqual([]);
  });
});
