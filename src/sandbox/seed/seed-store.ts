import type { Grants } from '../grants.ts';
import { isSuperuser } from '../rights.ts';
import type { Row } from '../row.ts';
import { Store, type StoreFile } from '../store.ts';
import type { Database } from '../database.ts';
import { complete, seedDump, type Dump, type SeedParts } from './dump.ts';
import { type SeedGrant, seedGrants } from './grants.ts';
import { seedInstances } from './instances.ts';
import { seedLists, type RecordedList } from './lists.ts';

/** What a sandbox starts with. */
export type StartState =
  /** What a server has after its migrations. */
  | { readonly kind: 'bare' }
  /** The same, once its worker has made an instance of each of its own blueprint files. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'dump'; readonly dump: Dump }
  /** A recorded folder: one list per file. */
  | {
      readonly kind: 'lists';
      readonly lists: readonly RecordedList[];
      readonly grants?: readonly SeedGrant[];
    }
  /** What a sandbox exported. */
  | { readonly kind: 'store'; readonly file: StoreFile };

/** Fills the store; returns the key of the administrator's token. */
export function seedStore(
  parts: SeedParts & { readonly grants: Grants },
  state: StartState,
  token: string | undefined,
): string {
  switch (state.kind) {
    case 'bare':
      seedDump(parts, parts.release.behaviour.bare);
      break;
    case 'fresh':
      seedDump(parts, parts.release.behaviour.bare);
      seedInstances(parts);
      break;
    case 'dump':
      seedDump(parts, state.dump);
      break;
    case 'lists':
      seedLists(parts, state.lists);
      seedGrants(parts, state.grants ?? []);
      break;
    case 'store':
      parts.database.store.restore(Store.import(state.file));
  }
  addHiddenRows(parts);
  return settleToken(parts.database, token);
}

/** Rows that no list shows exist all the same, and take a primary key. */
function addHiddenRows(parts: SeedParts): void {
  const { database } = parts;
  for (const model of database.models.models.values()) {
    const hidden = model.list?.hidden;
    if (!hidden) continue;
    const there = database.store
      .list([model.name])
      .some((row) => Object.entries(hidden).every(([name, value]) => row.values[name] === value));
    if (there) continue;
    // It was made by the first migrations: its key is the lowest that is free.
    let pk = 1;
    while (database.store.get(model.name, pk)) pk += 1;
    database.store.reserve(model.sequence, pk);
    database.store.put({
      model: model.name,
      pk,
      values: complete(parts, model, { ...hidden, is_active: false }),
    });
  }
}

/**
 * Gives the wanted key to the first API token of an administrator, and returns the key that the token has
 * then; empty where there is no such token.
 */
function settleToken(database: Database, wanted: string | undefined): string {
  const { token: tokens, intent, user: users } = database.models.wellKnown;
  const row: Row | undefined = database.store.list([tokens]).find((candidate) => {
    const owner = database.store.get(users, candidate.values['user'] ?? null);
    return candidate.values['intent'] === intent && owner !== undefined && isSuperuser(database, owner);
  });
  if (!row) return '';
  if (wanted !== undefined) database.store.put({ ...row, values: { ...row.values, key: wanted } });
  return wanted ?? String(row.values['key'] ?? '');
}
