import type { Blueprint } from '../../src/blueprint/blueprint.ts';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector, type Report } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { modelExamples } from '../../src/validate/model-examples.ts';
import { validateAcross, validateBlueprint } from '../../src/validate/validate.ts';

export const catalog = loadCatalog('2023.2', new Collector().report);

/** Validates files together: each by itself, then all. */
export function validateBlueprints(blueprints: readonly Blueprint[], target: Catalog, report: Report): void {
  validateAcross(
    blueprints.map((blueprint) => ({
      file: blueprint.file,
      summary: validateBlueprint(blueprint, target, report),
    })),
    target,
    report,
  );
}

/** Reads and validates files together, as the commands do; what is found goes into the collector. */
export function readFiles(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  collector: Collector,
  target: Catalog = catalog,
): Blueprint[] {
  const language = features(target.release);
  const examples = modelExamples(target);
  const blueprints = files.flatMap(({ path, bytes }) => {
    const file = decodeFile(path, bytes, collector.report);
    return (file && parseBlueprint(file, collector.report, { features: language, examples })) ?? [];
  });
  validateBlueprints(blueprints, target, collector.report);
  return blueprints;
}

/** Everything that is found in files, in the order in which it is found. */
export function checkFiles(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  target: Catalog = catalog,
): readonly Diagnostic[] {
  const collector = new Collector();
  readFiles(files, collector, target);
  return collector.diagnostics;
}

/**
 * The findings about entries, one text a file: `error attribute-enum «nope»` says what it lights up, in the
 * order of the files. What tells of secrets, and of look-ups that only a server can tell, is left out.
 */
export function findingsIn(...entries: readonly string[]): string[] {
  const diagnostics = checkFiles(
    entries.map((text, index) => ({
      path: `${index + 1}.yaml`,
      bytes: Buffer.from(`version: 1\nentries:\n${text.trim()}\n`),
    })),
  );
  const start = ({ place }: Diagnostic): string =>
    `${place?.file.path ?? ''} ${String(place?.span.start ?? 0).padStart(8, '0')}`;
  return diagnostics
    .filter(
      ({ code, severity }) => code !== 'secret-literal' && !(code === 'find-no-match' && severity === 'info'),
    )
    .sort((a, b) => Number(start(a) > start(b)) - Number(start(a) < start(b)))
    .map(shown);
}

/** A finding in one line. */
export function shown({ severity, code, place }: Diagnostic): string {
  return `${severity} ${code} «${place ? place.file.text.slice(place.span.start, place.span.end).trim() : ''}»`;
}
