import type { AllFiles, OwnedEntry } from './all-files.ts';
import { isDefault } from './default-objects.ts';
import { fileMeant } from './files.ts';
import type { Maker, Makers } from './makers.ts';
import type { ApplySummary, FileSummary, FindSummary } from './summary.ts';

/**
 * How strong a need is. `asked`: an entry names the file; `found`: a look-up fails without it, or writes
 * null; `hint`: it is better to satisfy it, but the look-up only decides something, the server has the
 * object, or it is not certain which file creates it.
 */
export type Strength = 'asked' | 'found' | 'hint';

/** A file needs another to be applied before it. */
export interface Need {
  readonly from: FileSummary;
  /** The files of which one must come first. */
  readonly to: readonly FileSummary[];
  /** Other files that may satisfy it as well, depending on values that only evaluation tells. */
  readonly perhaps: readonly FileSummary[];
  readonly strength: Strength;
  /** The entry that names the file, or the first look-up of what these files create. */
  readonly by:
    | { readonly kind: 'apply'; readonly apply: ApplySummary }
    | { readonly kind: 'find'; readonly find: FindSummary; readonly made: OwnedEntry };
}

/** The needs of `metaapplyblueprint` entries. */
export function askedNeeds({ files }: AllFiles): Need[] {
  return files.flatMap((from) =>
    from.applies.flatMap((apply): Need[] => {
      const to = fileMeant(files, { name: apply.name?.text, path: apply.path?.text });
      return to ? [{ from, to: [to], perhaps: [], strength: 'asked', by: { kind: 'apply', apply } }] : [];
    }),
  );
}

/** The needs of look-ups for what other files create; of equal needs of a file only the first. */
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

/** The needs of one look-up; none where its own file certainly creates the object before it. */
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
  // No file certainly creates it: if only one may, that counts as certain.
  if (filesOf(others).length === 1) return need(others, [], isNeeded ? 'found' : 'hint');
  const byFile = new Map(others.map((one) => [one.owned.file, one]));
  return [...byFile.values()].flatMap((one) => need([one], [], 'hint'));
}

function filesOf(makers: readonly Maker[]): FileSummary[] {
  return [...new Set(makers.map(({ owned }) => owned.file))];
}
