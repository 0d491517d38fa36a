import type { Catalog, Resource } from '../catalog/model.ts';
import type { EntrySummary, FileSummary, ValueSummary } from './summary.ts';

/** The summaries of all files. */
export interface AllFiles {
  readonly catalog: Catalog;
  readonly files: readonly FileSummary[];
  /** The entries of all files, in their order. */
  readonly entries: readonly OwnedEntry[];
}

/** An entry with the file that it is in. */
export interface OwnedEntry {
  readonly file: FileSummary;
  readonly entry: EntrySummary;
  readonly resource: Resource;
}

/**
 * Gathers the entries of files, in the given order; entries of models that cannot be written are left out.
 */
export function allFiles(files: readonly FileSummary[], catalog: Catalog): AllFiles {
  const entries = files.flatMap((file) =>
    file.entries.flatMap((entry) => {
      const resource = catalog.models[entry.model];
      return resource?.kind === 'resource' ? [{ file, entry, resource }] : [];
    }),
  );
  return { catalog, files, entries };
}

/** The value that an entry gives a field: its identifier, else its attribute. */
export function valueOf({ entry }: OwnedEntry, field: string): ValueSummary | undefined {
  return (
    entry.identifiers?.find((value) => value.field === field) ??
    entry.attrs?.find((value) => value.field === field)
  );
}

/** Whether an entry certainly writes its object: it has no condition, and its state is one of these. */
export function certainly({ entry }: OwnedEntry, ...states: readonly string[]): boolean {
  return !entry.skipped && !entry.conditional && entry.ensure !== undefined && states.includes(entry.ensure);
}
