import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import { byPath, messageOf, type ValidateReport } from './validate-report.ts';
import { element, xmlDocument } from './xml.ts';

/**
 * Findings as Checkstyle XML, which most review tools read. It has every file that was checked; findings
 * about no file are under `.`.
 */
export function formatCheckstyle(report: ValidateReport): string {
  const files = [...byPath(report)].map(([path, diagnostics]) =>
    element('file', { name: path === '' ? '.' : clean(report.pathOf(path)) }, diagnostics.map(formatError)),
  );
  return xmlDocument(element('checkstyle', { version: '4.3' }, files));
}

function formatError(diagnostic: Diagnostic): string {
  const { place, severity, code } = diagnostic;
  const start = place && LineIndex.of(place.file).position(place.span.start);
  return element('error', {
    line: start?.line,
    column: start?.column,
    severity,
    message: messageOf(diagnostic),
    source: `ak-blueprint.${code}`,
  });
}
