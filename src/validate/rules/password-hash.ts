import { fieldNamed } from '../../semantics/checked-entry.ts';
import { HASH_HINT, looksHashed } from '../../semantics/looks-hashed.ts';
import { type Facts, reportAt } from '../facts.ts';

/** Code `password-hash`: the hash of a password that stands in the file where the password is meant. */
export function checkPasswordHash(facts: Facts): void {
  for (const checked of facts.entries)
    for (const { name, node, value } of facts.textsOf(checked).texts) {
      const field = checked.resource && fieldNamed(checked.resource, name);
      if (!field || !looksHashed(field, value)) continue;
      reportAt(facts, checked, node.span, {
        code: 'password-hash',
        message: `${name} looks like a hash, which the server would take for the password itself`,
        hint: HASH_HINT,
      });
    }
}
