import { Chalk } from 'chalk';
import type { Blueprint } from '../../src/blueprint/blueprint.ts';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { readBlueprints } from '../../src/blueprint/embedded/read-blueprints.ts';
import { features } from '../../src/blueprint/features.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../src/report/format-diagnostics.ts';
import type { Place, SourceFile } from '../../src/source/source-file.ts';
import { validateBlueprints } from '../validate/check.ts';

const paint = new Chalk({ level: 0 });

/** Everything that `validate` does with the bytes of a file; why it is not right, or '' where it is. */
export function exercise(bytes: Uint8Array, catalog: Catalog): string {
  const collector = new Collector();
  const file = decodeFile('fuzz.yaml', bytes, collector.report);
  const blueprints = file ? read(file, catalog, collector) : [];
  return judge(collector.diagnostics, file !== undefined && blueprints.length > 0);
}

/** The same for a text that did not come from a file, as an editor has it: it may hold what no file can. */
export function exerciseText(text: string, catalog: Catalog): string {
  const collector = new Collector();
  const blueprints = read({ path: 'fuzz.yaml', text }, catalog, collector);
  return judge(collector.diagnostics, blueprints.length > 0);
}

function read(file: SourceFile, catalog: Catalog, collector: Collector): readonly Blueprint[] {
  const blueprints = readBlueprints(file, collector.report, {
    features: features(catalog.release),
    walked: false,
    filledIn: false,
  });
  validateBlueprints(blueprints, catalog, collector.report);
  return blueprints;
}

/** Every finding has a place in its text, and can be shown; what holds no blueprint has a finding. */
function judge(diagnostics: readonly Diagnostic[], isBlueprint: boolean): string {
  if (!isBlueprint && diagnostics.length === 0) return 'neither a blueprint nor a finding';
  for (const { code, message, place, notes, fixes } of diagnostics) {
    if (!place) return `${code} has no place`;
    if (message === '') return `${code} says nothing`;
    const places = [
      place,
      ...(notes ?? []).flatMap((note) => note.place ?? []),
      ...(fixes ?? []).flatMap(({ edits }) => edits.map((edit) => edit.place)),
    ];
    const bad = places.find((one) => !isInside(one));
    if (bad) return `${code} is at ${bad.span.start} to ${bad.span.end} of ${bad.file.text.length}`;
  }
  const shown = formatDiagnostics(diagnostics.slice(0, 20), paint);
  return diagnostics.length > 0 && shown === '' ? 'findings that are not shown' : '';
}

function isInside({ file, span }: Place): boolean {
  return (
    Number.isInteger(span.start) &&
    Number.isInteger(span.end) &&
    span.start >= 0 &&
    span.start <= span.end &&
    span.end <= file.text.length
  );
}
