import type { Place, Span } from '../source/source-file.ts';
import { carryOut } from './carry-out.ts';
import { causeText, isPart } from './cause.ts';
import { CODES, type Code, type Severity } from './codes.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';
export type { Finding } from './diagnostic.ts';

/** Where a room reports what it finds. */
export type Report = (finding: Finding) => void;

/** Gives a finding the severity of its code unless it brings its own, and its places in files on the disk. */
export function toDiagnostic(finding: Finding): Diagnostic {
  return { ...carryOut(finding), severity: finding.severity ?? CODES[finding.code].severity };
}

/**
 * What keeps a text from being read at all: it is said whatever stands there, or the file would be passed
 * over in silence.
 */
const UNREAD: ReadonlySet<Code> = new Set([
  'template-unfilled',
  'yaml-syntax',
  'yaml-limit',
  'yaml-empty',
  'yaml-multiple-documents',
]);

/**
 * In an embedded blueprint nothing is said of a value that a template (of Helm, of an external secret) will
 * fill in.
 */
function isTemplate(code: Code, { file, span }: Place): boolean {
  return !UNREAD.has(code) && /^[^\n]*\{\{.*\}\}[^\n]*$/.test(file.text.slice(span.start, span.end));
}

/** True of a value whatever is wrong around it, so never a consequence of that. */
const BY_THEMSELVES: ReadonlySet<Code> = new Set([
  'secret-literal',
  'ignore-unused',
  'ignore-invalid',
  'merge-unused',
  'merge-invalid',
]);

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

function worse(one: Severity, other: Severity): Severity {
  return RANK[one] < RANK[other] ? other : one;
}

/**
 * Gathers findings in the order in which they are made, each once: what an alias repeats is still one
 * mistake.
 */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  /**
   * The finding that explains a cause, by file and cause; and those that explain whatever is found in a part
   * of a file.
   */
  readonly #causes = new Map<string, number>();
  readonly #parts: { readonly path: string; readonly part: Span; readonly at: number }[] = [];

  readonly report: Report = (finding) => {
    const diagnostic = toDiagnostic(finding);
    const { place } = diagnostic;
    if (place) {
      if (finding.place?.file.within && isTemplate(finding.code, place)) return;
      const key = JSON.stringify([
        diagnostic.code,
        diagnostic.severity,
        place.file.path,
        place.span.start,
        place.span.end,
        diagnostic.message,
      ]);
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    if (this.#addToCause(finding, diagnostic)) return;
    this.#remember(finding, this.diagnostics.length);
    this.diagnostics.push(diagnostic);
  };

  /** Makes a finding a note on the one that it follows from, which is then as severe as what it leads to. */
  #addToCause(finding: Finding, diagnostic: Diagnostic): boolean {
    const { place, message } = diagnostic;
    const at = this.#causeOf(finding, diagnostic.severity);
    const cause = at === undefined ? undefined : this.diagnostics[at];
    if (at === undefined || !cause || !place) return false;
    this.diagnostics[at] = {
      ...cause,
      severity: worse(cause.severity, diagnostic.severity),
      notes: [...(cause.notes ?? []), { message: `so ${message}`, place }],
    };
    return true;
  }

  #causeOf({ code, place, follows }: Finding, severity: Severity): number | undefined {
    if (!place) return undefined;
    for (const cause of follows ?? []) {
      const at = isPart(cause)
        ? this.#partAround(place.file.path, cause.span)
        : this.#causes.get(`${place.file.path}\0${causeText(cause)}`);
      if (at !== undefined) return at;
    }
    return severity === 'info' || BY_THEMSELVES.has(code)
      ? undefined
      : this.#partAround(place.file.path, place.span);
  }

  #partAround(path: string, { start, end }: Span): number | undefined {
    return this.#parts.find((one) => one.path === path && start >= one.part.start && end <= one.part.end)?.at;
  }

  /** Remembers what the finding at an index explains. */
  #remember({ explains, place }: Finding, at: number): void {
    for (const cause of (place && explains) ?? []) {
      const path = place?.file.path ?? '';
      const key = `${path}\0${causeText(cause)}`;
      if (isPart(cause)) this.#parts.push({ path, part: cause.span, at });
      else if (!this.#causes.has(key)) this.#causes.set(key, at);
    }
  }

  /** Takes back what was only supposed: now it is known. */
  settle(): void {
    const kept = this.diagnostics.filter(({ supposed }) => !supposed);
    this.diagnostics.splice(0, this.diagnostics.length, ...kept);
    this.#causes.clear();
    this.#parts.length = 0;
    for (const [at, diagnostic] of kept.entries()) this.#remember(diagnostic, at);
  }

  /** Whether any finding is an error. */
  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** Whether any finding is an error whatever a server has. */
  get surelyFailed(): boolean {
    return this.diagnostics.some(({ severity, supposed }) => severity === 'error' && !supposed);
  }

  /** How many findings have this code. */
  count(code: Code): number {
    return this.diagnostics.filter((diagnostic) => diagnostic.code === code).length;
  }
}
