import { isDefault } from './default-objects.ts';
import type { AllFiles, OwnedEntry } from './all-files.ts';
import { fileMeant } from './files.ts';
import type { Makers } from './makers.ts';
import type { ApplySummary, FileSummary, FindSummary } from './summary.ts';

/** A file needs another one to be applied before it. */
export interface Need {
  readonly from: FileSummary;
  readonly to: FileSummary;
  /** The entry that asks for it by name; or the first look-up of what only that file makes. */
  readonly by:
    | { readonly kind: 'apply'; readonly apply: ApplySummary }
    | { readonly kind: 'find'; readonly find: FindSummary; readonly made: OwnedEntry };
}

/** What the `metaapplyblueprint` entries ask for. */
export function askedNeeds({ files }: AllFiles): Need[] {
  return files.flatMap((from) =>
    from.applies.flatMap((apply) => {
      const to = fileMeant(files, apply);
      return to ? [{ from, to, by: { kind: 'apply' as const, apply } }] : [];
    }),
  );
}

/**
 * What is read off the text: look-ups of what another file makes, one for each two files. What the file
 * itself may make, more than one other, or the server, tells nothing.
 */
export function foundNeeds({ catalog, files }: AllFiles, makers: Makers): Need[] {
  return files.flatMap((from) => {
    const known = new Map<FileSummary, Need>();
    for (const find of from.finds) {
      if (isDefault(catalog, find)) continue;
      const made = makers.of(find) ?? [];
      const [first] = made;
      if (
        !first ||
        made.some(({ file }) => file !== first.file) ||
        first.file === from ||
        known.has(first.file)
      )
        continue;
      known.set(first.file, { from, to: first.file, by: { kind: 'find', find, made: first } });
    }
    return [...known.values()];
  });
}
