import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { ModelName } from '../../catalog/model.ts';
import { NotFormatted } from '../../format/layout.ts';
import { checkEntries } from '../../semantics/checked-entry.ts';
import type { Variable } from '../variables.ts';
import { type NaturalInput, NaturalObjects } from './natural-entries.ts';
import { type NaturalEntry, type NaturalReason, entriesNode } from './natural-entry.ts';
import { type NaturalRemark, remarksOn } from './remarks.ts';
import { rewriteFile } from './rewrite-file.ts';

const GENERATED = 'blueprints.goauthentik.io/generated';

/** A file that may have primary keys written out. Its text has no carriage returns. */
export interface NaturalFile {
  readonly blueprint: Blueprint;
  /** The name for a blueprint whose exporter made one up. */
  readonly name: string;
}

/** What became of files. */
export interface NaturalResult {
  /** The new texts of files, by blueprint; those without primary keys have none. */
  readonly texts: ReadonlyMap<Blueprint, string>;
  readonly remarks: readonly NaturalRemark[];
  /** The secrets that are variables now. */
  readonly variables: readonly Variable[];
  readonly leftOut: Readonly<Partial<Record<NaturalReason, number>>>;
  /** Objects that the files look up, and do not have. */
  readonly references: readonly { readonly model: ModelName; readonly name: string }[];
}

/**
 * Files with natural identifiers and references in place of primary keys. What a key means is told by the entry that
 * has it, in any of the files, else by what is known of the server. `hidesSecrets`: secrets of exported objects become
 * variables. Pure: no I/O, no clock, no randomness.
 */
export function naturalise(
  input: NaturalInput,
  files: readonly NaturalFile[],
  hidesSecrets: boolean,
): NaturalResult {
  const checked = files.map(({ blueprint }) => checkEntries(blueprint, input.catalog));
  const objects = new NaturalObjects(input, checked.flat());
  const texts = new Map<Blueprint, string>();
  const remarks: NaturalRemark[] = [];
  const rows = new Set<NaturalEntry['row']>();
  const leftOut: Partial<Record<NaturalReason, number>> = {};
  for (const { blueprint, name } of files) {
    const entries = objects.entries.filter((entry) => entry.checked.blueprint === blueprint);
    if (!entries.some(({ isKeyed, keys }) => isKeyed || keys.length > 0)) continue;
    const isExport = blueprint.labels[GENERATED] !== undefined;
    const found = new Map(entries.map((entry) => [entry, remarksOn(objects, entry, isExport)]));
    remarks.push(...[...found.values()].flatMap(({ remarks: own }) => own));
    for (const { row, leftOut: why } of entries) {
      if (why) leftOut[why.reason] = (leftOut[why.reason] ?? 0) + 1;
      else rows.add(row);
    }
    const notes = new Map([...found].map(([entry, one]) => [entry, one.notes]));
    if (!isWhole(blueprint)) {
      const message = 'the primary keys in this file stay: entries of it cannot be read (validate says why)';
      remarks.push({ kind: 'not-written', blueprint, entry: undefined, span: { start: 0, end: 0 }, message });
      continue;
    }
    try {
      texts.set(blueprint, rewriteFile(objects, { blueprint, entries, name, isExport, hidesSecrets, notes }));
    } catch (error) {
      if (!(error instanceof NotFormatted)) throw error;
      const message = `the primary keys in this file stay: it has ${error.message}`;
      remarks.push({ kind: 'not-written', blueprint, entry: undefined, span: { start: 0, end: 0 }, message });
    }
  }
  return { texts, remarks, variables: objects.variables.of(rows), leftOut, references: objects.outside };
}

/** Whether every entry of a blueprint could be read, so that none is lost. */
function isWhole(blueprint: Blueprint): boolean {
  const node = entriesNode(blueprint);
  if (node?.kind === 'seq') return node.items.length === blueprint.entries.length;
  const lists = node?.kind === 'map' ? node.pairs.map(({ value }) => value) : [];
  const items = lists.map((list) => (list.kind === 'seq' ? list.items.length : 0));
  return items.reduce((sum, number) => sum + number, 0) === blueprint.entries.length;
}
