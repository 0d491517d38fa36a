import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** A finished validation, as the formats for other programs get it. */
export interface ValidateReport {
  /** The authentik release that was validated for. */
  readonly target: string;
  /** The findings to show, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were looked at, as given. */
  readonly paths: readonly string[];
  readonly entries: number;
  /** Whether a finding makes the run fail: errors, and warnings where they count (`--strict`). */
  readonly isFailure: (diagnostic: Diagnostic) => boolean;
  /** A path as the platform that shows the report knows it: from the root of the repository, with `/`. */
  readonly pathOf: (path: string) => string;
  /** The page that explains a code, as Markdown. */
  readonly pageOf: (code: Code) => string | undefined;
  /** The version of this program. */
  readonly version: string;
}

/** What was found and what to do, as one text: the formats that take a finding know no hint. */
export function messageOf({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}\nhint: ${hint}`;
}

/** Findings by the path of their file, in the order of the files; '' holds those that have none. */
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
