import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFileFor } from '../catalog/release.ts';
import type { ModelFacts } from '../catalog/facts/model-facts.ts';
import type { Catalog } from '../catalog/model.ts';
import { parseCatalog } from '../catalog/parse-catalog.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Report } from '../diagnostics/collector.ts';

/** The folder of generated files that ships with the program. */
export const SCHEMAS = join(import.meta.dirname, '../../schemas');

/** The first target, used when nobody says which release is meant. */
export const DEFAULT_RELEASE = '2023.2';

const loaded = new Map<string, Catalog>();

/** The catalog of a release, or of the nearest one that there is; a note says so when it is not the same. */
export function loadCatalog(release: string, report: Report): Catalog {
  const choice = catalogFileFor(release, readdirSync(SCHEMAS));
  if (!choice) throw new InternalError(`there is no catalog in ${SCHEMAS}`);
  let catalog = loaded.get(choice.file);
  if (!catalog) loaded.set(choice.file, (catalog = parseCatalog(readFileSync(join(SCHEMAS, choice.file), 'utf8'))));
  if (!choice.exact) {
    report({
      code: 'target-nearest', message: `there is no catalog for authentik ${release}; that of ${catalog.release} is used`,
      hint: 'what differs between the two is not checked',
    });
  }
  return catalog;
}

/** The facts about a release's models: those of the nearest release that was described. */
export function factsFor(release: string): ModelFacts {
  const choice = catalogFileFor(release, readdirSync(SCHEMAS), 'facts');
  if (!choice) throw new InternalError(`there are no facts in ${SCHEMAS}`);
  return JSON.parse(readFileSync(join(SCHEMAS, choice.file), 'utf8')) as ModelFacts;
}
