import { type OwnedEntry, certainly } from '../../semantics/all-files.ts';
import type { Makers } from '../../semantics/makers.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `find-ambiguous`, offline: several entries certainly make objects that a `!Find` asks for. Where it stands
 * before one of them, the first run takes the other, and only the next run cannot tell them apart.
 */
export function checkFindAmbiguous(facts: AcrossFacts, makers: Makers): void {
  for (const file of facts.files) {
    for (const find of file.finds) {
      const sure = (makers.of(find) ?? []).filter((maker) => maker.sure).map(({ owned }) => owned);
      const [first] = sure;
      const other = first && sure.find((one) => areDifferent(one, first));
      if (!first || !other || sure.some((one) => isDeleted(facts, one))) continue;
      facts.report({
        code: 'find-ambiguous',
        severity: 'warning',
        supposed: true,
        message: `more than one entry makes an object of ${find.model} that this look-up finds`,
        hint: 'add a criterion that only one of them meets; the server would take one of them',
        place: facts.place(file, find.span),
        entry: find.ref,
        notes: [first, other].map((owned) => ({
          message: 'one is made here',
          place: facts.place(owned.file, owned.entry.modelSpan),
        })),
      });
    }
  }
}

/** Whether two entries certainly manage different objects: by the same field they identify them otherwise. */
function areDifferent(one: OwnedEntry, other: OwnedEntry): boolean {
  if (one.resource !== other.resource) return true;
  return (one.entry.identifiers ?? []).some(({ field, literal }) => {
    const same = other.entry.identifiers?.find((value) => value.field === field);
    return literal !== undefined && same?.literal !== undefined && literal !== same.literal;
  });
}

/** Whether another entry may delete the object of an entry. */
function isDeleted(facts: AcrossFacts, { resource }: OwnedEntry): boolean {
  return facts.entries.some((one) => one.resource === resource && certainly(one, 'absent'));
}
