import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { componentsOf } from '../semantics/circles.ts';
import { inOrder } from './arrange.ts';
import { Entries, type ExportInput } from './entries.ts';
import { type ExportEntry, referredBy } from './export-entry.ts';
import type { ExportedFile, ExportResult, OutsideReference } from './export-result.ts';
import type { LeftOutReason } from '../plan/server-made/left-out.ts';
import { printFile } from './print-file.ts';
import type { ExportWish } from './wish.ts';

/**
 * The objects of a server as blueprints, as a person would write them, and in a stable order, so that two servers
 * with the same objects give the same texts. Undefined where what is asked for is not there. Pure: no I/O, no clock, no randomness.
 */
export function buildExport(input: ExportInput): ExportResult | undefined {
  const { wish } = input;
  const entries = new Entries(input);
  const { overlay } = entries;
  const fileOf = filesOf(entries, wish);
  if (!fileOf) return undefined;
  const files = new Map<string, { readonly entries: ExportEntry[]; readonly remarks: string[] }>();
  const fileNamed = (name: string): { readonly entries: ExportEntry[]; readonly remarks: string[] } => {
    let file = files.get(name);
    if (!file) files.set(name, (file = { entries: [], remarks: [] }));
    return file;
  };
  for (const entry of entries.byRow.values()) {
    const name = fileOf(entry.row);
    if (name !== undefined) fileNamed(name).entries.push(entry);
  }
  const incomplete = entries.untold.flatMap(({ row, why, isWhole }) => {
    const name = fileOf(row);
    if (name === undefined) return [];
    const object = { model: row.model, name: entries.nameOf(row) };
    if (isWhole) fileNamed(name).remarks.push(`Not here: ${object.model} ${object.name}: ${why}`);
    return [{ file: `${name}.yaml`, ...object, why }];
  });
  const written = [...files.values()].flatMap((file) => file.entries);
  return {
    files: [...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, file]): ExportedFile => ({
          path: `${name}.yaml`,
          text: printFile(name, inOrder(overlay, file.entries), file.remarks, entries.identities),
          entries: file.entries.length,
        }),
      ),
    variables: entries.variables.of(new Set(written.map(({ row }) => row))),
    leftOut: countsOf(entries, fileOf, wish),
    references: referencesOf(entries, written),
    incomplete,
  };
}

/**
 * The file that an object goes into, without `.yaml`; of an object that is not asked for, undefined. Undefined
 * where nothing is what is asked for.
 */
function filesOf(
  { places, byRow }: Entries,
  { scope }: ExportWish,
): ((row: OverlayRow) => string | undefined) | undefined {
  if (scope.kind === 'model') {
    const name = scope.model.split('.')[1] ?? scope.model;
    return (row) => (row.model === scope.model ? name : undefined);
  }
  const needs = new Map<string, Set<string>>();
  for (const entry of byRow.values()) {
    const file = places.fileOf(entry.row);
    const others = needs.get(file) ?? new Set<string>();
    needs.set(file, others);
    for (const row of referredBy(entry)) if (byRow.has(row)) others.add(places.fileOf(row));
  }
  const merged = mergedFiles(needs);
  const fileOf = (row: OverlayRow): string => {
    const file = places.fileOf(row);
    return merged.get(file) ?? file;
  };
  if (scope.kind === 'all') return fileOf;
  const own = places.headNamed(scope.folder, scope.name)?.file;
  if (own === undefined) return undefined;
  const asked = merged.get(own) ?? own;
  return (row) => (fileOf(row) === asked ? asked : undefined);
}

/** Files that refer to each other in a circle are one: the name of the first of them, by each. */
function mergedFiles(needs: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const files = [...needs.keys()].sort();
  const numbers = componentsOf(files, (file) => [...(needs.get(file) ?? [])].sort());
  const first = new Map<number | undefined, string>();
  return new Map(
    files.map((file) => {
      const number = numbers.get(file);
      const name = first.get(number) ?? file;
      first.set(number, name);
      return [file, name];
    }),
  );
}

function countsOf(
  { leftOut }: Entries,
  fileOf: (row: OverlayRow) => string | undefined,
  { scope }: ExportWish,
): ExportResult['leftOut'] {
  const counts = new Map<LeftOutReason, number>();
  for (const [row, reason] of leftOut)
    if (scope.kind === 'all' || fileOf(row) !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** What entries refer to that no file of the export has, in order. */
function referencesOf(entries: Entries, written: readonly ExportEntry[]): OutsideReference[] {
  const here = new Set(written.map(({ row }) => row));
  const outside = new Set(written.flatMap(referredBy).filter((row) => !here.has(row)));
  return [...outside]
    .map((row) => ({ model: row.model, name: entries.nameOf(row), everywhere: entries.isEverywhere(row) }))
    .sort((a, b) => (`${a.model} ${a.name}` < `${b.model} ${b.name}` ? -1 : 1));
}
