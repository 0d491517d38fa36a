import type { Blueprint } from '../../blueprint/blueprint.ts';
import { NotFormatted } from '../../format/layout.ts';
import { type CheckedEntry, checkEntries, valueOf } from '../../semantics/checked-entry.ts';
import type { Span } from '../../source/source-file.ts';
import { describeRow } from '../../plan/overlay/describe.ts';
import type { Variable } from '../variables.ts';
import { objectName } from '../identities.ts';
import {
  type NaturalEntry,
  type NaturalInput,
  NaturalObjects,
  type NaturalReason,
} from './natural-entries.ts';
import { rewriteFile } from './rewrite-file.ts';

const GENERATED = 'blueprints.goauthentik.io/generated';

/** A file that may have primary keys written out. Its text has no carriage returns. */
export interface NaturalFile {
  readonly blueprint: Blueprint;
  /** The name for a blueprint whose exporter made one up. */
  readonly name: string;
}

/** Something that a file does not have as a person would write it, and why. */
export interface NaturalRemark {
  readonly kind: 'not-found' | 'other-name' | 'left-out' | 'not-written';
  readonly blueprint: Blueprint;
  readonly entry: CheckedEntry['ref'] | undefined;
  readonly span: Span;
  readonly message: string;
}

/** What became of files. */
export interface NaturalResult {
  /** The new texts of files, by blueprint; those without primary keys have none. */
  readonly texts: ReadonlyMap<Blueprint, string>;
  readonly remarks: readonly NaturalRemark[];
  /** The secrets that are variables now. */
  readonly variables: readonly Variable[];
  readonly leftOut: Readonly<Partial<Record<NaturalReason, number>>>;
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
    try {
      texts.set(blueprint, rewriteFile(objects, { blueprint, entries, name, isExport, hidesSecrets, notes }));
    } catch (error) {
      if (!(error instanceof NotFormatted)) throw error;
      const message = `the primary keys in this file stay: it has ${error.message}`;
      remarks.push({ kind: 'not-written', blueprint, entry: undefined, span: { start: 0, end: 0 }, message });
    }
  }
  return { texts, remarks, variables: objects.variables.of(rows), leftOut };
}

/** What is to be said of an entry, and in it as comments. */
function remarksOn(
  objects: NaturalObjects,
  entry: NaturalEntry,
  isExport: boolean,
): { readonly remarks: readonly NaturalRemark[]; readonly notes: readonly string[] } {
  const { checked, leftOut, row } = entry;
  const { blueprint, ref, resource } = checked;
  const notes: string[] = [];
  const remarks: NaturalRemark[] = [];
  const remark = (kind: NaturalRemark['kind'], span: Span, message: string): void => {
    remarks.push({ kind, blueprint, entry: ref, span, message });
  };
  const span = checked.entry.identifiers?.span ?? checked.entry.span;
  if (leftOut) {
    const name = objectName(objects.identityOf(row)) || describeRow(objects.overlay, row);
    remark('left-out', span, `${row.model} ${name} is left out: ${leftOut.why}`);
    return { remarks, notes };
  }
  const identity = entry.isKeyed ? objects.identityOf(row) : undefined;
  if (entry.isKeyed && !identity) {
    notes.push('The primary key stays: nothing tells this object from another one.');
    remark(
      'not-found',
      span,
      `the primary key of this ${row.model} stays: nothing else tells it from another one`,
    );
  }
  for (const key of entry.keys) {
    if (key.row && objects.identityOf(key.row)) continue;
    const why = key.row
      ? 'nothing tells the object with this primary key from another one'
      : 'no object with this primary key is known';
    const note = `${key.field}: ${why}.`;
    if (!notes.includes(note)) notes.push(note);
    remark('not-found', key.node.span, `${key.field}: ${why}`);
  }
  const there = identity && objects.onServer(row);
  for (const { field, value } of identity?.parts ?? []) {
    const other = there?.actual?.[field];
    if (typeof value !== 'object' && other !== undefined && other !== value && valueOf(checked, field))
      remark('other-name', span, `the server has this object with another ${field}: ${String(other)}`);
  }
  if (isExport && identity)
    for (const [name, field] of Object.entries(resource?.fields ?? {}))
      if (field.writeOnly && field.required && !valueOf(checked, name))
        notes.push(
          `ak-blueprint-ignore attribute-missing: an export does not have ${name}; give it where there is no such object yet`,
        );
  return { remarks, notes };
}
