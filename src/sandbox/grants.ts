import type { Json, ModelName } from '../catalog/model.ts';
import { releaseAge } from '../catalog/release.ts';
import { type GrantRule, GRANTS, USERS_ROLE } from './behaviour/shared/grants.ts';
import { listPermissions, type Permission } from './permissions.ts';
import { makeUuid, type Random } from './random.ts';
import type { Release } from './release.ts';
import { crash } from './response.ts';
import type { Pk, Row } from './row.ts';
import type { Store } from './store.ts';

/** The table that holds them in the store. */
const TABLE = 'guardian.permission';

/** A permission that a user or a role holds. */
export interface Grant {
  readonly id: number;
  readonly permission: Permission;
  readonly holder: ModelName;
  readonly key: Pk;
  /** The primary key of the object that it is for; undefined: it counts for all objects of its kind. */
  readonly object: string | undefined;
}

/**
 * The permissions that users and roles hold, on one object or everywhere. They are rows of a table of their
 * own, as on the server; those on an object outlive it, as they do there.
 */
export class Grants {
  /** Who can hold permissions in this release, and through which paths. */
  readonly rules: readonly GrantRule[];
  readonly permissions: readonly Permission[];
  readonly #store: Store;
  readonly #random: Random;
  readonly #age: number;

  constructor(store: Store, random: Random, { rules, catalog }: Pick<Release, 'rules' | 'catalog'>) {
    this.#store = store;
    this.#random = random;
    this.#age = releaseAge(catalog.release);
    this.permissions = listPermissions(rules);
    this.rules = rules.permissions
      ? GRANTS.filter(
          ({ holder, since, until }) =>
            holder in catalog.models &&
            releaseAge(since) <= this.#age &&
            (until === undefined || this.#age <= releaseAge(until)),
        )
      : [];
  }

  /** Whether objects of this kind can hold permissions themselves. */
  isHolder(model: ModelName): boolean {
    return this.rules.some(({ holder }) => holder === model);
  }

  /** Every permission that objects of a kind hold. */
  list(holder: ModelName): Grant[] {
    const all = new Map(this.permissions.map((permission) => [permission.id, permission]));
    return this.#store.list([TABLE]).flatMap(({ pk, values }): Grant[] => {
      const permission = all.get(Number(values['permission']));
      const { key, object } = values;
      if (!permission || values['holder'] !== holder) return [];
      if (typeof key !== 'string' && typeof key !== 'number') return [];
      return [
        { id: Number(pk), permission, holder, key, object: typeof object === 'string' ? object : undefined },
      ];
    });
  }

  /**
   * Gives a permission, once, and returns the id of the grant. Where there is no such permission it throws
   * the server's own failure. `object` undefined: for all objects, and the name begins with that of the app.
   */
  grant(holder: Row, name: string, object?: Row): number {
    const permission = this.#findPermission(name, object?.model);
    if (!permission) throw crash();
    const [before] = this.#find(holder, permission, object);
    if (before) return before.id;
    const pk = this.#store.next(TABLE);
    this.#store.put({
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

  /** Takes a permission away, whether or not it was held. */
  revoke(holder: Row, name: string, object?: Row): void {
    const permission = this.#findPermission(name, object?.model);
    if (!permission && !object) throw crash();
    if (permission) this.#find(holder, permission, object).forEach((one) => this.#remove(one));
  }

  /** Gives a permission as the importer does: to the user, or to the role that it makes for the user. */
  grantToUser(user: Row, name: string, object?: Row): void {
    const [rule] = this.rules;
    if (this.isHolder(user.model)) this.grant(user, name, object);
    else if (rule) this.grant(this.#roleOf(user, rule.holder), name, object);
  }

  /** In some releases, a write of an object through the API takes away what it holds everywhere. */
  loseByWrite(row: Row): void {
    const rule = this.rules.find(({ holder }) => holder === row.model);
    if (rule?.lostByWrite === undefined || this.#age < releaseAge(rule.lostByWrite)) return;
    for (const one of this.list(row.model))
      if (one.key === row.pk && one.object === undefined) this.#remove(one);
  }

  /** The role that holds the permissions of one user, made where it is missing. */
  #roleOf(user: Row, model: ModelName): Row {
    const name = `${USERS_ROLE}${user.pk}`;
    const found = this.#store.list([model]).find((row) => row.values['name'] === name);
    if (found) return found;
    const role: Row = { model, pk: makeUuid(this.#random), values: { name, managed: name } };
    this.#store.put(role);
    const roles = user.values['roles'];
    this.#store.put({
      ...user,
      values: { ...user.values, roles: [...(Array.isArray(roles) ? roles : []), role.pk] },
    });
    return role;
  }

  #find(holder: Row, { id }: Permission, object: Row | undefined): Grant[] {
    const wanted = object && String(object.pk);
    return this.list(holder.model).filter(
      (one) => one.permission.id === id && one.key === holder.pk && one.object === wanted,
    );
  }

  #remove({ id }: Grant): void {
    this.#store.remove({ model: TABLE, pk: id, values: {} });
  }

  #findPermission(name: string, model: ModelName | undefined): Permission | undefined {
    const dot = name.indexOf('.');
    const app = dot < 0 ? undefined : name.slice(0, dot);
    const codename = name.slice(dot + 1);
    // On an object only the codename counts, and it must belong to the object's kind.
    return this.permissions.find(
      (one) =>
        one.codename === codename &&
        (model === undefined ? one.app_label === app : `${one.app_label}.${one.model}` === model),
    );
  }
}

/** A grant as the API's lists show it. */
export function showGrant({ id, permission, object }: Grant): { [name: string]: Json } {
  const { codename, model, app_label, name } = permission;
  const shown: { [name: string]: Json } = { id, codename, model, app_label };
  if (object !== undefined) shown['object_pk'] = object;
  shown['name'] = name;
  return shown;
}
