import type { GrantChange } from '../value/grant-change.ts';

/** A permission for people: `view_application for role auditors`, `authentik_core.view_user everywhere`. */
export function grantWords({
  permission,
  everywhere,
  holder,
  name,
}: Pick<GrantChange, 'permission' | 'everywhere' | 'holder' | 'name'>): string {
  return everywhere ? `${permission} everywhere` : `${permission} for ${holder} ${name}`;
}
