import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** A file that `fmt` looked at. */
export interface FormattedFile {
  readonly path: string;
  /** Formatting it changes it. */
  readonly changed: boolean;
}

/** What `fmt` did, as the formats for other programs get it. */
export interface FmtReport {
  readonly files: readonly FormattedFile[];
  /** The files were changed, and not only looked at. */
  readonly written: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `fmt --format json` prints (schemas/fmt-output-1.json). */
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
