import { replacing } from '../../blueprint/rewrite.ts';
import type { Catalog, Resource } from '../../catalog/model.ts';
import type { Finding, Report } from '../../diagnostics/collector.ts';
import type { Place, SourceFile, Span } from '../../source/source-file.ts';
import type { EntrySummary, FileSummary, Named, ValueSummary } from './summary.ts';

/** What every rule across files looks at. */
export interface AcrossFacts {
  readonly catalog: Catalog;
  readonly files: readonly FileSummary[];
  /** The entries of all files. */
  readonly entries: readonly OwnedEntry[];
  /** Lists that the project only adds to, as `model.field`. */
  readonly merged: ReadonlySet<string>;
  readonly report: Report;
  readonly place: (file: FileSummary, span: Span) => Place;
}

/** An entry with the file that it is in. */
export interface OwnedEntry {
  readonly file: FileSummary;
  readonly entry: EntrySummary;
  readonly resource: Resource;
}

/**
 * Gathers the facts about all files, by path: in which order they were given tells nothing. `sourceOf` gives
 * the file of a path, to show findings in.
 */
export function gatherAcross(
  given: readonly FileSummary[],
  catalog: Catalog,
  sourceOf: (path: string) => SourceFile,
  report: Report,
  merged: ReadonlySet<string>,
): AcrossFacts {
  const files = [...given].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const entries = files.flatMap((file) =>
    file.entries.flatMap((entry) => {
      const resource = catalog.models[entry.model];
      return resource?.kind === 'resource' ? [{ file, entry, resource }] : [];
    }),
  );
  return {
    catalog,
    files,
    entries,
    merged,
    report,
    place: ({ path }, span) => ({ file: sourceOf(path), span }),
  };
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

/** The fix that writes another text in place of one; see `replacing`. */
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

/** The value that an entry gives a field: its identifier, else its attribute. */
export function valueOf({ entry }: OwnedEntry, field: string): ValueSummary | undefined {
  return (
    entry.identifiers?.find((value) => value.field === field) ??
    entry.attrs?.find((value) => value.field === field)
  );
}

/** The entry surely writes its object: it is not skipped, has no condition, and its state is one of these. */
export function surely({ entry }: OwnedEntry, ...states: readonly string[]): boolean {
  return !entry.skipped && !entry.conditional && entry.ensure !== undefined && states.includes(entry.ensure);
}
