import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** A file that `fmt` looked at. */
export interface FormattedFile {
  readonly path: string;
  /** Formatting it changes it. */
  readonly changed: boolean;
}

/**
 * What `fmt --format json` prints (schemas/fmt-output-1.json). `written`: the files were changed, and not
 * only looked at.
 */
export function formatFmtJson(
  files: readonly FormattedFile[],
  written: boolean,
  diagnostics: readonly Diagnostic[],
): string {
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
