import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import { byPath, messageOf, type ValidateReport } from './validate-report.ts';
import { element, textElement, xmlDocument } from './xml.ts';

/**
 * Findings as JUnit XML, which CI systems read as test reports: a suite for each file that was checked, a
 * case for each finding. A finding that makes the run fail is a failure; any other is a passed case with
 * output. A file without findings has one passed case.
 */
export function formatJunit(report: ValidateReport): string {
  const suites = [...byPath(report)].map(([path, diagnostics]) =>
    formatSuite(path === '' ? 'ak-blueprint' : clean(report.pathOf(path)), diagnostics, report),
  );
  const sum = (of: (suite: Suite) => number): number => suites.reduce((total, suite) => total + of(suite), 0);
  return xmlDocument(
    element(
      'testsuites',
      {
        name: 'ak-blueprint validate',
        tests: sum(({ tests }) => tests),
        failures: sum(({ failures }) => failures),
        errors: 0,
      },
      suites.map(({ xml }) => xml),
    ),
  );
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
}

function formatSuite(path: string, diagnostics: readonly Diagnostic[], report: ValidateReport): Suite {
  const cases =
    diagnostics.length === 0
      ? [element('testcase', { name: 'no findings', classname: path, file: path })]
      : diagnostics.map((diagnostic) => formatCase(path, diagnostic, report));
  const failures = diagnostics.filter(report.isFailure).length;
  return {
    tests: cases.length,
    failures,
    xml: element('testsuite', { name: path, tests: cases.length, failures, errors: 0, skipped: 0 }, cases),
  };
}

function formatCase(path: string, diagnostic: Diagnostic, { isFailure }: ValidateReport): string {
  const { place, code, severity, message } = diagnostic;
  const start = place && LineIndex.of(place.file).position(place.span.start);
  const where = start ? `${path}:${start.line}:${start.column}` : path;
  const text = `${where} ${severity} ${messageOf(diagnostic)}`;
  return element(
    'testcase',
    {
      name: start ? `${code} at ${start.line}:${start.column}` : code,
      classname: path,
      file: path,
      line: start?.line,
    },
    [
      isFailure(diagnostic)
        ? textElement('failure', { message: clean(message), type: code }, text)
        : textElement('system-out', {}, text),
    ],
  );
}
