import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { OverlayRow } from '../../plan/overlay/overlay-row.ts';
import { inOrder } from '../arrange.ts';
import type { ExportEntry } from '../export-entry.ts';
import { type ExportValue, objectsIn } from '../export-value.ts';
import type { Identity } from '../identities.ts';
import type { FileReferences } from './file-references.ts';
import type { NaturalObjects } from './natural-entries.ts';
import type { NaturalEntry } from './natural-entry.ts';

/** A file that is written anew. */
export interface FileToRewrite {
  readonly blueprint: Blueprint;
  readonly entries: readonly NaturalEntry[];
  /** The name of a blueprint that has one that its exporter made up. */
  readonly name: string;
  /** Whether authentik's exporter wrote it, so that what it left out is put back. */
  readonly isExport: boolean;
  /** Whether secrets become variables. */
  readonly hidesSecrets: boolean;
  /** What stays as it is, by entry, each a comment. */
  readonly notes: ReadonlyMap<NaturalEntry, readonly string[]>;
}

/** Attributes that an entry gets, with their names. */
export type AddedAttributes = readonly (readonly [string, ExportValue])[];

/** An entry on its way to its place. */
export interface Placed extends ExportEntry {
  readonly source: NaturalEntry;
}

/** The entries that stay, each after what it refers to; one that is set in two steps stands twice. */
export function placeEntries(
  objects: NaturalObjects,
  file: FileToRewrite,
  references: FileReferences,
  added: ReadonlyMap<NaturalEntry, AddedAttributes>,
): readonly Placed[] {
  const placed = file.entries
    .filter(({ leftOut }) => !leftOut)
    .map((entry) => placedOf(file, references, entry, added.get(entry) ?? []));
  return references.canMove ? inOrder(objects.overlay, placed) : placed;
}

/** An entry with what it needs before it. `added`: what it gets that is not written in it. */
function placedOf(
  { entries }: FileToRewrite,
  references: FileReferences,
  entry: NaturalEntry,
  added: AddedAttributes,
): Placed {
  const identity: Identity = references.newIdentity(entry) ?? { parts: [], text: '' };
  const needed: OverlayRow[] = [];
  const attrs = new Map<string, OverlayRow[]>();
  const add = (field: string, isAttribute: boolean, row: OverlayRow | undefined): void => {
    const rows = row ? references.neededFor(row) : [];
    if (!isAttribute) needed.push(...rows);
    else attrs.set(field, [...(attrs.get(field) ?? []), ...rows]);
  };
  for (const [field] of added) attrs.set(field, []);
  const { identifiers, attrs: own } = entry.checked.entry;
  for (const { key } of [...(identifiers?.pairs ?? []), ...(own?.pairs ?? [])]) attrs.set(key, []);
  for (const key of references.written(entry)) add(key.field, key.isAttribute, key.row);
  const byId = new Map(entries.map((one) => [one.checked.entry.id?.text, one.row]));
  for (const reference of entry.checked.references) {
    const [part, field] = reference.path;
    if (reference.kind === 'keyOf') add(String(field), part === 'attrs', byId.get(reference.id));
  }
  for (const [field, value] of added) for (const row of objectsIn(value)) add(field, true, row);
  const asObjects = (rows: readonly OverlayRow[]): ExportValue => ({
    kind: 'list',
    items: rows.map((row) => ({ kind: 'object', row })),
  });
  const parts = identity.parts.flatMap(({ value }) =>
    typeof value === 'object' ? references.neededFor(value) : [],
  );
  return {
    source: entry,
    row: entry.row,
    identity: { parts: [], text: '' },
    attrs: [...attrs].map(([field, rows]) => [field, asObjects(rows)]),
    permissions: [asObjects([...needed, ...parts])],
    notes: [],
  };
}
