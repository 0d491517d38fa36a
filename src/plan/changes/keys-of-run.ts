import type { Value } from '../../blueprint/value.ts';
import type { Catalog, Field, Json, ModelName, Resource } from '../../catalog/model.ts';
import { keysAsWritten, sameValue } from '../../forms/normal.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Change } from '../value/plan.ts';
import { decodeValue } from '../value/plan-value.ts';

/** The objects that a run has made and deleted: how values that link to them are compared. */
export interface KeysOfRun {
  /**
   * Whether two values of a field are the same but for the objects that the run has made or deleted: the server
   * takes their links along.
   */
  readonly isSame: (field: Field, one: Value, other: Value) => boolean;
  /** A value without the keys of objects that the run has deleted; undefined where nothing is left. */
  readonly withoutDeleted: (field: Field, value: Json) => Json | undefined;
}

/**
 * The keys of what a run has made and deleted. `changes`: those that it has done; `pkMade`: the primary key of the
 * object that was made for a row of the plan.
 */
export function keysOfRun(
  catalog: Catalog,
  changes: readonly Change[],
  pkMade: (row: string) => Value | undefined,
): KeysOfRun {
  const nameOf = (model: ModelName, key: Value | undefined): string => `${model} ${pkText(key) ?? ''}`;
  const deleted = new Set<string>();
  const all = new Set<string>();
  for (const change of changes) {
    if (change.action === 'create') all.add(nameOf(change.model, pkMade(change.row)));
    if (change.action !== 'delete') continue;
    deleted.add(nameOf(change.model, pkBefore(catalog, change)));
    for (const gone of change.cascades) for (const key of gone.keys) deleted.add(nameOf(gone.model, key));
  }
  for (const name of deleted) all.add(name);
  const isIn = (keys: ReadonlySet<string>, { references = [] }: Field, key: Value): boolean =>
    references.some((one) => kindsOf(catalog, one).some((model) => keys.has(nameOf(model, key))));
  const others = (field: Field, value: Value): Value => {
    if (Array.isArray(value)) return value.filter((item) => !isIn(all, field, item));
    return isIn(all, field, value) ? null : value;
  };
  return {
    isSame: (field, one, other) =>
      sameValue(field, one, other, keysAsWritten) ||
      (field.references !== undefined &&
        sameValue(field, others(field, one), others(field, other), keysAsWritten)),
    withoutDeleted: (field, value) => {
      if (Array.isArray(value)) return value.filter((item) => !isIn(deleted, field, item));
      return isIn(deleted, field, value) ? undefined : value;
    },
  };
}

function pkBefore(catalog: Catalog, { model, before }: Change): Value {
  const resource = catalog.models[model];
  return decodeValue((resource?.kind === 'resource' ? before?.[resource.collection.pk] : undefined) ?? null);
}

/** The fields of an object that anybody can read and write and that are not what they were. */
export function changedFields(
  model: Resource,
  before: Readonly<Record<string, Json>>,
  now: Readonly<Record<string, Json>>,
  keys: KeysOfRun,
): string[] {
  return Object.entries(model.fields).flatMap(([name, field]) => {
    const [was, is] = [before[name], now[name]];
    if (field.readOnly || field.writeOnly || field.volatile || was === undefined || is === undefined)
      return [];
    return keys.isSame(field, was, is) ? [] : [name];
  });
}

/** The field of an object, a list of links, that holds this primary key; undefined where there is none. */
export function listWith(
  { fields }: Resource,
  row: Readonly<Record<string, Json>>,
  pk: Value | undefined,
): string | undefined {
  const key = pkText(pk);
  return Object.keys(row).find((name) => {
    const value = row[name];
    return fields[name]?.references && Array.isArray(value) && value.some((one) => pkText(one) === key);
  });
}

/** Whether a field of an object holds this primary key. */
export function pointsAt(value: Json | undefined, pk: Value | undefined): boolean {
  const key = pkText(pk);
  return [value ?? null].flat().some((one) => key !== undefined && pkText(one) === key);
}
