import type { Catalog, DirectHolder, HolderKind, ModelName, Permissions } from '../catalog/model.ts';
import { type PermissionQuestion, type Question, questionKey } from '../catalog/question.ts';
import { withoutApp } from '../catalog/permission-names.ts';
import type { Client } from '../client/client.ts';
import type { Report } from '../diagnostics/collector.ts';
import { keyOf, listOf, actualHolder, text } from './holder-rows.ts';
import { PAGE_SIZE, readAll } from './read-all.ts';
import { everywhereOf, grantsOf, type HeldByAll, holdersIfFewer, readHeldByAll } from './read-held.ts';
import { reportUnreadable } from './report-unreadable.ts';
import type { Granted, Row, Snapshot } from './snapshot.ts';

type Asked<Of extends PermissionQuestion['of']> = Question & {
  readonly permissions: PermissionQuestion & { readonly of: Of };
};
type Holders = readonly (readonly [HolderKind, DirectHolder])[];

/**
 * Answers questions about permissions, by `questionKey`. The permissions on the objects of a model are read
 * with one list call where that list has all holders, else with one call per object or one per role,
 * whichever are fewer. What several roles hold is read together. What the server does not show is reported and has no answer.
 */
export async function readPermissions(
  client: Client,
  catalog: Catalog,
  questions: readonly Question[],
  report?: Report,
): Promise<Required<Pick<Snapshot, 'granted' | 'named'>>> {
  const { permissions } = catalog;
  const granted: Record<string, readonly Granted[]> = {};
  const named: Record<string, boolean> = {};
  if (!permissions) return { granted, named };
  const byModel = new Map<ModelName, Asked<'object'>[]>();
  const work: Promise<void>[] = [];
  const together = heldTogether(client, permissions, questions);
  const unreadable =
    (model: ModelName) =>
    (error: unknown): void =>
      reportUnreadable(error, `permissions of ${model}`, report);
  for (const question of questions) {
    if (isAbout(question, 'object')) {
      const others = byModel.get(question.model);
      if (others) others.push(question);
      else byModel.set(question.model, [question]);
    }
    if (isAbout(question, 'holder'))
      work.push(
        heldEverywhere(client, catalog, permissions, question, together)
          .then((found) => void (granted[questionKey(question)] = found))
          .catch(unreadable(question.model)),
      );
    if (isAbout(question, 'held'))
      work.push(
        heldByOne(client, permissions, question, together)
          .then((found) => void (granted[questionKey(question)] = found))
          .catch(unreadable(question.model)),
      );
    if (isAbout(question, 'name'))
      work.push(
        isNamed(client, permissions, question)
          .then((is) => void (named[questionKey(question)] = is))
          .catch(unreadable(question.model)),
      );
  }
  for (const [model, asked] of byModel) {
    work.push(
      heldOnObjects(client, catalog, permissions, model, asked)
        .then((found) => {
          for (const question of asked)
            granted[questionKey(question)] = [
              ...(found.get(String(question.permissions.key))?.values() ?? []),
            ];
        })
        .catch(unreadable(model)),
    );
  }
  await Promise.all(work);
  return { granted, named };
}

function isAbout<Of extends PermissionQuestion['of']>(question: Question, of: Of): question is Asked<Of> {
  return question.permissions?.of === of;
}

async function isNamed(
  client: Client,
  permissions: Permissions,
  { model, permissions: { key } }: Asked<'name'>,
): Promise<boolean> {
  const query: Record<string, string> = {
    codename: withoutApp(key),
    content_type__app_label: key.slice(0, key.indexOf('.')),
    page_size: '1',
  };
  // On an object counts what there is of its model, not of any other of the app.
  if (model !== '') query['content_type__model'] = withoutApp(model);
  return (await client.page(permissions.list, query)).count > 0;
}

/** What all of a model hold, where more than one of them is asked for what it holds on objects. */
type Together = ReadonlyMap<ModelName, Promise<HeldByAll>>;

function heldTogether(client: Client, permissions: Permissions, questions: readonly Question[]): Together {
  const counts = new Map<ModelName, number>();
  for (const question of questions)
    if (isAbout(question, 'held')) counts.set(question.model, (counts.get(question.model) ?? 0) + 1);
  return new Map(
    Object.values(permissions.holders).flatMap((holder) => {
      const count = counts.get(holder.model) ?? 0;
      return holder.kind === 'direct' && count > 1
        ? [[holder.model, readHeldByAll(client, holder, count)] as const]
        : [];
    }),
  );
}

async function heldEverywhere(
  client: Client,
  catalog: Catalog,
  permissions: Permissions,
  { model, permissions: { key } }: Asked<'holder'>,
  together: Together,
): Promise<Granted[]> {
  const [kind, holder] = Object.entries(permissions.holders).find(([, one]) => one.model === model) ?? [];
  if (!kind || !holder) return [];
  const role =
    holder.kind === 'direct'
      ? { holder, key }
      : await holderBehind(
          client,
          catalog,
          permissions,
          holder.by,
          holder.name.replace('{key}', String(key)),
        );
  if (!role) return [];
  const seen = holder.kind === 'direct' ? (await together.get(model))?.found.get(String(key)) : undefined;
  const rows = seen?.everywhere ?? (await everywhereOf(client, permissions, role.holder, role.key));
  return rows.map((row) => ({
    permission: `${text(row['app_label'])}.${text(row['codename'])}`,
    holder: kind as HolderKind,
    key,
    name: '',
  }));
}

/** The permissions on objects that a role or user has been given itself. */
async function heldByOne(
  client: Client,
  permissions: Permissions,
  { model, permissions: { key } }: Asked<'held'>,
  together: Together,
): Promise<Granted[]> {
  const [kind, holder] = Object.entries(permissions.holders).find(([, one]) => one.model === model) ?? [];
  if (!kind || holder?.kind !== 'direct') return [];
  const all = await together.get(model);
  const rows =
    all?.found.get(String(key))?.onObjects ?? (all?.isAll ? [] : await grantsOf(client, holder, key));
  return rows.map((row) => ({
    permission: text(row['codename']),
    holder: kind as HolderKind,
    key,
    name: '',
    on: { model: `${text(row['app_label'])}.${text(row['model'])}`, key: text(row['object_pk']) },
  }));
}

/** The role that holds the permissions of a user, by the role's name; undefined as long as there is none. */
export async function holderBehind(
  client: Client,
  catalog: Catalog,
  permissions: Permissions,
  by: HolderKind,
  name: string,
): Promise<{ readonly holder: DirectHolder; readonly key: string | number } | undefined> {
  const holder = permissions.holders[by];
  const model = holder && catalog.models[holder.model];
  if (holder?.kind !== 'direct' || model?.kind !== 'resource') return undefined;
  const rows = await readAll(
    client,
    model.collection.path,
    { page_size: PAGE_SIZE, ordering: 'name', name },
    model.collection.pk,
  );
  const key = rows.find((row) => row['name'] === name)?.[model.collection.pk];
  return typeof key === 'string' || typeof key === 'number' ? { holder, key } : undefined;
}

/** The permissions on the objects of a model, each once, by the key of the object. */
async function heldOnObjects(
  client: Client,
  catalog: Catalog,
  permissions: Permissions,
  model: ModelName,
  asked: readonly Asked<'object'>[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Granted>>> {
  const found = new Map<string, Map<string, Granted>>();
  const add = (kind: HolderKind, key: string | number, name: string, grants: readonly Row[]): void => {
    const who = actualHolder(permissions, kind, key, name);
    for (const grant of grants) {
      if (`${text(grant['app_label'])}.${text(grant['model'])}` !== model) continue;
      const object = text(grant['object_pk']);
      const one: Granted = { permission: text(grant['codename']), ...who };
      const others = found.get(object) ?? new Map<string, Granted>();
      found.set(object, others);
      const name = JSON.stringify([one.permission, one.holder, one.key]);
      if (!others.has(name)) others.set(name, one);
    }
  };
  const direct = Object.entries(permissions.holders).flatMap(([kind, holder]) =>
    holder.kind === 'direct' ? [[kind as HolderKind, holder] as const] : [],
  ) satisfies Holders;
  await Promise.all(
    direct.map(async ([kind, holder]) => {
      const query = { page_size: PAGE_SIZE, model };
      const list = (more: Readonly<Record<string, string>>): Promise<readonly Row[]> =>
        readAll(client, holder.assigned.path, { ...query, ...more }, holder.assigned.key);
      const addAll = (rows: readonly Row[]): void => {
        for (const row of rows)
          add(
            kind,
            keyOf(row[holder.assigned.key]),
            text(row[holder.assigned.name]),
            listOf(holder.assigned.path, row[holder.assigned.grants]),
          );
      };
      if (holder.assigned.whole) {
        addAll(await list({}));
        return;
      }
      const everybody =
        asked.length > 1 ? await holdersIfFewer(client, catalog, holder, asked.length) : undefined;
      if (!everybody) {
        await Promise.all(
          asked.map(async ({ permissions: { key } }) => addAll(await list({ object_pk: String(key) }))),
        );
        return;
      }
      await Promise.all(
        everybody.map(async ({ key, name }) => add(kind, key, name, await grantsOf(client, holder, key))),
      );
    }),
  );
  return found;
}
