import { replacing } from '../../blueprint/rewrite.ts';
import type { Catalog } from '../../catalog/model.ts';
import type { Finding, Report } from '../../diagnostics/collector.ts';
import { type AllFiles, allFiles, type OwnedEntry } from '../../semantics/all-files.ts';
import type { FileSummary, Named } from '../../semantics/summary.ts';
import type { Place, SourceFile, Span } from '../../source/source-file.ts';

/** What every rule across files needs. */
export interface AcrossFacts extends AllFiles {
  /** Lists that the project only adds to, as `model.field`. */
  readonly merged: ReadonlySet<string>;
  /** The keys of the context that the run gives. */
  readonly given: ReadonlySet<string>;
  readonly report: Report;
  readonly place: (file: FileSummary, span: Span) => Place;
}

/**
 * Gathers the facts about all files, sorted by path, since the order in which they are given must not matter.
 * `sourceOf` gives the file of a path, for the places of findings.
 */
export function gatherAcross(
  summaries: readonly FileSummary[],
  catalog: Catalog,
  sourceOf: (path: string) => SourceFile,
  report: Report,
  merged: ReadonlySet<string>,
  given: ReadonlySet<string>,
): AcrossFacts {
  return {
    ...allFiles([...summaries].sort(byPath), catalog),
    merged,
    given,
    report,
    place: ({ path }, span) => ({ file: sourceOf(path), span }),
  };
}

function byPath(one: FileSummary, other: FileSummary): number {
  if (one.path === other.path) return 0;
  return one.path < other.path ? -1 : 1;
}

/** Reports a finding at a span of an entry's file. */
export function reportAt(
  facts: AcrossFacts,
  { file, entry }: OwnedEntry,
  span: Span,
  finding: Omit<Finding, 'place' | 'entry'>,
): void {
  facts.report({ ...finding, place: facts.place(file, span), entry: entry.ref });
}

/** A fix that replaces a text by another; see `replacing`. */
export function replacingAt(
  facts: AcrossFacts,
  file: FileSummary,
  { text, span }: Named,
  by: string,
): ReturnType<typeof replacing> {
  return replacing(
    facts.place(file, span).file,
    { kind: 'scalar', value: text, text, quoted: false, span },
    by,
  );
}
