import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Catalog, Model, Resource } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';

/** The text of a file of schemas/. */
export function generatedText(name: string): string {
  return readFileSync(resolve(import.meta.dirname, '../../schemas', name), 'utf8');
}

/** The catalog that is shipped. */
export const catalog: Catalog = loadCatalog('2023.2', new Collector().report);

export const resources: readonly Resource[] = Object.values(catalog.models).filter(
  (model): model is Resource => model.kind === 'resource',
);

/** A resource of the shipped catalog that must be there. */
export function resource(name: string): Resource {
  const model: Model | undefined = catalog.models[name];
  if (model?.kind !== 'resource') throw new Error(`${name} is no resource`);
  return model;
}
