import type { OwnedEntry } from './all-files.ts';
import type { EntrySummary } from './summary.ts';

/** A text that entries with the same identifiers share. */
export function identifiersText({ identifiers }: EntrySummary): string {
  return (identifiers ?? [])
    .map(({ field, text }) => `${field}:${text}`)
    .sort()
    .join();
}

/**
 * A text that two entries of one object share: its model with a unique value that identifies it, else with
 * all its identifiers.
 */
export function identityOf({ resource, entry }: OwnedEntry): string {
  const [unique] = resource.unique.flatMap(({ fields: [name, other] }) =>
    (entry.identifiers ?? []).filter(({ field, literal }) => {
      const isWritten = literal !== undefined && literal !== null && literal !== '';
      return other === undefined && field === name && isWritten;
    }),
  );
  return `${resource.name} ${unique ? `${unique.field}=${unique.text}` : identifiersText(entry)}`;
}

/**
 * Whether the model of an entry is a special case of the other's, in which the same object appears: an export
 * has some objects as both.
 */
function isKindOf({ resource }: OwnedEntry, of: OwnedEntry): boolean {
  return of.resource.shadowedBy.includes(resource.name);
}

/**
 * Whether two entries with the same unique value may manage the same object: they have the same identifiers,
 * or the same model and one of them identifies its object by this value alone. `fields`: those of the unique
 * rule.
 */
export function mayBeOne(one: OwnedEntry, other: OwnedEntry, fields: readonly string[]): boolean {
  const isSame = identifiersText(one.entry) === identifiersText(other.entry);
  if (isKindOf(one, other) || isKindOf(other, one)) return isSame;
  if (one.resource !== other.resource) return false;
  return (
    isSame ||
    [one, other].some(({ entry }) => (entry.identifiers ?? []).every(({ field }) => fields.includes(field)))
  );
}
