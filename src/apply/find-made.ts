import { refsIn } from '../blueprint/later.ts';
import { dict, type Dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { isWritten, type Change } from '../plan/value/plan.ts';
import { decodeValue } from '../plan/value/plan-value.ts';
import { secretFrom, type Sources } from '../plan/value/sources.ts';
import { keysIn } from './confirm.ts';
import { identityOf } from './find-copies.ts';
import { decodeChange } from './decode-change.ts';
import { comparable, findLike } from './look-up.ts';
import { type Made, type MadeKey, resolveRefs } from './resolve.ts';

/**
 * The objects that the server has made by applying a blueprint and that changes of ours need the keys of, by
 * their rows: found by the values that the blueprint gives them. One that is not found, or not the only one,
 * is left out, and the changes that need it fail. Throws an ApiError when a list cannot be read.
 */
export async function findMade(
  {
    client,
    catalog,
    sources,
  }: { readonly client: Client; readonly catalog: Catalog; readonly sources: Sources },
  changes: readonly Change[],
  applied: Change,
  made: Made,
): Promise<ReadonlyMap<string, MadeKey>> {
  const needed = neededRows(changes, sources);
  const found = new Map<string, MadeKey>();
  for (const change of changes) {
    if (change.by !== applied.row || change.action !== 'create' || !needed.has(change.row)) continue;
    const model = catalog.models[change.model];
    const values = resolveRefs(valuesOf(change, sources), new Map([...made, ...found]));
    if (model?.kind !== 'resource' || !values) continue;
    const told = comparable(model, values);
    const rows =
      told.length === 0
        ? []
        : await findLike(client, model, identityOf(change.identifiedBy ?? [], told) ?? told);
    const keys = rows.length === 1 && rows[0] ? keysIn(model, rows[0]) : undefined;
    if (keys) found.set(change.row, keys);
  }
  return found;
}

/** The rows whose keys our changes need: of the objects that they write, and that they refer to. */
function neededRows(changes: readonly Change[], sources: Sources): ReadonlySet<string> {
  const rows = changes.filter(isWritten).flatMap((change) => {
    const { body, companions, setters } = decodeChange(change, sources);
    const values = [body, companions, ...setters.map(({ value }) => value)];
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
