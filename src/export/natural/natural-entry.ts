import { type Blueprint, type Node, valueAt } from '../../blueprint/blueprint.ts';
import { findNotJson } from '../../blueprint/json.ts';
import { plainNode } from '../../blueprint/plain.ts';
import type { Dict } from '../../blueprint/value.ts';
import type { OverlayRow } from '../../plan/overlay/overlay-row.ts';
import { type CheckedEntry, nodeText, ownerOf } from '../../semantics/checked-entry.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import type { Identity } from '../identities.ts';
import type { LiteralKey } from './literal-keys.ts';

/** Why an entry of an export is no entry of a file that belongs in git. */
export type NaturalReason =
  | 'record'
  | 'not-creatable'
  | 'brought'
  | 'hidden'
  | 'own'
  | 'applied'
  | 'shadow'
  | 'twice';

/** A primary key that is written out, and the object that has it, as far as it is known. */
export interface KnownKey extends LiteralKey {
  readonly row: OverlayRow | undefined;
}

/** An entry, and what is known of the objects in it. */
export interface NaturalEntry {
  readonly checked: CheckedEntry;
  /** Its object; a row of no object where it cannot be told which one it is. */
  readonly row: OverlayRow;
  /** Whether it identifies its object by a primary key. */
  readonly isKeyed: boolean;
  readonly keys: readonly KnownKey[];
  readonly leftOut: { readonly reason: NaturalReason; readonly why: string } | undefined;
}

/** What people are told of it. */
export const WHY: Readonly<Record<Exclude<NaturalReason, 'hidden' | 'shadow'>, string>> = {
  record: 'it is something that happened, and is not configured',
  'not-creatable': 'no blueprint can make one',
  brought: 'the server makes it along with another object',
  twice: 'another entry of this file says the same',
  applied: 'authentik makes it for a blueprint of its own, and applies that by itself',
  own: 'ak-blueprint keeps something in it for itself',
};

/** Whether an entry surely makes its object, so that others can refer to it by its id. */
export function isSure({ checked: { conditional, ensure, resource } }: NaturalEntry): boolean {
  return !conditional && ensure !== 'absent' && resource !== undefined;
}

/** What an entry has beside its primary key and identifies an object, tags as they are; no keys that stay. */
export function writtenIdentity({ checked, keys }: NaturalEntry): Identity | undefined {
  const { entry, resource } = checked;
  if (!resource) return undefined;
  const values: Dict = {};
  for (const { key, value } of [...(entry.attrs?.pairs ?? []), ...(entry.identifiers?.pairs ?? [])])
    if (key !== 'pk' && key !== resource.collection.pk) values[key] = plainNode(value);
  const stays = new Set(keys.filter(({ row }) => !row).map(({ field }) => field));
  // Where all of it is written out, it is known whether it identifies.
  const isOpen = (field: string): boolean => findNotJson(values[field] ?? null) !== undefined;
  const fields = naturalSets(resource, values).find(
    (set) =>
      set.some(isOpen) && set.every((field) => resource.lookups[field] !== undefined && !stays.has(field)),
  );
  return fields && { parts: fields.map((field) => ({ field, lookup: field, value: '' })), text: '' };
}

/** Entries, of which those are left out that say the same of an object as an earlier one of their file. */
export function withoutTwice(entries: readonly NaturalEntry[]): NaturalEntry[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const { checked, isKeyed, leftOut } = entry;
    if (!isKeyed || leftOut || checked.entry.id) return entry;
    const owner = ownerOf(checked.blueprint);
    const text = `${owner} ${nodeText(checked.entry.map, owner)}`;
    if (seen.has(text)) return { ...entry, leftOut: { reason: 'twice', why: WHY.twice } };
    seen.add(text);
    return entry;
  });
}

/** The list of the entries of a blueprint, or the mapping of its sections. */
export function entriesNode({ root }: Blueprint): Node | undefined {
  return root.kind === 'map' ? valueAt(root, 'entries') : undefined;
}
