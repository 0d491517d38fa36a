import type { Place } from '../source/source-file.ts';
import { carryOut } from './carry-out.ts';
import { CODES, type Code } from './codes.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';
export type { Finding } from './diagnostic.ts';

/** Where a room reports what it finds. */
export type Report = (finding: Finding) => void;

/** Gives a finding the severity of its code unless it brings its own, and its places in files on the disk. */
export function toDiagnostic(finding: Finding): Diagnostic {
  return { ...carryOut(finding), severity: finding.severity ?? CODES[finding.code].severity };
}

/** In an embedded blueprint nothing is said of a value that a template (of Helm, of an external secret) will fill in. */
function isTemplate(code: Code, { file, span }: Place): boolean {
  return code !== 'template-unfilled' && /^[^\n]*\{\{.*\}\}[^\n]*$/.test(file.text.slice(span.start, span.end));
}

/** Gathers findings in the order in which they are made, each once: what an alias repeats is still one mistake. */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  readonly report: Report = (finding) => {
    const diagnostic = toDiagnostic(finding);
    const { place } = diagnostic;
    if (place) {
      if (finding.place?.file.within && isTemplate(finding.code, place)) return;
      const key = JSON.stringify([diagnostic.code, diagnostic.severity, place.file.path, place.span.start, place.span.end, diagnostic.message]);
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    this.diagnostics.push(diagnostic);
  };

  /** Takes back the warnings of a code: what they only supposed is now known. */
  settle(code: Code): void {
    const kept = this.diagnostics.filter((diagnostic) => diagnostic.code !== code || diagnostic.severity !== 'warning');
    this.diagnostics.splice(0, this.diagnostics.length, ...kept);
  }

  /** Whether any finding is an error. */
  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** How many findings have this code. */
  count(code: Code): number {
    return this.diagnostics.filter((diagnostic) => diagnostic.code === code).length;
  }
}
