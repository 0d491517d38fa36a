import type { OwnedEntry } from '../../semantics/all-files.ts';
import { isDefault } from '../../semantics/default-objects.ts';
import type { Makers } from '../../semantics/makers.ts';
import type { FileSummary, FindSummary } from '../../semantics/summary.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `find-later`: a look-up of what only a later entry of the same file makes. The importer applies entries
 * in order, so on a server that does not have the object yet it is null: an error where the attribute takes no
 * null, else a warning. All look-ups of what one entry makes are one finding.
 */
export function checkFindLater(facts: AcrossFacts, makers: Makers): void {
  for (const file of facts.files) {
    const early = new Map<OwnedEntry, FindSummary[]>();
    for (const find of file.finds) {
      const maker = laterMaker(facts, makers, file, find);
      if (!maker) continue;
      const same = early.get(maker);
      if (same) same.push(find);
      else early.set(maker, [find]);
    }
    for (const [maker, finds] of early) report(facts, file, maker, finds);
  }
}

/** The first of the entries that make what a look-up asks for, where all of them come later in its file. */
function laterMaker(
  { catalog }: AcrossFacts,
  makers: Makers,
  file: FileSummary,
  find: FindSummary,
): OwnedEntry | undefined {
  const made = makers.of(find) ?? [];
  const isLater = made.every(({ owned }) => owned.file === file && owned.entry.ref.index > find.ref.index);
  if (!isLater || isDefault(catalog, find)) return undefined;
  return made.find(({ sure }) => sure)?.owned;
}

function report(
  facts: AcrossFacts,
  file: FileSummary,
  { entry }: OwnedEntry,
  finds: readonly FindSummary[],
): void {
  const first = finds.find(({ nullIsFine }) => !nullIsFine) ?? finds[0];
  if (!first) return;
  facts.report({
    code: 'find-later',
    severity: first.nullIsFine ? 'warning' : undefined,
    supposed: true,
    message: `only a later entry of this file makes this ${first.model}: where the server does not have it yet, authentik ${first.nullIsFine ? 'writes null' : 'refuses this entry'}`,
    hint: 'move the entry that makes it before this one; then !KeyOf can refer to it by its id, too',
    place: facts.place(file, first.span),
    entry: first.ref,
    notes: [
      { message: 'it is made here', place: facts.place(file, entry.modelSpan) },
      ...finds
        .filter((find) => find !== first)
        .map(({ span }) => ({ message: 'it is looked for here, too', place: facts.place(file, span) })),
    ],
  });
}
