import { isSuperuser } from '../rights.ts';
import { Store, type Row, type StoreFile } from '../store.ts';
import type { World } from '../world.ts';
import { complete, seedDump, type Dump } from './dump.ts';
import { seedLists, type RecordedList } from './lists.ts';

/** What a sandbox starts with. */
export type StartState =
  /** What a server has after its migrations. */
  | { readonly kind: 'bare' }
  | { readonly kind: 'dump'; readonly dump: Dump }
  /** A recorded folder: one list per file. */
  | { readonly kind: 'lists'; readonly lists: readonly RecordedList[] }
  /** What a sandbox exported. */
  | { readonly kind: 'store'; readonly file: StoreFile };

/** Fills the store; gives the key of the administrator's token. */
export function seedStore(world: World, state: StartState, token: string | undefined): string {
  switch (state.kind) {
    case 'bare':
      seedDump(world, world.behaviour.bare);
      break;
    case 'dump':
      seedDump(world, state.dump);
      break;
    case 'lists':
      seedLists(world, state.lists);
      break;
    case 'store':
      world.store.restore(Store.import(state.file));
  }
  addHiddenRows(world);
  return settleToken(world, token);
}

/** The rows that no list shows are there all the same, and take a primary key. */
function addHiddenRows(world: World): void {
  for (const model of world.models.models.values()) {
    const hidden = model.list?.hidden;
    if (!hidden) continue;
    const there = world.store
      .list([model.name])
      .some((row) => Object.entries(hidden).every(([name, value]) => row.values[name] === value));
    if (there) continue;
    // It was made by the first migrations: its key is the lowest that is free.
    let pk = 1;
    while (world.store.get(model.name, pk)) pk += 1;
    world.store.reserve(model.sequence, pk);
    world.store.put({
      model: model.name,
      pk,
      values: complete(world, model, { ...hidden, is_active: false }),
    });
  }
}

/**
 * Gives the first token for the API that belongs to an administrator the wanted key, or tells the one it has.
 */
function settleToken(world: World, wanted: string | undefined): string {
  const { token: tokens, intent, user: users } = world.behaviour.anchors;
  const row: Row | undefined = world.store.list([tokens]).find((candidate) => {
    const owner = world.store.get(users, candidate.values['user'] ?? null);
    return candidate.values['intent'] === intent && owner !== undefined && isSuperuser(world, owner);
  });
  if (!row) return '';
  if (wanted !== undefined) world.store.put({ ...row, values: { ...row.values, key: wanted } });
  return wanted ?? String(row.values['key'] ?? '');
}
