import type { Catalog, DirectHolder, HolderKind, ModelName, Permissions } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { actualHolder, keyOf, text } from './holder-rows.ts';
import { PAGE_SIZE, readAll } from './read-all.ts';
import { everywhereOf, grantsOf, readHeldByAll } from './read-held.ts';
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
 * Reads the permissions that a server grants: those on objects as `readHeldByAll` does, those everywhere with one
 * list for each holder of whom that does not tell. Throws an ApiError where the server does not show them. `rowsOf`:
 * the objects of a model, which have been read.
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
  const skipped: HolderKind[] = [];
  const [all, ...read] = await Promise.all([
    permissionRows(catalog, permissions, rowsOf) ??
      readAll(client, permissions.list, { page_size: PAGE_SIZE, ordering: 'id' }, 'id'),
    ...direct.map(async ([kind, holder]) => {
      const holders = holdersIn(catalog, holder, rowsOf);
      const isAsked = kind === 'role' || holders.length <= MOST_USERS;
      if (!isAsked) skipped.push(kind);
      const together = await readHeldByAll(client, holder, holders.length);
      const held = await Promise.all(
        holders.map(async ({ key, name }) => {
          const seen = together.found.get(String(key));
          const [onObjects, everywhere] = await Promise.all([
            seen?.onObjects ?? (together.isAll ? [] : grantsOf(client, holder, key)),
            seen?.everywhere ?? (isAsked ? everywhereOf(client, permissions, holder, key) : undefined),
          ]);
          return { key, name, onObjects, everywhere };
        }),
      );
      return {
        objects: held.flatMap(({ key, name, onObjects }) =>
          onObjects.map((grant) => objectGrant(grant, actualHolder(permissions, kind, key, name))),
        ),
        everywhere: held.flatMap(({ key, everywhere }): HolderGrants[] =>
          everywhere ? [{ holder: kind, key, permissions: everywhere.map(nameOf).sort() }] : [],
        ),
      };
    }),
  ]);
  return {
    objects: each(read.flatMap(({ objects }) => objects)),
    holders: read.flatMap(({ everywhere }) => everywhere),
    names: namesByModel(all),
    skipped,
  };
}

function objectGrant(grant: Row, who: Pick<Granted, 'holder' | 'key' | 'name'>): ObjectGrant {
  return {
    model: `${text(grant['app_label'])}.${text(grant['model'])}`,
    object: text(grant['object_pk']),
    permission: text(grant['codename']),
    ...who,
  };
}

/** Each grant once. */
function each(grants: readonly ObjectGrant[]): ObjectGrant[] {
  const found = new Map(
    grants.map((one) => [JSON.stringify([one.model, one.object, one.permission, one.holder, one.key]), one]),
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
