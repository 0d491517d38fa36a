import type { ChalkInstance } from 'chalk';
import { grantWords } from '../plan/changes/grant-words.ts';
import type { GrantChange } from '../plan/value/grant-change.ts';
import { clean } from '../source/clean.ts';

/** The permissions of a change, one per line; those that stay are not shown. */
export function formatGrants(grants: readonly GrantChange[], paint: ChalkInstance): string[] {
  return grants.flatMap((grant) => {
    const text = `permission ${clean(grantWords(grant))}`;
    switch (grant.action) {
      case 'grant':
        return [paint.green(`+ ${text}`)];
      case 'revoke':
        return [paint.red(`- ${text}`)];
      case 'undeclared':
        return [paint.dim(`? ${text}: granted on the server, not declared here`)];
      case 'kept':
        return [];
    }
  });
}
