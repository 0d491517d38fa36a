import type { AllFiles, OwnedEntry } from './all-files.ts';
import { isDefault } from './default-objects.ts';
import { fileMeant } from './files.ts';
import type { Maker, Makers } from './makers.ts';
import type { ApplySummary, FileSummary, FindSummary } from './summary.ts';

/**
 * How much hangs on a need: `asked` for by name; `found`: a look-up fails without it, or writes null; `hint`:
 * it may do without, because it only decides something, because the server has the object, or because it is
 * not certain who makes it.
 */
export type Strength = 'asked' | 'found' | 'hint';

/** A file needs another one to be applied before it. */
export interface Need {
  readonly from: FileSummary;
  /** The files of which one must come first. */
  readonly to: readonly FileSummary[];
  /** Other files that may make it, too: it hangs on values that only an evaluation tells. */
  readonly perhaps: readonly FileSummary[];
  readonly strength: Strength;
  /** The entry that asks for it by name; or the first look-up of what these files make. */
  readonly by:
    | { readonly kind: 'apply'; readonly apply: ApplySummary }
    | { readonly kind: 'find'; readonly find: FindSummary; readonly made: OwnedEntry };
}

/** What the `metaapplyblueprint` entries ask for. */
export function askedNeeds({ files }: AllFiles): Need[] {
  return files.flatMap((from) =>
    from.applies.flatMap((apply): Need[] => {
      const to = fileMeant(files, { name: apply.name?.text, path: apply.path?.text });
      return to ? [{ from, to: [to], perhaps: [], strength: 'asked', by: { kind: 'apply', apply } }] : [];
    }),
  );
}

/** What is read off the text: look-ups of what other files make, each set of files once for each file. */
export function foundNeeds(all: AllFiles, makers: Makers): Need[] {
  const position = new Map(all.files.map((file, index) => [file, index]));
  return all.files.flatMap((from) => {
    const known = new Map<string, Need>();
    const add = (need: Need): void => {
      const key = `${need.strength} ${need.to.map((file) => position.get(file) ?? -1).join()}`;
      if (!known.has(key)) known.set(key, need);
    };
    for (const find of from.finds) needsOf(all, from, find, makers.of(find) ?? []).forEach(add);
    for (const find of from.deciding)
      for (const need of needsOf(all, from, find, makers.of(find) ?? [])) add({ ...need, strength: 'hint' });
    return [...known.values()];
  });
}

/** What one look-up needs of other files. What its own file surely makes before it tells nothing. */
function needsOf(
  { catalog }: AllFiles,
  from: FileSummary,
  find: FindSummary,
  made: readonly Maker[],
): Need[] {
  const own = made.filter(({ owned }) => owned.file === from);
  if (own.some(({ owned, sure }) => sure && owned.entry.ref.index < find.ref.index)) return [];
  const others = made.filter(({ owned }) => owned.file !== from);
  const sure = others.filter((one) => one.sure);
  const isNeeded = own.length === 0 && !isDefault(catalog, find);
  const need = (some: readonly Maker[], perhaps: readonly Maker[], strength: Strength): Need[] => {
    const [first] = some;
    if (!first) return [];
    const to = filesOf(some);
    const by = { kind: 'find' as const, find, made: first.owned };
    return [{ from, to, perhaps: filesOf(perhaps).filter((file) => !to.includes(file)), strength, by }];
  };
  if (sure.length > 0) return need(sure, others, isNeeded ? 'found' : 'hint');
  // Nobody surely makes it: who is the only one that may is as good as sure.
  if (filesOf(others).length === 1) return need(others, [], isNeeded ? 'found' : 'hint');
  const byFile = new Map(others.map((one) => [one.owned.file, one]));
  return [...byFile.values()].flatMap((one) => need([one], [], 'hint'));
}

function filesOf(makers: readonly Maker[]): FileSummary[] {
  return [...new Set(makers.map(({ owned }) => owned.file))];
}
