import type { Diagnostic, Fix, Note } from '../diagnostics/diagnostic.ts';
import { docsOf } from '../diagnostics/docs.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { shownFixes } from './shown-fixes.ts';
import type { ValidateReport } from './validate-report.ts';

/**
 * A finding for JSON outputs (schemas/validate-output-1.json): lines and columns count from 1, paths are as
 * given.
 */
export function toJsonDiagnostic(diagnostic: Diagnostic) {
  const { code, severity, message, hint, place, entry, notes = [] } = diagnostic;
  const fixes = shownFixes(diagnostic);
  const at = place && toRange(place);
  return {
    code,
    severity,
    message,
    hint,
    file: at?.file,
    range: at?.range,
    entry,
    docs: docsOf(code),
    notes: notes.length > 0 ? notes.map(toJsonNote) : undefined,
    fixes: fixes.length > 0 ? fixes.map(toJsonFix) : undefined,
  };
}

function toJsonNote({ message, place }: Note) {
  const at = place && toRange(place);
  return { message, file: at?.file, range: at?.range };
}

function toJsonFix({ title, mechanical, edits }: Fix) {
  return {
    title,
    mechanical: mechanical ?? false,
    edits: edits.map(({ place, text }) => ({ ...toRange(place), text })),
  };
}

function toRange({ file, span }: Place) {
  const index = LineIndex.of(file);
  return { file: file.path, range: { start: index.position(span.start), end: index.position(span.end) } };
}

/** The output of `validate --format json`. */
export function formatValidateJson({
  target,
  diagnostics,
  paths,
  entries,
}: Pick<ValidateReport, 'target' | 'diagnostics' | 'paths' | 'entries'>): string {
  const of = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  return JSON.stringify(
    {
      formatVersion: 1,
      target,
      diagnostics: diagnostics.map(toJsonDiagnostic),
      summary: { files: paths.length, entries, errors: of('error'), warnings: of('warning') },
    },
    null,
    2,
  );
}
