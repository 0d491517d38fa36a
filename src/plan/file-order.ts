import type { Blueprint } from '../blueprint/blueprint.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { allFiles } from '../semantics/all-files.ts';
import { blueprintCycle, spanOf } from '../semantics/blueprint-cycle.ts';
import { FileValues } from '../semantics/alternatives.ts';
import { checkEntries } from '../semantics/checked-entry.ts';
import { orderFiles } from '../semantics/file-order.ts';
import { isMeant } from '../semantics/files.ts';
import { summarise } from '../semantics/summarise.ts';
import type { FileSummary } from '../semantics/summary.ts';

/**
 * Blueprints in an order in which each comes after those that it needs, see `orderFiles`; those that require
 * each other to be applied first are reported.
 */
export function orderBlueprints(
  blueprints: readonly Blueprint[],
  catalog: Catalog,
  report: Report,
): readonly Blueprint[] {
  const bySummary = new Map<FileSummary, Blueprint>();
  for (const blueprint of blueprints)
    bySummary.set(
      summarise(blueprint, catalog, checkEntries(blueprint, catalog), new FileValues(blueprint, catalog)),
      blueprint,
    );
  const { sorted, askedCircles } = orderFiles(allFiles([...bySummary.keys()], catalog));
  for (const circle of askedCircles) {
    const [first] = circle;
    const finding = blueprintCycle(circle);
    const file = first && bySummary.get(first.from)?.file;
    if (finding && file) report({ ...finding, place: { file, span: spanOf(first) } });
  }
  return sorted.flatMap((summary) => bySummary.get(summary) ?? []);
}

/**
 * The blueprint that a `metaapplyblueprint` entry with these identifiers refers to; undefined when it is not
 * among these.
 */
export function fileNamed(
  blueprints: readonly Blueprint[],
  identifiers: Readonly<Record<string, unknown>>,
): Blueprint | undefined {
  return blueprints.find(({ name, file }) => isMeant({ name, path: file.path }, identifiers));
}
