import { followAll, referrers } from './links.ts';
import type { Row } from './store.ts';
import type { World } from './world.ts';

/** Whether a user is an administrator: a member of such a group, or of a group below one. */
export function isSuperuser(world: World, user: Row): boolean {
  const { group, above } = world.behaviour.anchors;
  const seen = new Set<string>();
  const leadsUp = (at: Row): boolean => {
    if (seen.has(String(at.pk))) return false;
    seen.add(String(at.pk));
    return at.values['is_superuser'] === true || followAll(world, at, above).some(leadsUp);
  };
  return referrers(world, user, group, 'users').some(leadsUp);
}
