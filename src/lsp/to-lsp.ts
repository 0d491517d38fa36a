import {
  type Diagnostic as LspDiagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver';
import type { Code, Severity } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place, Position } from '../source/source-file.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** The codes of what has no effect where it stands: editors grey it out. */
const NO_EFFECT: ReadonlySet<Code> = new Set([
  'attribute-read-only',
  'structure-unknown-key',
  'find-criterion',
]);

/** Where an editor finds the files and the pages that a finding names. */
export interface Addresses {
  /** The URI of a file by the path that it has in findings. */
  readonly uriOf: (path: string) => string;
  /** The address of the page that explains a code. */
  readonly docs: (code: Code) => string;
}

/** A finding as an editor takes it. */
export function toLsp(diagnostic: Diagnostic, { uriOf, docs }: Addresses): LspDiagnostic {
  const { code, severity, message, hint, place, notes = [] } = diagnostic;
  const related = notes.flatMap((note) =>
    note.place
      ? [
          {
            location: { uri: uriOf(note.place.file.path), range: toRange(note.place) },
            message: note.message,
          },
        ]
      : [],
  );
  const asides = notes.flatMap((note) => (note.place ? [] : [note.message]));
  const shown: LspDiagnostic = {
    code,
    codeDescription: { href: docs(code) },
    source: 'ak-blueprint',
    severity: SEVERITIES[severity],
    message: [message, ...asides, hint].filter((line) => line !== undefined).join('\n'),
    range: place ? toRange(place) : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  };
  if (related.length > 0) shown.relatedInformation = related;
  if (NO_EFFECT.has(code)) shown.tags = [DiagnosticTag.Unnecessary];
  return shown;
}

/** A place as editors count: lines and columns from 0. */
export function toRange({ file, span }: Place): Range {
  const index = LineIndex.of(file);
  const from0 = ({ line, column }: Position): Range['start'] => ({ line: line - 1, character: column - 1 });
  return { start: from0(index.position(span.start)), end: from0(index.position(span.end)) };
}
