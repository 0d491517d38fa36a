import { type Entry, isNull, type MapNode, type Node, pairAt } from './blueprint.ts';
import type { StructureCheck } from './structure.ts';

/** What authentik reads of an item of `permissions`. */
const PERMISSION_KEYS = ['permission', 'user', 'role'];

/** One item of an entry's `permissions`, as written. */
export interface EntryPermission {
  readonly node: MapNode;
  readonly permission: Node;
  /** Undefined where it is not written, or null. */
  readonly user: Node | undefined;
  readonly role: Node | undefined;
}

/** The items of an entry's `permissions`; undefined where the entry has none. */
export function permissionsOf(entry: Entry): EntryPermission[] | undefined {
  if (entry.permissions?.kind !== 'seq') return undefined;
  return entry.permissions.items.flatMap((node) => {
    const permission = node.kind === 'map' ? pairAt(node, 'permission')?.value : undefined;
    if (node.kind !== 'map' || !permission) return [];
    const given = (key: string): Node | undefined => {
      const value = pairAt(node, key)?.value;
      return isNull(value) ? undefined : value;
    };
    return [{ node, permission, user: given('user'), role: given('role') }];
  });
}

/**
 * Checks the types that authentik demands of `permissions` when it loads a file (from its source: a list of
 * `permission` with `user`, a number, or `role`, a text; each can be a tag). Gives whether it would load.
 */
export function checkPermissions(node: Node, key: Node, check: StructureCheck): boolean {
  if (node.kind !== 'seq') {
    check.wrong('permissions', 'a list', node, key);
    return false;
  }
  return node.items.map((item) => checkItem(item, check)).every(Boolean);
}

function checkItem(item: Node, check: StructureCheck): boolean {
  if (item.kind !== 'map') {
    check.wrong('an item of permissions', 'a mapping of permission and user or role', item, undefined);
    return false;
  }
  const misspelt = check.keys(item, PERMISSION_KEYS, 'an item of permissions', { required: ['permission'] });
  const permission = pairAt(item, 'permission');
  if (!permission && !misspelt.has('permission'))
    check.report(
      'structure-missing',
      'an item of permissions needs a "permission"',
      item.span,
      'add one, such as "permission: view_application"',
    );
  const user = pairAt(item, 'user');
  const role = pairAt(item, 'role');
  const fits = [
    permission !== undefined &&
      isA(
        'string',
        permission.value,
        'permission',
        'text such as view_application',
        permission.keyNode,
        check,
      ),
    !user ||
      isNull(user.value) ||
      isA('number', user.value, 'user', 'the number of a user, or a tag that gives it', user.keyNode, check),
    !role ||
      isNull(role.value) ||
      isA(
        'string',
        role.value,
        'role',
        'the primary key of a role, or a tag that gives it',
        role.keyNode,
        check,
      ),
  ];
  return fits.every(Boolean);
}

function isA(
  type: 'string' | 'number',
  node: Node,
  what: string,
  wanted: string,
  key: Node,
  check: StructureCheck,
): boolean {
  if (node.kind === 'tag' || (node.kind === 'scalar' && typeof node.value === type)) return true;
  check.wrong(
    what,
    wanted,
    node,
    key,
    node.kind === 'scalar' && type === 'number'
      ? 'find it by its name: !Find [authentik_core.user, [username, …]]'
      : undefined,
  );
  return false;
}
