import type { ModelFacts } from './facts/model-facts.ts';
import type { DefaultsTable } from './defaults.ts';
import type { Catalog } from './model.ts';
import type { KeptDifference } from './parse-catalog.ts';

/**
 * A catalog as the text of its file: a line for each field, look-up and filter, so that two releases can be
 * compared with any diff.
 */
export function formatCatalog(catalog: Catalog): string {
  return `${formatValue(catalog, 4, '')}\n`;
}

/** A catalog that is kept as a difference: a line for each model. */
export function formatDifference(kept: KeptDifference): string {
  return `${formatValue(kept, 3, '')}\n`;
}

/** Facts as the text of their file, likewise. */
export function formatFacts(facts: ModelFacts): string {
  return `${formatValue(facts, 4, '')}\n`;
}

/** The table of defaults as the text of its file: a line for each object and each blueprint. */
export function formatDefaults({ releases, objects, blueprints }: DefaultsTable): string {
  const lines = (list: readonly unknown[]): string =>
    `[\n${list.map((one) => `   ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
  const models = Object.entries(objects).map(([model, list]) => `  ${JSON.stringify(model)}: ${lines(list)}`);
  return `{\n "releases": ${JSON.stringify(releases)},\n "objects": {\n${models.join(',\n')}\n },\n "blueprints": ${lines(blueprints)}\n}\n`;
}

/** A JSON Schema as the text of its file. */
export function formatSchema(schema: { readonly [key: string]: unknown }): string {
  return `${formatValue(schema, 5, '')}\n`;
}

function formatValue(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  if (parts.length === 0) return '{}';
  const inner = `${indent} `;
  return `{\n${parts.map(([key, part]) => `${inner}${JSON.stringify(key)}: ${formatValue(part, levels - 1, inner)}`).join(',\n')}\n${indent}}`;
}
