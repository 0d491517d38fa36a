import type { Code } from '../diagnostics/codes.ts';
import { clean } from '../source/clean.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** The result of `validate`, for the formats for programs. */
export interface ValidateReport {
  /** The authentik release that the files were checked for. */
  readonly target: string;
  /** The findings to show, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were checked, as given. */
  readonly paths: readonly string[];
  readonly entries: number;
  /** Whether a finding makes the run fail: errors, and warnings where they count (`--strict`). */
  readonly isFailure: (diagnostic: Diagnostic) => boolean;
  /** A path for the platform that shows the report: relative to the root of the repository, with `/`. */
  readonly pathOf: (path: string) => string;
  /** The page that explains a code, as Markdown. */
  readonly pageOf: (code: Code) => string | undefined;
  /** The version of this program. */
  readonly version: string;
}

/** Message and hint as one text, for formats without hints; each on one line. */
export function messageOf({ message, hint }: Diagnostic): string {
  return hint === undefined ? clean(message) : `${clean(message)}\nhint: ${clean(hint)}`;
}

/** Findings by the path of their file, in the order of the files; those without a file are under ''. */
export function byPath({ paths, diagnostics }: ValidateReport): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>(paths.map((path) => [path, []]));
  for (const diagnostic of diagnostics) {
    const path = diagnostic.place?.file.path ?? '';
    const group = groups.get(path);
    if (group) group.push(diagnostic);
    else groups.set(path, [diagnostic]);
  }
  return groups;
}
