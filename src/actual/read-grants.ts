import type { Catalog, DirectHolder, HolderKind, ModelName, Permissions } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { actualHolder, keyOf, listOf, text } from './holder-rows.ts';
import { PAGE_SIZE, readAll } from './read-all.ts';
import type { Granted, Row } from './snapshot.ts';

/** A permission that somebody holds on one object. */
export interface ObjectGrant extends Granted {
  readonly model: ModelName;
  /** The primary key of the object, as text. */
  readonly object: string;
}

/** All permissions that somebody holds everywhere. */
export interface HolderGrants {
  readonly holder: HolderKind;
  readonly key: string | number;
  /** `authentik_core.view_application` */
  readonly permissions: readonly string[];
}

/** What a server grants, as far as lists tell. */
export interface AllGrants {
  readonly objects: readonly ObjectGrant[];
  /** Those who were asked about; of any other it is not known. */
  readonly holders: readonly HolderGrants[];
  /** The names of all permissions, by model: `add_user`. */
  readonly names: Readonly<Record<ModelName, readonly string[]>>;
  /** Those who were not asked about, as they are too many. */
  readonly skipped: readonly HolderKind[];
}

/**
 * What each holder holds everywhere takes a request of its own: of more than this many users nobody is asked.
 * Roles are few.
 */
const MOST_USERS = 200;

/**
 * Reads the permissions that a server grants: those on objects with one list a holder, or one a model where
 * these are fewer and have everybody; those everywhere with one list a holder. Throws an ApiError where the server
 * does not show them. `rowsOf`: the objects of a model, which have been read.
 */
export async function readGrants(
  client: Client,
  catalog: Catalog,
  permissions: Permissions,
  rowsOf: (model: ModelName) => readonly Row[],
): Promise<AllGrants> {
  const direct = Object.entries(permissions.holders).flatMap(([kind, holder]) =>
    holder.kind === 'direct' ? [[kind as HolderKind, holder] as const] : [],
  );
  const list = (path: string, query: Readonly<Record<string, string>>, pk: string): Promise<readonly Row[]> =>
    readAll(client, path, { page_size: PAGE_SIZE, ...query }, pk);
  const skipped: HolderKind[] = [];
  const [all, ...read] = await Promise.all([
    permissionRows(catalog, permissions, rowsOf) ?? list(permissions.list, { ordering: 'id' }, 'id'),
    ...direct.map(async ([kind, holder]) => {
      const holders = holdersIn(catalog, holder, rowsOf);
      const isAsked = kind === 'role' || holders.length <= MOST_USERS;
      if (!isAsked) skipped.push(kind);
      const [objects, everywhere] = await Promise.all([
        onObjects({ catalog, permissions, kind, holder, holders, list }),
        Promise.all(
          (isAsked ? holders : []).map(async ({ key }): Promise<HolderGrants> => {
            const held = await list(
              permissions.list,
              { ordering: 'id', [holder.everywhere]: String(key) },
              'id',
            );
            return { holder: kind, key, permissions: held.map(nameOf).sort() };
          }),
        ),
      ]);
      return { objects, everywhere };
    }),
  ]);
  return {
    objects: read.flatMap((one) => one.objects),
    holders: read.flatMap((one) => one.everywhere),
    names: namesByModel(all),
    skipped,
  };
}

interface Asking {
  readonly catalog: Catalog;
  readonly permissions: Permissions;
  readonly kind: HolderKind;
  readonly holder: DirectHolder;
  readonly holders: readonly { readonly key: string | number; readonly name: string }[];
  readonly list: (
    path: string,
    query: Readonly<Record<string, string>>,
    pk: string,
  ) => Promise<readonly Row[]>;
}

/** Every permission on an object, each once. */
async function onObjects(asking: Asking): Promise<ObjectGrant[]> {
  const { catalog, permissions, kind, holder, holders, list } = asking;
  const found = new Map<string, ObjectGrant>();
  const add = (key: string | number, name: string, grants: readonly Row[]): void => {
    const who = actualHolder(permissions, kind, key, name);
    for (const grant of grants) {
      const one: ObjectGrant = {
        model: `${text(grant['app_label'])}.${text(grant['model'])}`,
        object: text(grant['object_pk']),
        permission: text(grant['codename']),
        ...who,
      };
      found.set(JSON.stringify([one.model, one.object, one.permission, one.holder, one.key]), one);
    }
  };
  const models = Object.values(catalog.models).filter(({ kind: is }) => is === 'resource');
  if (holder.assigned.whole && models.length < holders.length)
    await Promise.all(
      models.map(async ({ name: model }) => {
        const rows = await list(holder.assigned.path, { model }, holder.assigned.key);
        for (const row of rows)
          add(
            keyOf(row[holder.assigned.key]),
            text(row[holder.assigned.name]),
            listOf(holder.assigned.path, row[holder.assigned.grants]),
          );
      }),
    );
  else
    await Promise.all(
      holders.map(async ({ key, name }) =>
        add(
          key,
          name,
          await list(holder.own.path, { ordering: 'id', [holder.own.filter]: String(key) }, 'id'),
        ),
      ),
    );
  return [...found.values()];
}

function holdersIn(
  catalog: Catalog,
  holder: DirectHolder,
  rowsOf: (model: ModelName) => readonly Row[],
): { readonly key: string | number; readonly name: string }[] {
  const model = catalog.models[holder.model];
  if (model?.kind !== 'resource') return [];
  return rowsOf(holder.model).map((row) => ({
    key: keyOf(row[model.collection.pk]),
    name: text(row[holder.assigned.name]),
  }));
}

/** The rows of all permissions, where they are objects of a model that has been read. */
function permissionRows(
  { models }: Catalog,
  { list }: Permissions,
  rowsOf: (model: ModelName) => readonly Row[],
): readonly Row[] | undefined {
  const model = Object.values(models).find((one) => one.kind === 'listed' && one.collection.path === list);
  const rows = model && rowsOf(model.name);
  return rows && rows.length > 0 ? rows : undefined;
}

function namesByModel(rows: readonly Row[]): Record<ModelName, string[]> {
  const names: Record<ModelName, string[]> = {};
  for (const row of rows)
    (names[`${text(row['app_label'])}.${text(row['model'])}`] ??= []).push(text(row['codename']));
  for (const list of Object.values(names)) list.sort();
  return names;
}

function nameOf(row: Row): string {
  return `${text(row['app_label'])}.${text(row['codename'])}`;
}
