import type { ModelName } from '../../../catalog/model.ts';
import type { Seen } from '../seen.ts';

/** Who can be given permissions, in the releases from `since` to `until`, and the paths for it. */
export interface GrantRule extends Seen {
  readonly holder: ModelName;
  /** What a refusal calls one that is not there. */
  readonly label: string;
  readonly since: string;
  readonly until?: string;
  /**
   * Lists who holds permissions of a kind of object: the key of each, and what it holds on objects and
   * everywhere (missing: not shown).
   */
  readonly list: string;
  readonly key: 'pk' | 'role_pk';
  readonly onObjects: string;
  readonly everywhere?: string;
  /**
   * Without one object in the query that list has only who holds a permission everywhere; with one, those,
   * too.
   */
  readonly needsObject?: true;
  /** Lists what one holds on objects. */
  readonly own: string;
  readonly ownFilter: string;
  /** The filter of the list of all permissions that gives what one holds everywhere. */
  readonly filter: string;
  /** Since when a write of the holder takes away what it holds everywhere. */
  readonly lostByWrite?: string;
}

/** Who can be given permissions, by release. */
export const GRANTS: readonly GrantRule[] = [
  {
    holder: 'authentik_rbac.role',
    label: 'Role',
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
    label: 'Role',
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
    label: 'User',
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
    label: 'User',
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
 * What the importer calls the role that it makes for a user's permissions, where users hold none themselves.
 */
export const USERS_ROLE = 'ak-managed-role--user-';
