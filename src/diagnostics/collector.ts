import type { Place, Span } from '../source/source-file.ts';
import { isBrake } from './brakes.ts';
import { carryOut } from './carry-out.ts';
import { type Cause, causeText, isPart } from './cause.ts';
import { CODES, type Code, type Severity } from './codes.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';
export type { Finding } from './diagnostic.ts';

/** Reports a finding. */
export type Report = (finding: Finding) => void;

/**
 * Turns a finding into a diagnostic: with the severity of its code unless it has its own, and with places in
 * files on the disk.
 */
export function toDiagnostic(finding: Finding): Diagnostic {
  return { ...carryOut(finding), severity: finding.severity ?? CODES[finding.code].severity };
}

/**
 * Codes of texts that cannot be read at all. They are reported even for templates, or the file would be
 * ignored silently.
 */
const UNREAD: ReadonlySet<Code> = new Set([
  'template-unfilled',
  'file-encrypted',
  'yaml-syntax',
  'yaml-limit',
  'yaml-empty',
  'yaml-multiple-documents',
]);

/**
 * Whether a finding in an embedded blueprint is about a value that a template (of Helm, of an external
 * secret) will fill in; such findings are not reported.
 */
function isTemplate(code: Code, { file, span }: Place): boolean {
  return (
    !UNREAD.has(code) && /^[^\n]*(?:\{\{.*\}\}|\{%.*%\})[^\n]*$/.test(file.text.slice(span.start, span.end))
  );
}

/** Codes that hold whatever is wrong around the value, so that they are never consequences. */
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

/** What equal causes share: those of one file, but for entries, whose objects other files need, too. */
function keyOf(cause: Cause, path: string): string {
  return cause.kind === 'entry' ? causeText(cause) : `${path}\0${causeText(cause)}`;
}

/** What a finding says, and where: two that are the same in this are one. */
function textOf({ code, severity, message }: Diagnostic, { file, span }: Place): string {
  return JSON.stringify([code, severity, file.path, span.start, span.end, message]);
}

/**
 * Gathers findings in the order in which they are reported, each once: what a YAML alias repeats is still one
 * mistake.
 */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];
  readonly #refine: (finding: Finding) => Finding;
  /** What was reported, and the index of the finding that says it. */
  #seen = new Map<string, number>();
  /** The index of the finding that explains a cause, by file and cause. */
  readonly #causes = new Map<string, number>();
  readonly #parts: { readonly path: string; readonly part: Span; readonly at: number }[] = [];

  /** `refine`: gives findings as they are to be said; see `forRelease`. */
  constructor(refine: (finding: Finding) => Finding = (finding) => finding) {
    this.#refine = refine;
  }

  readonly report: Report = (reported) => {
    const finding = this.#refine(reported);
    const diagnostic = toDiagnostic(finding);
    const { place } = diagnostic;
    // What is sent to a server is not filled in any more.
    const isSent = finding.code === 'placeholder' && diagnostic.severity === 'error';
    if (place && !isSent && finding.place?.file.within && isTemplate(finding.code, place)) return;
    const said = place && textOf(diagnostic, place);
    if (said !== undefined && this.#seen.has(said)) return;
    const cause = this.#addToCause(finding, diagnostic);
    const at = cause ?? this.diagnostics.length;
    if (said !== undefined) this.#seen.set(said, at);
    // What a consequence explains is explained by its cause.
    this.#remember(finding, at);
    if (cause === undefined) this.diagnostics.push(diagnostic);
  };

  /**
   * Adds a finding as a note to the one that it follows from, which then is at least as severe, and gives the
   * index of that; undefined when it follows from none.
   */
  #addToCause(finding: Finding, diagnostic: Diagnostic): number | undefined {
    const { place, message } = diagnostic;
    const at = this.#causeOf(finding, diagnostic.severity);
    const cause = at === undefined ? undefined : this.diagnostics[at];
    if (at === undefined || !cause || !place) return undefined;
    this.diagnostics[at] = {
      ...cause,
      severity: cause.unraised ? cause.severity : worse(cause.severity, diagnostic.severity),
      notes: [...(cause.notes ?? []), { message: `so ${message}`, place }],
    };
    return at;
  }

  #causeOf({ code, place, follows }: Finding, severity: Severity): number | undefined {
    if (!place) return undefined;
    for (const cause of follows ?? []) {
      const at = isPart(cause)
        ? this.#partAround(place.file.path, cause.span)
        : this.#causes.get(keyOf(cause, place.file.path));
      if (at !== undefined) return at;
    }
    return severity === 'info' || BY_THEMSELVES.has(code)
      ? undefined
      : this.#partAround(place.file.path, place.span);
  }

  #partAround(path: string, { start, end }: Span): number | undefined {
    return this.#parts.find((one) => one.path === path && start >= one.part.start && end <= one.part.end)?.at;
  }

  /** Records what the finding at an index explains. */
  #remember({ explains, place }: Finding, at: number): void {
    for (const cause of (place && explains) ?? []) {
      const path = place?.file.path ?? '';
      const key = keyOf(cause, path);
      if (isPart(cause)) this.#parts.push({ path, part: cause.span, at });
      else if (!this.#causes.has(key)) this.#causes.set(key, at);
    }
  }

  /**
   * Removes supposed findings, once a plan has decided them. The plan may then say the same, in the same words.
   */
  settle(): void {
    const kept = this.diagnostics.filter(({ supposed }) => !supposed);
    this.#seen = new Map(
      [...this.#seen].flatMap(([said, at]): [string, number][] => {
        const diagnostic = this.diagnostics[at];
        return diagnostic && !diagnostic.supposed ? [[said, kept.indexOf(diagnostic)]] : [];
      }),
    );
    this.diagnostics.splice(0, this.diagnostics.length, ...kept);
    this.#causes.clear();
    this.#parts.length = 0;
    for (const [at, diagnostic] of kept.entries()) this.#remember(diagnostic, at);
  }

  /** Whether any finding is an error; a brake is none of the files. */
  get failed(): boolean {
    return this.diagnostics.some(({ code, severity }) => severity === 'error' && !isBrake(code));
  }

  /** Whether any finding is a brake. */
  get braked(): boolean {
    return this.diagnostics.some(({ code }) => isBrake(code));
  }

  /** Whether any finding is an error that no server can refute. */
  get certainlyFailed(): boolean {
    return this.diagnostics.some(({ severity, supposed }) => severity === 'error' && !supposed);
  }

  /** The number of findings with this code. */
  count(code: Code): number {
    return this.diagnostics.filter((diagnostic) => diagnostic.code === code).length;
  }
}
