import { detail } from './reply.ts';
import type { SandboxRequest } from './request.ts';
import { isSuperuser } from './rights.ts';
import type { Caller, World } from './world.ts';

/**
 * Who asks, from the token; every failure is 403, never 401 (recorded: "unauth list" to "auth empty bearer").
 */
export function authenticate(world: World, request: SandboxRequest): Caller {
  const header = request.headers['authorization'] ?? '';
  const space = header.indexOf(' ');
  const scheme = space < 0 ? '' : header.slice(0, space);
  const key = space < 0 ? '' : header.slice(space + 1).trim();
  if (scheme === '' || (scheme.toLowerCase() === 'bearer' && key === ''))
    throw detail(403, 'Authentication credentials were not provided.');
  if (scheme.toLowerCase() !== 'bearer') throw detail(403, world.behaviour.manners.badScheme);
  const { token: tokens, user: users, intent } = world.behaviour.anchors;
  const token = world.store.holding([tokens], 'key', key).find((row) => row.values['intent'] === intent);
  const expired =
    token?.values['expiring'] === true &&
    typeof token.values['expires'] === 'string' &&
    new Date(token.values['expires']) < world.clock();
  const user = token && !expired ? world.store.get(users, token.values['user'] ?? null) : undefined;
  if (!user || user.values['is_active'] === false) throw detail(403, 'Token invalid/expired');
  return { user, superuser: isSuperuser(world, user) };
}
