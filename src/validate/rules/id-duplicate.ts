import { lostKey } from '../../diagnostics/cause.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';

/**
 * Code `id-duplicate`: two entries with one id, of which `!KeyOf` refers to the first that has an object
 * (probe keyof_duplicate_ids). Entries with conditions are left out: those for different cases share an id on
 * purpose.
 */
export function checkIdDuplicate(facts: Facts): void {
  const first = new Map<string, CheckedEntry>();
  for (const checked of facts.entries) {
    const id = checked.entry.id;
    if (!id || checked.conditional || checked.skipped) continue;
    const before = first.get(id.text);
    if (!before) {
      first.set(id.text, checked);
      continue;
    }
    if (before.entry.span.start === checked.entry.span.start) continue;
    reportAt(facts, checked, id.span, {
      code: 'id-duplicate',
      message: `the id ${id.text} stands at another entry, too, and !KeyOf means that one`,
      hint: 'give this entry an id of its own',
      explains: [lostKey(checked.entry.index, 'id')],
      notes: [
        {
          message: 'the entry that is meant',
          place: placeOf(before, before.entry.id?.span ?? before.entry.span),
        },
      ],
    });
  }
}
