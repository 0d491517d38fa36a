import type { Database } from './database.ts';
import { follow, followAll, referrers } from './links.ts';
import type { Row } from './row.ts';

/**
 * Whether a user is an administrator: a member of a group with that right, or of a group below such a one.
 */
export function isSuperuser(database: Database, user: Row): boolean {
  const { group, above } = database.models.wellKnown;
  const seen = new Set<string>();
  const leadsUp = (at: Row): boolean => {
    if (seen.has(String(at.pk))) return false;
    seen.add(String(at.pk));
    return at.values['is_superuser'] === true || followAll(database, at, above).some(leadsUp);
  };
  return referrers(database, user, group, 'users').some(leadsUp);
}

/** Whether the bindings of an object let a user through. Policies cannot be run here, and count as passed. */
export function isAllowed(database: Database, row: Row, user: Row): boolean {
  const bindings = referrers(database, row, database.models.wellKnown.binding, 'target').filter(
    (binding) => binding.values['enabled'] === true,
  );
  if (bindings.length === 0) return true;
  const results = bindings.map((binding) => {
    const group = follow(database, binding, 'group');
    const passes = group
      ? isMember(database, group, user)
      : binding.values['user'] === null || binding.values['user'] === user.pk;
    return passes !== (binding.values['negate'] === true);
  });
  return row.values['policy_engine_mode'] === 'all'
    ? results.every((result) => result)
    : results.some((result) => result);
}

/** A member of the group, or of one below it. */
function isMember(database: Database, group: Row, user: Row, seen: readonly Row[] = []): boolean {
  const users = group.values['users'];
  if (Array.isArray(users) && users.includes(user.pk)) return true;
  return referrers(database, group, group.model, database.models.wellKnown.above).some(
    (child) => !seen.includes(child) && isMember(database, child, user, [...seen, group]),
  );
}
