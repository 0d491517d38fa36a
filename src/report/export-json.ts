import type { ExportReport } from './export-report.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** The output of `export --format json` (schemas/export-output-1.json): texts where no folder was written. */
export function formatExportJson({
  target,
  result,
  folder,
  leftBehind,
  diagnostics,
  requests,
  seconds,
}: ExportReport): string {
  const { files, variables, leftOut, references, incomplete } = result;
  return JSON.stringify(
    {
      formatVersion: 1,
      target,
      folder,
      files: files.map(({ path, text, entries }) => ({
        file: path,
        entries,
        text: folder === undefined ? text : undefined,
      })),
      variables: variables.map(({ name, what, value }) => ({ name, what, shown: value !== undefined })),
      leftOut,
      references,
      incomplete,
      leftBehind,
      diagnostics: diagnostics.map(toJsonDiagnostic),
      summary: {
        files: files.length,
        entries: files.reduce((sum, { entries }) => sum + entries, 0),
        leftOut: Object.values(leftOut).reduce((sum, number) => sum + number, 0),
        incomplete: incomplete.length,
      },
      requests,
      seconds,
    },
    null,
    2,
  );
}
