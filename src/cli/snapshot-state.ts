import type { SavedSnapshot } from '../actual/saved-snapshot.ts';
import type { Row } from '../actual/snapshot.ts';
import type { Catalog, Json, ModelName } from '../catalog/model.ts';
import { shownModel } from '../catalog/shown-model.ts';
import { instancesOf } from '../ownership/own-instances.ts';
import type { RecordedList } from '../sandbox/seed/lists.ts';
import type { SeedGrant } from '../sandbox/seed/grants.ts';
import type { StartState } from '../sandbox/seed/seed-store.ts';
import { hashOfMask, isMasked, withoutMasks } from '../source/masked.ts';

/** What stands for a secret that is a whole value. */
const STAND_IN = 'stand-in-of-the-sandbox';
/** What stands for one in a longer text: it looks like a secret, as that did. */
const STAND_IN_TEXT = 'eyJzdGFuZC1pbiI6dHJ1ZX0.b2YtdGhlLXNhbmRib3g';

/** The state of a sandbox that has what a snapshot holds, with stand-ins for the secrets that are masked. */
export function stateOfSnapshot(saved: SavedSnapshot, catalog: Catalog): StartState {
  const lists = Object.entries(saved.models).flatMap(([name, rows]): RecordedList[] => {
    const model = catalog.models[name];
    const path = model?.kind === 'base' ? model.list : shownModel(catalog, name)?.collection.path;
    const all = name === instancesOf(catalog) ? [...rows, ...saved.inventories] : rows;
    return path === undefined ? [] : [{ path, results: all.map((row) => withStandIns(catalog, name, row)) }];
  });
  return { kind: 'lists', lists, grants: grantsOf(saved, catalog) };
}

function grantsOf({ grants }: SavedSnapshot, { permissions }: Catalog): SeedGrant[] {
  const { objects = [], holders = [] } = grants ?? {};
  const modelOf = (kind: 'role' | 'user'): ModelName => permissions?.holders[kind]?.model ?? '';
  return [
    ...objects.map(
      ({ holder, key, permission, model, object }): SeedGrant => ({
        holder: modelOf(holder),
        key,
        permission,
        object: { model, pk: object },
      }),
    ),
    ...holders.flatMap(({ holder, key, permissions: held }) =>
      held.map((permission): SeedGrant => ({ holder: modelOf(holder), key, permission })),
    ),
  ];
}

function withStandIns(catalog: Catalog, model: ModelName, row: Row): Row {
  const { fields = {} } = shownModel(catalog, model) ?? {};
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const type = fields[name]?.type;
      const isMapping = type === 'object' || type === 'json';
      if (isMapping && typeof value === 'string' && hashOfMask(value) !== undefined)
        return [name, { standIn: STAND_IN }];
      return [name, standIn(value)];
    }),
  );
}

function standIn(value: Json): Json {
  if (typeof value === 'string' && isMasked(value))
    return hashOfMask(value) === undefined ? withoutMasks(value, () => STAND_IN_TEXT) : STAND_IN;
  if (Array.isArray(value)) return value.map(standIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, standIn(item)]));
}
