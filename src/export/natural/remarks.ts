import type { Blueprint } from '../../blueprint/blueprint.ts';
import { describeRow } from '../../plan/overlay/describe.ts';
import { type CheckedEntry, valueOf } from '../../semantics/checked-entry.ts';
import type { Span } from '../../source/source-file.ts';
import { type Identity, objectName } from '../identities.ts';
import type { NaturalObjects } from './natural-entries.ts';
import type { NaturalEntry } from './natural-entry.ts';

/** Something that a file does not have as a person would write it, and why. */
export interface NaturalRemark {
  readonly kind: 'not-found' | 'other-name' | 'left-out' | 'not-written';
  readonly blueprint: Blueprint;
  readonly entry: CheckedEntry['ref'] | undefined;
  readonly span: Span;
  readonly message: string;
}

/** What is to be said of an entry, and in it as comments. */
interface Remarks {
  readonly remarks: readonly NaturalRemark[];
  readonly notes: readonly string[];
}

/** What an entry does not have as a person would write it. `isExport`: authentik's exporter wrote it. */
export function remarksOn(objects: NaturalObjects, entry: NaturalEntry, isExport: boolean): Remarks {
  const { checked, leftOut, row } = entry;
  const { blueprint, ref } = checked;
  const span = checked.entry.identifiers?.span ?? checked.entry.span;
  const remark = (kind: NaturalRemark['kind'], where: Span, message: string): NaturalRemark => ({
    kind,
    blueprint,
    entry: ref,
    span: where,
    message,
  });
  if (leftOut) {
    const name = objectName(objects.identityOf(row)) || describeRow(objects.overlay, row);
    return {
      remarks: [remark('left-out', span, `${ref.model} ${name} is left out: ${leftOut.why}`)],
      notes: [],
    };
  }
  const identity = objects.newIdentityOf(entry);
  const stays =
    entry.isKeyed && !identity
      ? [`the primary key of this ${row.model} stays: nothing tells it from another one`]
      : [];
  const unknown = unknownKeys(objects, entry);
  return {
    remarks: [
      ...stays.map((message) => remark('not-found', span, message)),
      ...unknown.map(({ node, message }) => remark('not-found', node.span, message)),
      ...otherNames(objects, entry, identity).map((message) => remark('other-name', span, message)),
    ],
    notes: [
      ...stays.map(() => 'The primary key stays: nothing tells this object from another one.'),
      ...new Set(unknown.map(({ message }) => `${message}.`)),
      ...(isExport && identity ? missingSecrets(entry) : []),
    ],
  };
}

/** The keys of an entry that nothing can be written in place of. */
function unknownKeys(
  objects: NaturalObjects,
  { keys, checked }: NaturalEntry,
): { readonly node: { readonly span: Span }; readonly message: string }[] {
  return keys.flatMap(({ node, row, field }) => {
    if (row && objects.isNamed(row, checked.blueprint)) return [];
    const why = row
      ? 'nothing tells the object with this primary key from another one'
      : 'no object with this primary key is known';
    return [{ node, message: `${field}: ${why}` }];
  });
}

/** What the server calls an object that the file has under another name. */
function otherNames(
  objects: NaturalObjects,
  { row, checked }: NaturalEntry,
  identity: Identity | undefined,
): string[] {
  const there = identity && objects.onServer(row);
  return (identity?.parts ?? []).flatMap(({ field, value }) => {
    const other = there?.actual?.[field];
    const differs = typeof value !== 'object' && other !== undefined && other !== value;
    return differs && valueOf(checked, field)
      ? [`the server has this object with another ${field}: ${String(other)}`]
      : [];
  });
}

/** What a new object needs, and no export has. */
function missingSecrets({ checked }: NaturalEntry): string[] {
  return Object.entries(checked.resource?.fields ?? {}).flatMap(([name, field]) =>
    field.writeOnly && field.required && !valueOf(checked, name)
      ? [
          `ak-blueprint-ignore attribute-missing: an export does not have ${name}; give it where there is no such object yet`,
        ]
      : [],
  );
}
