import type { ModelFacts } from './facts/model-facts.ts';
import type { DefaultsTable } from './defaults.ts';
import type { Catalog } from './model.ts';
import type { KeptDifference } from './parse-catalog.ts';

/** Catalogs and facts are the half of the package: without white space in front they are a twentieth smaller. */
const NO_INDENT = '';

/**
 * A catalog as the text of its file: a line for each field, look-up and filter, so that two releases can be
 * compared with any diff.
 */
export function formatCatalog(catalog: Catalog): string {
  return `${formatValue(catalog, 4, NO_INDENT)}\n`;
}

/** A catalog, or facts, kept as a difference: a line for each model. */
export function formatDifference(kept: KeptDifference): string {
  return `${formatValue(kept, 3, NO_INDENT)}\n`;
}

/** Facts as the text of their file, like a catalog. */
export function formatFacts(facts: ModelFacts): string {
  return `${formatValue(facts, 4, NO_INDENT)}\n`;
}

/** The table of defaults as the text of its file: a line for each object and each blueprint. */
export function formatDefaults({ releases, objects, blueprints }: DefaultsTable): string {
  const lines = (list: readonly unknown[]): string =>
    `[\n${list.map((one) => `   ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
  const models = Object.entries(objects).map(([model, list]) => `  ${JSON.stringify(model)}: ${lines(list)}`);
  const parts = [
    `"releases": ${JSON.stringify(releases)}`,
    `"objects": {\n${models.join(',\n')}\n }`,
    `"blueprints": ${lines(blueprints)}`,
  ];
  return `{\n ${parts.join(',\n ')}\n}\n`;
}

/** A JSON Schema as the text of its file. */
export function formatSchema(schema: { readonly [key: string]: unknown }): string {
  return `${formatValue(schema, 5, ' ')}\n`;
}

/**
 * `levels`: how many levels of mappings have a line for each member; what is further in is on one line. `step`: how
 * much further in the members of a mapping stand.
 */
function formatValue(value: unknown, levels: number, step: '' | ' ', indent = ''): string {
  if (levels === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const inner = indent + step;
  const lines = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => {
      const written = formatValue(member, levels - 1, step, inner);
      return `${inner}${JSON.stringify(key)}:${step}${written}`;
    });
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}
