import { listedChoices } from '../catalog/listed-choices.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';
import { isConfigured } from '../catalog/records.ts';
import { isSince } from '../catalog/release.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { Collector } from '../diagnostics/collector.ts';
import { instancesOf, isInventory, OWN_SEARCH } from '../ownership/own-instances.ts';
import { PAGE_SIZE, readAll } from './read-all.ts';
import { readSnapshot } from './read.ts';
import { readLists } from './read-lists.ts';
import { type AllGrants, readGrants } from './read-grants.ts';
import { emptySnapshot, type Me, type Row, type Snapshot } from './snapshot.ts';

/** All of a server that a plan or an export may ask for. */
export interface Everything {
  readonly snapshot: Snapshot;
  /** Undefined: the release has none, or the server does not show them. */
  readonly grants: AllGrants | undefined;
  /** The instances that hold inventories of projects. */
  readonly inventories: readonly Row[];
  /** What is not in it, and why, for people. */
  readonly notHeld: readonly string[];
}

/**
 * Reads how a server is configured: one list call a page of each model, the second factors of each superuser, and
 * what `readGrants` asks for each role and user. What the server does not show is said. Sends only GET. Throws an
 * ApiError when the server cannot be read.
 */
export async function readEverything(client: Client, catalog: Catalog, me: Me): Promise<Everything> {
  const unread = new Collector();
  const { report } = unread;
  const first = await readSnapshot(
    client,
    catalog,
    questionsAboutAll(catalog),
    { ...emptySnapshot(catalog.release), me },
    report,
  );
  const rowsOf = (model: string): readonly Row[] => first.models[model]?.rows ?? [];
  const { permissions } = catalog;
  const notHeld: string[] = [];
  const optional = async <T>(what: string, read: Promise<T>): Promise<T | undefined> => {
    try {
      return await read;
    } catch (error) {
      const isShown = !(error instanceof ApiError) || !(NOT_SHOWN.has(error.status) || error.mayStillRun);
      if (isShown) throw error;
      notHeld.push(`the server does not show ${what}: ${error.message}`);
      return undefined;
    }
  };
  const files = Object.values(catalog.models).filter((model) => model.kind === 'meta' && model.applying);
  const [factors, listed, grants, inventories] = await Promise.all([
    readSnapshot(client, catalog, secondFactors(catalog, rowsOf), first, report),
    optional(
      'its blueprint files',
      readLists(
        client,
        catalog,
        files.map(({ name }) => ({ model: name })),
      ),
    ),
    permissions && optional('permissions', readGrants(client, catalog, permissions, rowsOf)),
    optional('the inventories of projects', readInventories(client, catalog)),
  ]);
  for (const kind of grants?.skipped ?? [])
    notHeld.push(`what each ${kind} may do everywhere: there are too many to ask about each`);
  const said = unread.diagnostics.map(({ message }) => message);
  const snapshot = { ...factors, listed: { ...factors.listed, ...listed } };
  return { snapshot, grants, inventories: inventories ?? [], notHeld: [...said, ...notHeld].sort() };
}

const NOT_SHOWN: ReadonlySet<number | undefined> = new Set([403, 404, 405]);

/** Everything that is asked before anything is known. */
function questionsAboutAll(catalog: Catalog): Question[] {
  const about = Object.values(catalog.models).flatMap((model): Question[] => {
    if (isConfigured(catalog, model)) return [{ model: model.name, whole: true }];
    return model.kind === 'base' && model.list !== undefined ? [{ model: model.name }] : [];
  });
  const choices = listedChoices(catalog)
    .filter(({ path }) => !filesIn(catalog).includes(path))
    .map((one): Question => ({ model: '', choices: one }));
  // Before that there were none (document of 2023.8).
  const licence: Question[] = isSince(catalog.release, '2023.8') ? [{ model: '', licence: true }] : [];
  return [...about, ...choices, ...licence];
}

/** The lists of the server's blueprint files: its worker makes them. */
function filesIn({ models }: Catalog): string[] {
  return Object.values(models).flatMap((model) =>
    model.kind === 'meta' && model.applying ? [model.applying.files] : [],
  );
}

/** The second factors of superusers: whether one can still sign in depends on them. */
function secondFactors(catalog: Catalog, rowsOf: (model: string) => readonly Row[]): Question[] {
  return Object.values(catalog.models).flatMap((model): Question[] => {
    if (model.kind !== 'resource' || model.login?.is !== 'user') return [];
    const { devices } = model.login;
    return rowsOf(model.name)
      .filter((row) => row['is_superuser'] === true)
      .map((row) => ({
        model: model.name,
        choices: {
          path: devices.replace('{key}', String(row[model.collection.pk])),
          key: 'type',
          always: [],
        },
      }));
  });
}

async function readInventories(client: Client, catalog: Catalog): Promise<readonly Row[]> {
  const model = catalog.models[instancesOf(catalog) ?? ''];
  if (model?.kind !== 'resource') return [];
  const { path, key, pk } = model.collection;
  const rows = await readAll(
    client,
    path,
    { search: OWN_SEARCH, page_size: PAGE_SIZE, ordering: 'name' },
    pk,
  );
  return rows
    .filter(({ name }) => isInventory(name))
    .map((row) =>
      Object.fromEntries(
        [...new Set([pk, key, 'name', 'path', 'enabled', 'content', 'context'])].map((field) => [
          field,
          row[field] ?? null,
        ]),
      ),
    );
}
