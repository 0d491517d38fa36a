import { follow, referrers } from './links.ts';
import type { Row } from './store.ts';
import type { World } from './world.ts';

/** Whether a user is an administrator: a member of such a group, or of a group below one. */
export function isSuperuser(world: World, user: Row): boolean {
  const { group } = world.behaviour.anchors;
  return referrers(world, user, group, 'users').some((start) => {
    const seen = new Set<string>();
    for (let at: Row | undefined = start; at && !seen.has(String(at.pk)); at = follow(world, at, 'parent')) {
      if (at.values['is_superuser'] === true) return true;
      seen.add(String(at.pk));
    }
    return false;
  });
}
