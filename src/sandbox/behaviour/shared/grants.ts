import type { ModelName } from '../../../catalog/model.ts';
import type { Seen } from '../seen.ts';

/**
 * A kind of object that can hold permissions in the releases from `since` to `until`, and the paths for it.
 */
export interface GrantRule extends Seen {
  readonly holder: ModelName;
  readonly since: string;
  readonly until?: string;
  /**
   * The path of the list of who holds permissions of a kind of object. It shows the primary key of each
   * holder as `key`, and its permissions on objects and (unless missing) everywhere in the fields below.
   */
  readonly list: string;
  readonly key: 'pk' | 'role_pk';
  readonly onObjects: string;
  readonly everywhere?: string;
  /**
   * Where the query names no object, that list has only those who hold a permission everywhere; where it
   * does, it has those, too.
   */
  readonly needsObject?: true;
  /** The path of the list of permissions that one holder has on objects. */
  readonly own: string;
  readonly ownFilter: string;
  /** The filter of the list of all permissions that selects those that one holder has everywhere. */
  readonly filter: string;
  /** The first release in which a write of the holder takes away what it holds everywhere. */
  readonly lostByWrite?: string;
}

/** The kinds of objects that can hold permissions, by release. */
export const GRANTS: readonly GrantRule[] = [
  {
    holder: 'authentik_rbac.role',
    since: '2025.12',
    list: '/rbac/permissions/assigned_by_roles/',
    key: 'role_pk',
    onObjects: 'object_permissions',
    everywhere: 'model_permissions',
    needsObject: true,
    own: '/rbac/permissions/roles/',
    ownFilter: 'uuid',
    filter: 'role',
    seen: 'b rbac assign global … b rbac unassign again; authentik/rbac/api of 2025.12.4',
  },
  {
    holder: 'authentik_rbac.role',
    since: '2023.10',
    until: '2025.10',
    list: '/rbac/permissions/assigned_by_roles/',
    key: 'role_pk',
    onObjects: 'permissions',
    own: '/rbac/permissions/roles/',
    ownFilter: 'uuid',
    filter: 'role',
    lostByWrite: '2024.8',
    seen: 'authentik/rbac/api of 2023.10.7, 2024.8.6 and 2025.10.4',
  },
  {
    holder: 'authentik_core.user',
    since: '2023.10',
    until: '2025.6',
    list: '/rbac/permissions/assigned_by_users/',
    key: 'pk',
    onObjects: 'permissions',
    own: '/rbac/permissions/users/',
    ownFilter: 'user_id',
    filter: 'user',
    lostByWrite: '2024.8',
    seen: 'authentik/rbac/api of 2023.10.7 and 2025.6.4',
  },
  {
    holder: 'authentik_core.user',
    since: '2025.8',
    until: '2025.10',
    list: '/rbac/permissions/assigned_by_users/',
    key: 'pk',
    onObjects: 'permissions',
    needsObject: true,
    own: '/rbac/permissions/users/',
    ownFilter: 'user_id',
    filter: 'user',
    lostByWrite: '2024.8',
    seen: 'authentik/rbac/api of 2025.8.6 and 2025.10.4',
  },
];

/**
 * The name of the role that the importer makes for a user's permissions, where users hold none themselves.
 */
export const USERS_ROLE = 'ak-managed-role--user-';
