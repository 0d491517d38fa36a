import type { Value } from '../../blueprint/value.ts';
import type { Catalog, Field, Json, Resource } from '../../catalog/model.ts';
import { keysAsWritten, sameValue } from '../../forms/normal.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { HIDDEN } from '../../source/known-secrets.ts';
import { otherEnds } from '../overlay/other-ends.ts';
import type { Change } from '../value/plan.ts';
import { decodeValue } from '../value/plan-value.ts';
import { hideSecretParts } from './secret-parts.ts';

/** A field that is not as the plan saw it. */
export interface Moved {
  readonly name: string;
  readonly before: Value;
  readonly now: Json;
}

/**
 * The fields of an object that are not as the plan saw them, but for what the other changes of the run do to
 * it. `row`: the object as the server has it now.
 */
export function movedFields(
  model: Resource,
  change: Change,
  row: Readonly<Record<string, Json>>,
  run: RunSoFar,
): Moved[] {
  const own = new OwnWrites(run, model, change);
  return Object.entries(change.before ?? {}).flatMap(([name, saw]): Moved[] => {
    const now = row[name];
    if (now === undefined || own.writes(name)) return [];
    // Of a secret in a value the plan keeps nothing: the rest is compared.
    const shown = hideSecretParts(now);
    const before = decodeValue(saw, () => HIDDEN);
    return own.isSame(name, before, shown) ? [] : [{ name, before, now: shown }];
  });
}

/** What a run does: its changes, and the objects that it has made so far. */
export interface RunSoFar {
  readonly catalog: Catalog;
  readonly all: readonly Change[];
  /** The primary key of the object that the run has made for a row of the plan. */
  readonly pkMade: (row: string) => Value | undefined;
}

/** What the other changes of a run do to one object. */
class OwnWrites {
  readonly #run: RunSoFar;
  readonly #model: Resource;
  readonly #change: Change;

  constructor(run: RunSoFar, model: Resource, change: Change) {
    this.#run = run;
    this.#model = model;
    this.#change = change;
  }

  /** Whether another change of the run writes this field of the object itself: an earlier one, or the server's. */
  writes(name: string): boolean {
    const { row, id } = this.#change;
    return this.#run.all.some(
      (other) =>
        other.id !== id &&
        ((other.row === row && (name in other.body || other.fields.some((field) => field.path === name))) ||
          (other.unmarks?.row === row && other.unmarks.field === name)),
    );
  }

  /** Whether a field is as the plan saw it, but for what the run itself does. */
  isSame(name: string, before: Value, now: Json): boolean {
    const field = this.#model.fields[name];
    if (!field) return before === now || pkText(before) === pkText(now);
    if (sameValue(field, before, now, keysAsWritten)) return true;
    if (!field.references) return false;
    const ours = this.#keysOfOurs(name, field);
    if (!Array.isArray(before) || !Array.isArray(now)) return now === null && ours.has(pkText(before) ?? '');
    const others = (items: readonly Value[]): string[] =>
      items
        .map((item) => pkText(item) ?? '')
        .filter((key) => !ours.has(key))
        .sort();
    return JSON.stringify(others(before)) === JSON.stringify(others(now));
  }

  /** The keys of the objects that the run makes, deletes, or links to this one from their end. */
  #keysOfOurs(name: string, field: Field): ReadonlySet<string> {
    const { catalog, all, pkMade } = this.#run;
    const models = new Set((field.references ?? []).flatMap((one) => kindsOf(catalog, one)));
    const ends = otherEnds(catalog, this.#model.name, name, field);
    const keys = new Set<string>();
    const add = (key: Value | undefined): void => void keys.add(pkText(key) ?? '');
    for (const other of all) {
      if (other.leftAlone || other.action === 'noop') continue;
      for (const gone of other.cascades) if (models.has(gone.model)) gone.keys.forEach(add);
      if (!models.has(other.model)) continue;
      const isLinked = ends.some(
        (end) =>
          end.model === other.model &&
          (end.name in other.body ||
            (other.by !== undefined && other.fields.some(({ path }) => path === end.name))),
      );
      if (other.action === 'update' && !isLinked) continue;
      add(pkMade(other.row));
      add(pkBefore(catalog, other));
    }
    return keys;
  }
}

function pkBefore(catalog: Catalog, { model, before }: Change): Value {
  const resource = catalog.models[model];
  return decodeValue((resource?.kind === 'resource' ? before?.[resource.collection.pk] : undefined) ?? null);
}
