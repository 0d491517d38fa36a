import { grantWords } from '../plan/changes/grant-words.ts';
import type { GrantChange } from '../plan/value/grant-change.ts';
import { clean } from '../source/clean.ts';

/** What becomes of a permission, for people, and the colour it is said in. */
interface GrantLine {
  readonly text: string;
  readonly colour: 'green' | 'red' | 'dim';
}

/** The permissions of a change, one per line; those that stay are not shown. */
export function grantLines(grants: readonly GrantChange[]): GrantLine[] {
  return grants.flatMap((grant): GrantLine[] => {
    const text = `permission ${clean(grantWords(grant))}`;
    switch (grant.action) {
      case 'grant':
        return [{ text: `+ ${text}`, colour: 'green' }];
      case 'revoke':
        return [{ text: `- ${text}`, colour: 'red' }];
      case 'undeclared':
        return [{ text: `? ${text}: granted on the server, not declared here`, colour: 'dim' }];
      case 'kept':
        return [];
    }
  });
}
