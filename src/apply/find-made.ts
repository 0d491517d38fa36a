import { refsIn } from '../blueprint/later.ts';
import { dict, type Dict, type Value } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { isWritten, type Change } from '../plan/value/plan.ts';
import { decodeDict, decodeValue } from '../plan/value/plan-value.ts';
import { secretFrom, type Sources } from '../plan/value/sources.ts';
import { keysIn } from './confirm.ts';
import { identityOf } from './find-copies.ts';
import { comparable, findLike } from './look-up.ts';
import { type Made, type MadeKey, resolveRefs } from './resolve.ts';

/**
 * The objects that the server has made by applying a blueprint and that changes of ours need the keys of, by
 * their rows: found by the values that the blueprint gives them. One that is not found, or not the only one,
 * is left out, and the changes that need it fail. Throws an ApiError when a list cannot be read.
 */
export async function findMade(
  server: Finder,
  changes: readonly Change[],
  applied: Change,
  made: Made,
): Promise<ReadonlyMap<string, MadeKey>> {
  const { sources } = server;
  const needed = neededRows(changes);
  const found = new Map<string, MadeKey>();
  for (const change of changes) {
    if (change.by !== applied.row || change.action !== 'create' || !needed.has(change.row)) continue;
    const values = resolveRefs(valuesOf(change, sources), new Map([...made, ...found]));
    const keys = values && (await findByValues(server, change, values));
    if (keys) found.set(change.row, keys);
  }
  return found;
}

/** What objects are looked for with. */
export interface Finder {
  readonly client: Client;
  readonly catalog: Catalog;
  readonly sources: Sources;
}

/**
 * The keys of the new object of a change: the only one with the values that it was given; undefined where there is
 * none or more than one. Throws an ApiError when the list cannot be read.
 */
export async function findByValues(
  { client, catalog }: Finder,
  change: Change,
  values: Dict,
): Promise<MadeKey | undefined> {
  const model = catalog.models[change.model];
  if (model?.kind !== 'resource') return undefined;
  const told = comparable(model, values);
  if (told.length === 0) return undefined;
  const rows = await findLike(client, model, identityOf(change.identifiedBy ?? [], told) ?? told);
  return rows.length === 1 && rows[0] ? keysIn(model, rows[0]) : undefined;
}

/**
 * The rows whose keys our changes need: of the objects that they write, and that they refer to. Secrets hold none,
 * and those of what a transaction has made are not at hand any more.
 */
function neededRows(changes: readonly Change[]): ReadonlySet<string> {
  const secret = (): Value => '';
  const rows = changes.filter(isWritten).flatMap((change) => {
    const { body, companions, setters } = change;
    const values = [
      decodeDict(body, secret),
      decodeDict(companions, secret),
      ...setters.map(({ value }) => decodeValue(value, secret)),
    ];
    const holders = change.grants.map(({ key }) => decodeValue(key));
    return [change.row, ...[...values, ...holders].flatMap((value) => refsIn(value).map(({ row }) => row))];
  });
  return new Set(rows);
}

/** What the blueprint gives an object, by field. */
function valuesOf({ fields }: Change, sources: Sources): Dict {
  const values = dict();
  for (const { path, after } of fields)
    if (after !== undefined) values[path] = decodeValue(after, secretFrom(sources));
  return values;
}
