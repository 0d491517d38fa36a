import type { Catalog, Json, Resource } from '../../catalog/model.ts';
import { identifiersOf } from '../../plan/value/identifiers.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import {
  decodeValue,
  encodeValue,
  isList,
  isMapping,
  type PlanValue,
  tagOf,
} from '../../plan/value/plan-value.ts';
import { type MadeKey, resolveValue } from '../resolve.ts';

/** The objects of the plan before, as the plan after it has them. */
export class ObjectsNow {
  readonly catalog: Catalog;
  readonly made = new Map<string, MadeKey>();
  readonly #now = new Map<string, readonly Change[]>();

  constructor(approved: Pick<Plan, 'changes'>, after: Pick<Plan, 'changes'>, catalog: Catalog) {
    this.catalog = catalog;
    const byRow = new Map<string, Change[]>();
    const byPlace = new Map<string, Change[]>();
    for (const change of after.changes) {
      if (change.by === undefined) add(byRow, change.row, change);
      if (change.place) add(byPlace, placeOf(change), change);
    }
    // Ours first: what the server makes of the same object says nothing of what is left.
    const ours = approved.changes.filter(({ by }) => by === undefined);
    const others = approved.changes.filter(({ by }) => by !== undefined);
    for (const change of [...ours, ...others]) {
      if (this.#now.has(change.row)) continue;
      // A new object is told by the entry that makes it.
      const now = change.itemKey === undefined ? byPlace.get(placeOf(change)) : byRow.get(change.row);
      this.#now.set(change.row, now ?? []);
      const keys = now?.[0] && this.#keysOf(now[0]);
      if (keys) this.made.set(change.row, keys);
    }
  }

  /** What is written of the object of a change now. */
  leftOf(change: Change | undefined): readonly Change[] {
    return this.#of(change).filter(isWritten);
  }

  /** Whether the plan says anything of the object of a change now. */
  isPlanned(change: Change): boolean {
    return this.#of(change).length > 0;
  }

  /** Whether the object of a change is there now. */
  isThere(change: Change): boolean {
    return this.#of(change).some(({ itemKey }) => itemKey !== undefined);
  }

  readonly rowNow = (row: string): string => this.#now.get(row)?.[0]?.row ?? row;

  fieldsOf({ model }: Change): Resource['fields'] {
    const resource = this.catalog.models[model];
    return resource?.kind === 'resource' ? resource.fields : {};
  }

  /** A value of the plan before, with the keys that its objects have now. */
  settled(value: PlanValue): PlanValue {
    if (isList(value)) return value.map((item) => this.settled(item));
    if (!isMapping(value)) return value;
    const tag = tagOf(value);
    if (tag === '$ref' || tag === '$format') {
      const now = resolveValue(decodeValue(value), this.made);
      if (now !== undefined) return encodeValue(now);
      const reference = value['$ref'];
      return reference !== undefined && isMapping(reference)
        ? { $ref: { ...reference, row: this.rowNow(String(reference['row'])) } }
        : value;
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.settled(item)]));
  }

  #of(change: Change | undefined): readonly Change[] {
    return (change && this.#now.get(change.row)) ?? [];
  }

  #keysOf({ model, itemKey, before }: Change): MadeKey | undefined {
    const resource = this.catalog.models[model];
    const pk = resource?.kind === 'resource' ? before?.[resource.collection.pk] : undefined;
    if (resource?.kind !== 'resource' || itemKey === undefined || !isPlain(pk)) return undefined;
    const shown = Object.entries(before ?? {}).flatMap(([name, value]): [string, Json][] =>
      isPlain(value) ? [[name, value]] : [],
    );
    return { model, pk, key: itemKey, identifiers: identifiersOf(resource, Object.fromEntries(shown)) };
  }
}

function placeOf({ model, place }: Change): string {
  return place ? `${model}@${place.path}#${place.start}` : '';
}

function isPlain(value: PlanValue | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

function add(groups: Map<string, Change[]>, name: string, change: Change): void {
  const group = groups.get(name);
  if (group) group.push(change);
  else groups.set(name, [change]);
}
