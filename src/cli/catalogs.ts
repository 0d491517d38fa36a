import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFileFor, isRelease, releaseAge, shortRelease } from '../catalog/release.ts';
import type { ModelFacts } from '../catalog/facts/model-facts.ts';
import type { History } from '../catalog/history.ts';
import type { BundledTable } from '../catalog/bundled.ts';
import { defaultsOf, type DefaultsTable } from '../catalog/defaults.ts';
import type { Catalog } from '../catalog/model.ts';
import { parseCatalog, parseFacts } from '../catalog/parse-catalog.ts';
import { InternalError, UsageError } from '../diagnostics/errors.ts';
import type { Report } from '../diagnostics/collector.ts';

/** The folder of generated files that ships with the program. */
export const SCHEMAS = join(import.meta.dirname, '../../schemas');

/** The release that the sandbox behaves as. */
export const SANDBOX_RELEASE = '2023.2';

/** Catalogs as their files have them, by file. */
const read = new Map<string, Catalog>();
/** Catalogs with the defaults of a fresh server, by file. */
const loaded = new Map<string, Catalog>();
/** Facts about classes, by file. */
const factsRead = new Map<string, ModelFacts>();
let defaults: DefaultsTable | undefined;
let bundled: BundledTable | undefined;

/**
 * The catalog of a release (`2024.8` or `2024.8.3`), or else of the nearest older release that has one, which
 * is reported. Throws a UsageError for a text that is no release.
 */
export function loadCatalog(release: string, report: Report): Catalog {
  if (!isRelease(release))
    throw new UsageError(
      `${release} is no release of authentik`,
      'a release is a year and a month, such as 2024.8, with or without a patch: 2024.8.3',
    );
  const choice = catalogFileFor(release, readdirSync(SCHEMAS));
  if (!choice) throw new InternalError(`there is no catalog in ${SCHEMAS}`);
  let catalog = loaded.get(choice.file);
  if (!catalog) loaded.set(choice.file, (catalog = withDefaults(readCatalog(choice.file))));
  if (isNewer(release)) {
    const newest = shortRelease(catalog.release);
    report({
      code: 'target-nearest',
      message: `${release} is newer than what this version knows: the catalog of ${newest} is used, and what it does not have is a warning`,
      hint: "validate --target-from ADDRESS takes the release's own document from a server",
    });
    return { ...catalog, standsInFor: release };
  }
  if (!choice.exact) {
    report({
      code: 'target-nearest',
      message: `there is no catalog for authentik ${release}; that of ${catalog.release} is used`,
      hint: 'what differs between the two is not checked',
    });
  } else if (release !== shortRelease(release) && release !== catalog.release) {
    report({
      code: 'target-patch',
      message: `authentik ${release} is checked as ${catalog.release}, the last patch of ${shortRelease(release)}`,
      hint: 'patches of a release rarely differ in what a blueprint can say',
    });
  }
  return catalog;
}

/** Whether a release is newer than all that have a catalog. */
export function isNewer(release: string): boolean {
  return releaseAge(release) > releaseAge(newestRelease());
}

function readCatalog(file: string): Catalog {
  let catalog = read.get(file);
  if (!catalog)
    read.set(file, (catalog = parseCatalog(readSchema(file), (base) => readCatalog(`catalog-${base}.json`))));
  return catalog;
}

/** The releases that have a catalog, oldest first: `['2022.12', '2023.1', …]`. */
export function releases(): string[] {
  const found = readdirSync(SCHEMAS).flatMap((file) => /^catalog-(\d+\.\d+)\.json$/.exec(file)?.[1] ?? []);
  return found.sort((one, other) => releaseAge(one) - releaseAge(other));
}

/** The catalogs of all releases, oldest first. */
export function allCatalogs(): History {
  return releases().map((release) => loadCatalog(release, () => undefined));
}

/** The catalogs of all releases up to that of a catalog, oldest first; the catalog itself is the last. */
export function historyOf(catalog: Catalog): History {
  const none = (): void => undefined;
  const before = releases().filter((release) => releaseAge(release) < releaseAge(catalog.release));
  return [...before.map((release) => loadCatalog(release, none)), catalog];
}

/**
 * The newest release that has a catalog, which is used where neither the command line nor a project nor a
 * server says which.
 */
export function newestRelease(): string {
  const newest = releases().at(-1);
  if (newest === undefined) throw new InternalError(`there is no catalog in ${SCHEMAS}`);
  return newest;
}

/** The facts about models, for each release whose facts were collected, oldest first. */
export function allFacts(): ModelFacts[] {
  return readdirSync(SCHEMAS)
    .filter((file) => /^facts-[\d.]+\.json$/.test(file))
    .sort()
    .map(readFacts);
}

function readFacts(file: string): ModelFacts {
  let facts = factsRead.get(file);
  if (!facts)
    factsRead.set(file, (facts = parseFacts(readSchema(file), (base) => readFacts(`facts-${base}.json`))));
  return facts;
}

/** The catalog with the objects and blueprints that a fresh server of its release has. */
export function withDefaults(catalog: Catalog): Catalog {
  defaults ??= JSON.parse(readSchema('defaults.json')) as DefaultsTable;
  return { ...catalog, defaults: defaultsOf(defaults, catalog.release) };
}

/** What authentik's own blueprints set, of all releases; read once. */
export function loadBundled(): BundledTable {
  return (bundled ??= JSON.parse(readSchema('bundled-blueprints.json')) as BundledTable);
}

function readSchema(file: string): string {
  return readFileSync(join(SCHEMAS, file), 'utf8');
}
