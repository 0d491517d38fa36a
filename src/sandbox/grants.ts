import type { Json, ModelName } from '../catalog/model.ts';
import { releaseAge } from '../catalog/release.ts';
import { type GrantRule, GRANTS, USERS_ROLE } from './behaviour/shared/grants.ts';
import { listPermissions, type Permission } from './permissions.ts';
import { makeUuid } from './random.ts';
import { crash } from './reply.ts';
import type { Pk, Row } from './store.ts';
import type { World } from './world.ts';

/*
 * Permissions that somebody holds: on one object, or everywhere. They are rows of a table of their own, as on
 * the server; those on an object outlive it there, too.
 */

const TABLE = 'guardian.permission';

export interface Grant {
  readonly id: number;
  readonly permission: Permission;
  readonly holder: ModelName;
  readonly key: Pk;
  /** Undefined: everywhere. */
  readonly object: string | undefined;
}

/** Who can be given permissions in this release. */
export function grantRules({ rules, catalog }: World): GrantRule[] {
  const age = releaseAge(catalog.release);
  if (!rules.permissions) return [];
  return GRANTS.filter(
    ({ holder, since, until }) =>
      holder in catalog.models &&
      releaseAge(since) <= age &&
      (until === undefined || age <= releaseAge(until)),
  );
}

/** Every permission that somebody of a kind holds. */
export function listGrants(world: World, holder: ModelName): Grant[] {
  const all = new Map(listPermissions(world).map((permission) => [permission.id, permission]));
  return world.store.list([TABLE]).flatMap(({ pk, values }): Grant[] => {
    const permission = all.get(Number(values['permission']));
    const key = values['key'];
    return permission && values['holder'] === holder && (typeof key === 'string' || typeof key === 'number')
      ? [
          {
            id: Number(pk),
            permission,
            holder,
            key,
            object: typeof values['object'] === 'string' ? values['object'] : undefined,
          },
        ]
      : [];
  });
}

/**
 * Gives a permission, once; its id. Crashes as the server does where there is no such permission. `object`
 * undefined: everywhere, with the app before the name.
 */
export function grant(world: World, holder: Row, name: string, object?: Row): number {
  const permission = findPermission(world, name, object?.model);
  if (!permission) throw crash();
  const before = listGrants(world, holder.model).find(
    (one) =>
      one.permission.id === permission.id &&
      one.key === holder.pk &&
      one.object === (object && String(object.pk)),
  );
  if (before) return before.id;
  const pk = world.store.next(TABLE);
  world.store.put({
    model: TABLE,
    pk,
    values: {
      permission: permission.id,
      holder: holder.model,
      key: holder.pk,
      object: object ? String(object.pk) : null,
    },
  });
  return pk;
}

/** Takes one away; that nobody held it does not matter. */
export function revoke(world: World, holder: Row, name: string, object?: Row): void {
  const permission = findPermission(world, name, object?.model);
  if (!permission && !object) throw crash();
  for (const one of listGrants(world, holder.model)) {
    if (
      one.permission.id === permission?.id &&
      one.key === holder.pk &&
      one.object === (object && String(object.pk))
    )
      world.store.remove({ model: TABLE, pk: one.id, values: {} });
  }
}

/** The importer gives a permission to a user: to the user, or to the role that it makes for the user. */
export function grantToUser(world: World, user: Row, name: string, object?: Row): void {
  if (grantRules(world).some(({ holder }) => holder === user.model))
    return void grant(world, user, name, object);
  const [rule] = grantRules(world);
  if (!rule) return;
  const called = `${USERS_ROLE}${user.pk}`;
  let role = world.store.list([rule.holder]).find((row) => row.values['name'] === called);
  if (!role) {
    world.store.put(
      (role = { model: rule.holder, pk: makeUuid(world.random), values: { name: called, managed: called } }),
    );
    const roles = user.values['roles'];
    world.store.put({
      ...user,
      values: { ...user.values, roles: [...(Array.isArray(roles) ? roles : []), role.pk] },
    });
  }
  grant(world, role, name, object);
}

/** A write of the object through the API takes away what it holds everywhere, in some releases. */
export function loseByWrite(world: World, row: Row): void {
  const rule = grantRules(world).find(({ holder }) => holder === row.model);
  if (rule?.lostByWrite === undefined || releaseAge(world.catalog.release) < releaseAge(rule.lostByWrite))
    return;
  for (const one of listGrants(world, row.model))
    if (one.key === row.pk && one.object === undefined)
      world.store.remove({ model: TABLE, pk: one.id, values: {} });
}

function findPermission(world: World, name: string, model: ModelName | undefined): Permission | undefined {
  const [app, codename] = name.includes('.')
    ? [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)]
    : [undefined, name];
  // On an object only the name counts, and it must be one of the object's kind.
  return listPermissions(world).find(
    (one) =>
      one.codename === codename &&
      (model === undefined ? one.app_label === app : `${one.app_label}.${one.model}` === model),
  );
}

/** A permission as lists of what somebody holds show it. */
export function showGrant({ id, permission, object }: Grant): { [name: string]: Json } {
  const { codename, model, app_label, name } = permission;
  return { id, codename, model, app_label, ...(object === undefined ? {} : { object_pk: object }), name };
}
