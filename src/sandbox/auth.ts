import type { Database } from './database.ts';
import type { Clock } from './environment.ts';
import type { Conventions } from './behaviour/conventions.ts';
import type { SandboxRequest } from './request.ts';
import { detail } from './response.ts';
import { isSuperuser } from './rights.ts';
import type { Row } from './row.ts';

/** The user that a request's token belongs to. */
export interface Caller {
  readonly user: Row;
  readonly superuser: boolean;
}

/**
 * Finds the user of a request's token; every failure is a 403, never a 401 (recorded: "unauth list" to "auth
 * empty bearer").
 */
export function authenticate(
  database: Database,
  clock: Clock,
  conventions: Pick<Conventions, 'badScheme'>,
  request: SandboxRequest,
): Caller {
  const header = request.headers['authorization'] ?? '';
  const space = header.indexOf(' ');
  const scheme = space < 0 ? '' : header.slice(0, space);
  const key = space < 0 ? '' : header.slice(space + 1).trim();
  if (scheme === '' || (scheme.toLowerCase() === 'bearer' && key === ''))
    throw detail(403, 'Authentication credentials were not provided.');
  if (scheme.toLowerCase() !== 'bearer') throw detail(403, conventions.badScheme);
  const { token: tokens, user: users, intent } = database.models.wellKnown;
  const token = database.store.holding([tokens], 'key', key).find((row) => row.values['intent'] === intent);
  const expired =
    token?.values['expiring'] === true &&
    typeof token.values['expires'] === 'string' &&
    new Date(token.values['expires']) < clock();
  const user = token && !expired ? database.store.get(users, token.values['user'] ?? null) : undefined;
  if (!user || user.values['is_active'] === false) throw detail(403, 'Token invalid/expired');
  return { user, superuser: isSuperuser(database, user) };
}
