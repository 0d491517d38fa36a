import { jsonText } from '../blueprint/json.ts';
import { dict } from '../blueprint/value.ts';
import { PAGE_SIZE, readAll } from '../actual/read-all.ts';
import { holderBehind } from '../actual/read-permissions.ts';
import { formatJson } from '../catalog/exact-json.ts';
import type {
  Catalog,
  DirectHolder,
  HolderKind,
  IndirectHolder,
  Json,
  Permissions,
  Resource,
} from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath, pathWith } from '../client/item-path.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Change } from '../plan/value/plan.ts';
import { type GrantChange, writtenGrant } from '../plan/value/grant-change.ts';
import { decodeValue } from '../plan/value/plan-value.ts';
import { callAgain, isGrantReply } from './call-again.ts';
import { GrantError } from './grant-error.ts';
import { type Made, resolveValue } from './resolve.ts';

/**
 * Writes permissions: one request for all that are granted to one holder on one object, and one for all that
 * are revoked.
 */
export class GrantWriter {
  readonly #client: Client;
  readonly #catalog: Catalog;
  /** The roles that hold the permissions of users, each created once however many changes need it. */
  readonly #behind = new Map<string, Promise<Target>>();
  /** The names of the roles that the server was made to create for that. */
  readonly rolesMade: string[] = [];

  constructor(client: Client, catalog: Catalog) {
    this.#client = client;
    this.#catalog = catalog;
  }

  /**
   * Writes the permissions of a change. `isFresh`: the object has just been written, so it certainly exists.
   * Throws a GrantError for permissions that the server refuses.
   */
  async write(model: Resource, change: Change, made: Made, isFresh: boolean): Promise<void> {
    const pk = made.get(change.row)?.pk ?? pkBefore(model, change);
    for (const [action, grants] of grouped(change.grants)) {
      const [first] = grants;
      if (!first) continue;
      try {
        // The server grants a permission on an object that is gone on all objects (recording "b rbac assign
        // object bad pk").
        if (!first.everywhere && !isFresh)
          await this.#client.read(
            itemPath(model.collection, made.get(change.row)?.key ?? change.itemKey ?? String(pk)),
          );
        await this.#send(model, action, grants, pk, made);
      } catch (error) {
        throw error instanceof ApiError ? new GrantError(grants, error) : error;
      }
    }
  }

  async #send(
    model: Resource,
    action: 'grant' | 'revoke',
    grants: readonly GrantChange[],
    pk: Json | undefined,
    made: Made,
  ): Promise<void> {
    const [first] = grants;
    const key = first && resolveValue(decodeValue(first.key), made);
    if (!first || (typeof key !== 'string' && typeof key !== 'number'))
      throw new InternalError('a permission for somebody who was not made');
    if (!first.everywhere && typeof pk !== 'string' && typeof pk !== 'number')
      throw new InternalError(`${model.name} has no primary key to grant permissions on`);
    const target = await this.#targetOf(first.holder, key);
    const path = pathWith(action === 'grant' ? target.holder.assign : target.holder.unassign, target.key);
    const body = dict();
    body['permissions'] = grants.map(({ permission }) => permission);
    if (!first.everywhere) {
      body['model'] = model.name;
      body['object_pk'] = String(pk);
    }
    await callAgain(this.#client, path, jsonText(body), {
      method: action === 'grant' ? 'POST' : 'PATCH',
      isOwn: isGrantReply,
    });
  }

  async #targetOf(kind: HolderKind, key: string | number): Promise<Target> {
    const holder = this.#catalog.permissions?.holders[kind];
    if (!holder) throw new InternalError(`this release grants nothing to a ${kind}`);
    if (holder.kind === 'direct') return { holder, key };
    const name = holder.name.replace('{key}', String(key));
    const known = this.#behind.get(name) ?? this.#findBehind(holder, name, key);
    this.#behind.set(name, known);
    return known;
  }

  /** The role that holds a user's permissions. Where there is none, the server is made to create it. */
  async #findBehind(holder: IndirectHolder, name: string, key: string | number): Promise<Target> {
    const { permissions } = this.#catalog;
    const find = async (): Promise<Target | undefined> =>
      permissions && holderBehind(this.#client, this.#catalog, permissions, holder.by, name);
    const before = await find();
    if (before) {
      if (permissions && (await this.#isLeftOver(permissions, before, holder, key)))
        await this.#unassignSeed(before, holder, key);
      return before;
    }
    const response = await this.#client
      .upload(holder.make, { name: 'permissions.yaml', text: seedOf(holder, key) })
      // Whether it was done nevertheless is seen below.
      .catch((error: unknown) => (error instanceof ApiError ? error : Promise.reject(error as Error)));
    const target = await find();
    if (!target && response instanceof ApiError) throw response;
    if (!target)
      throw new ApiError(
        'unexpected',
        `the server did not make ${name}, which holds the permissions of this user`,
        { hint: `its importer says: ${formatJson(response).slice(0, 300)}` },
      );
    this.rolesMade.push(name);
    // The permission that the role was created with is not desired.
    await this.#unassignSeed(target, holder, key);
    return target;
  }

  /**
   * Whether a role holds nothing but the permission that it was created with: a run was cut before that was
   * taken away again.
   */
  async #isLeftOver(
    permissions: Permissions,
    target: Target,
    holder: IndirectHolder,
    key: string | number,
  ): Promise<boolean> {
    const { own, everywhere } = target.holder;
    const [only, ...others] = await readAll(
      this.#client,
      own.path,
      { page_size: PAGE_SIZE, ordering: 'id', [own.filter]: String(target.key) },
      'id',
    );
    if (others.length > 0 || only?.['codename'] !== seedPermission(holder)) return false;
    if (String(only['object_pk']) !== String(key)) return false;
    const more = await this.#client.page(permissions.list, {
      page_size: '1',
      [everywhere]: String(target.key),
    });
    return more.count === 0;
  }

  async #unassignSeed(target: Target, holder: IndirectHolder, key: string | number): Promise<void> {
    const body = Object.assign(dict(), {
      permissions: [seedPermission(holder)],
      model: holder.model,
      object_pk: String(key),
    });
    await callAgain(this.#client, pathWith(target.holder.unassign, target.key), jsonText(body), {
      method: 'PATCH',
      isOwn: isGrantReply,
    });
  }
}

interface Target {
  readonly holder: DirectHolder;
  readonly key: string | number;
}

/**
 * A blueprint (JSON is YAML) that only grants a permission to a user, upon which the importer creates the
 * role for it.
 */
function seedOf(holder: IndirectHolder, key: string | number): string {
  return JSON.stringify({
    version: 1,
    metadata: { name: 'permissions' },
    entries: [
      {
        model: holder.model,
        state: 'created',
        identifiers: { pk: key },
        attrs: {},
        // Without the app, the importer of 2026.5 crashes (measured on a real 2026.5.0-rc1).
        permissions: [{ permission: `${appOf(holder)}.${seedPermission(holder)}`, user: key }],
      },
    ],
  });
}

function appOf({ model }: IndirectHolder): string {
  return model.split('.')[0] ?? '';
}

function seedPermission(holder: IndirectHolder): string {
  return `view_${holder.model.split('.')[1] ?? ''}`;
}

/** The primary key that an object had when it was planned. */
function pkBefore(model: Resource, { before }: Change): string | number | undefined {
  const pk = decodeValue(before?.[model.collection.pk] ?? null);
  return typeof pk === 'string' || typeof pk === 'number' ? pk : undefined;
}

/** The permissions to write, grouped by holder and action; grants come before revocations. */
function grouped(grants: readonly GrantChange[]): (readonly ['grant' | 'revoke', GrantChange[]])[] {
  const groups = new Map<string, ['grant' | 'revoke', GrantChange[]]>();
  for (const grant of grants) {
    const action = writtenGrant(grant);
    if (!action) continue;
    const name = `${action} ${grant.everywhere} ${grant.holder} ${JSON.stringify(grant.key)}`;
    const group = groups.get(name);
    if (group) group[1].push(grant);
    else groups.set(name, [action, [grant]]);
  }
  return [...groups.values()].sort(([one], [other]) => one.localeCompare(other));
}
