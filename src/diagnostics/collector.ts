import { CODES, type Code } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A finding without severity takes that of its code. */
export type Finding = Omit<Diagnostic, 'severity'> & { readonly severity?: Diagnostic['severity'] };

/** Where a room reports what it finds. */
export type Report = (finding: Finding) => void;

/** Gives a finding the severity of its code unless it brings its own. */
export function toDiagnostic(finding: Finding): Diagnostic {
  return { ...finding, severity: finding.severity ?? CODES[finding.code].severity };
}

/** Gathers findings in the order in which they are made. */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];

  readonly report: Report = (finding) => {
    this.diagnostics.push(toDiagnostic(finding));
  };

  /** Whether any finding is an error. */
  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** How many findings have this code. */
  count(code: Code): number {
    return this.diagnostics.filter((diagnostic) => diagnostic.code === code).length;
  }
}
