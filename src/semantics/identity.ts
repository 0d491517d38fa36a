import type { OwnedEntry } from './all-files.ts';
import type { EntrySummary } from './summary.ts';

/** All that an entry identifies its object by, as a text that entries of one object share. */
export function identifiersText({ identifiers }: EntrySummary): string {
  return (identifiers ?? [])
    .map(({ field, text }) => `${field}:${text}`)
    .sort()
    .join();
}

/**
 * What two entries of one object have in common, as a text: a unique value that identifies it, else all its
 * identifiers.
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

/** Whether an entry is about a kind of what the other is about: an export has some objects as both. */
function isKindOf({ resource }: OwnedEntry, of: OwnedEntry): boolean {
  return of.resource.shadowedBy.includes(resource.name);
}

/**
 * Whether two entries that give one unique value may manage the same object: both are of one model, and one
 * of them identifies its object by just this value; or the same identifies both.
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
