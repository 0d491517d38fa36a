import type { Blueprint } from '../blueprint/blueprint.ts';
import { releaseAge, shortRelease } from '../catalog/release.ts';
import type { Catalog } from '../catalog/model.ts';
import { Collector, type Report } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { checkDefaultChanged } from '../validate/upgrade/default-changed.ts';
import { explainUpgrade, type ReleaseFindings } from '../validate/upgrade/explain-upgrade.ts';
import { historyOf, loadCatalog } from './catalogs.ts';
import type { Checked } from './check.ts';

/** The result of checking the files once. */
export type Seen = Checked & { readonly diagnostics: readonly Diagnostic[] };

/**
 * The catalog of the release that `--from` names. Throws a UsageError where it is not older than the target.
 */
export function olderCatalog(from: string, target: Catalog, report: Report): Catalog {
  const before = loadCatalog(from, report);
  if (releaseAge(before.release) >= releaseAge(target.standsInFor ?? target.release))
    throw new UsageError(
      `--from ${from} is not older than the target, ${shortRelease(target.standsInFor ?? target.release)}`,
      '--from is the release that you have, --target the one that you go to',
    );
  return before;
}

/**
 * The findings for the target with notes on those that come from the upgrade, and findings about changed
 * defaults. Where there are findings, the files are also checked for every release between.
 */
export async function upgradeFindings(
  seen: Seen,
  blueprints: readonly Blueprint[],
  before: Catalog,
  target: Catalog,
  look: (catalog: Catalog) => Promise<Seen>,
): Promise<readonly Diagnostic[]> {
  const notes = new Collector();
  checkDefaultChanged(blueprints, before, target, notes.report);
  if (seen.diagnostics.length === 0) return notes.diagnostics;
  const older: ReleaseFindings[] = [];
  for (const catalog of historyOf(target)) {
    if (catalog !== target && releaseAge(catalog.release) >= releaseAge(before.release))
      older.push({ release: catalog.release, diagnostics: (await look(catalog)).diagnostics });
  }
  return [
    ...explainUpgrade([...older, { release: target.release, diagnostics: seen.diagnostics }]),
    ...notes.diagnostics,
  ];
}
