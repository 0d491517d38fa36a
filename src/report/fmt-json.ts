import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** A file that `fmt` read. */
export interface FormattedFile {
  readonly path: string;
  /** Whether formatting changes it. */
  readonly changed: boolean;
}

/** What `fmt` did, for the formats for programs. */
export interface FmtReport {
  readonly files: readonly FormattedFile[];
  /** Whether files were written, and not only checked. */
  readonly written: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The output of `fmt --format json` (schemas/fmt-output-1.json). */
export function formatFmtJson({ files, written, diagnostics }: FmtReport): string {
  return JSON.stringify(
    {
      formatVersion: 1,
      files: files.map(({ path, changed }) => ({ file: path, changed })),
      diagnostics: diagnostics.map(toJsonDiagnostic),
      summary: { files: files.length, changed: files.filter(({ changed }) => changed).length, written },
    },
    null,
    2,
  );
}
