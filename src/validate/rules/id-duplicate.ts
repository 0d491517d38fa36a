import { pairAt } from '../../blueprint/blueprint.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import { lostKey } from '../../diagnostics/cause.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';
import { mayFit, usersOf } from '../keyof-users.ts';

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
    const idNode = pairAt(checked.entry.map, 'id')?.value;
    reportAt(facts, checked, id.span, {
      code: 'id-duplicate',
      message: `the id ${id.text} stands at another entry, too, and !KeyOf means that one`,
      hint: `give this entry an id of its own, such as ${ownId(facts, checked, id.text)}`,
      fixes: idNode
        ? replacing(checked.blueprint.file, idNode, ownId(facts, checked, id.text)).fixes
        : undefined,
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

/** An id for an entry: the one that `!KeyOf`s name and nothing has, where the entry fits; else the id with a number. */
function ownId(facts: Facts, checked: CheckedEntry, id: string): string {
  const [missed, ...more] = [...usersOf(facts)].filter(
    ([name, [user]]) => !facts.byId.has(name) && user && mayFit(facts, checked, user),
  );
  if (missed && more.length === 0) return missed[0];
  let number = 2;
  while (facts.byId.has(`${id}-${number}`)) number++;
  return `${id}-${number}`;
}
