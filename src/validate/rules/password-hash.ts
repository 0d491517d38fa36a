import { fieldNamed } from '../../semantics/checked-entry.ts';
import { HASH_HINT, looksHashed } from '../../semantics/looks-hashed.ts';
import { type Facts, reportAt } from '../facts.ts';

/** Code `password-hash`: the hash of a password that stands in the file where the password is meant. */
export function checkPasswordHash(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped || checked.ensure === 'absent') continue;
    for (const { key, value } of checked.entry.attrs?.pairs ?? []) {
      const field = fieldNamed(checked.resource, key);
      if (!field || value.kind !== 'scalar' || !looksHashed(field, value.value)) continue;
      reportAt(facts, checked, value.span, {
        code: 'password-hash',
        message: `${key} looks like a hash, which the server would take for the password itself`,
        hint: HASH_HINT,
      });
    }
  }
}
