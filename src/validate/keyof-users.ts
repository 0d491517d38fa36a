import type { KeyOfReference } from '../blueprint/references.ts';
import type { CheckedEntry } from '../semantics/checked-entry.ts';
import type { Facts } from './facts.ts';
import { accepts, slotAt } from '../semantics/slot.ts';

/** A `!KeyOf` with its entry. */
export interface User {
  readonly checked: CheckedEntry;
  readonly reference: KeyOfReference;
}

/** Every `!KeyOf` of an entry that may run, by the id that it names. */
export function usersOf(facts: Facts): Map<string, User[]> {
  const users = new Map<string, User[]>();
  for (const checked of facts.entries) {
    for (const reference of checked.skipped ? [] : checked.references) {
      if (reference.kind !== 'keyOf') continue;
      const known = users.get(reference.id);
      if (known) known.push({ checked, reference });
      else users.set(reference.id, [{ checked, reference }]);
    }
  }
  return users;
}

/** Whether a `!KeyOf` may refer to an entry: the models fit, or one of them is not known. */
export function mayFit(facts: Facts, target: CheckedEntry, user: User): boolean {
  return (
    !target.resource || !slotAt(user.checked, user.reference.path)?.references || fits(facts, target, user)
  );
}

/** Whether the field of a `!KeyOf` accepts objects of the model of an entry. */
export function fits(facts: Facts, { resource }: CheckedEntry, { checked, reference }: User): boolean {
  const slot = slotAt(checked, reference.path);
  return (
    resource !== undefined && slot?.references !== undefined && accepts(facts.catalog, slot, resource.name)
  );
}
