import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ExportResult } from '../export/export-result.ts';
import type { RequestCount } from '../apply/outcome.ts';

/** What an export did, for one format. */
export interface ExportReport {
  /** The release of the server. */
  readonly target: string;
  readonly result: ExportResult;
  /** The folder that was written to; undefined where none was. */
  readonly folder: string | undefined;
  /** Files in it that an earlier export wrote and this one, of everything, does not have. */
  readonly leftBehind: readonly string[];
  /** What was found on the server. */
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: RequestCount;
  /** How long it took. */
  readonly seconds: number;
}
