import type { ModelName, Resource } from '../catalog/model.ts';
import type { Change } from '../plan/value/plan.ts';
import { isList, type PlanValue } from '../plan/value/plan-value.ts';

/** An object at the other end of a link. */
export interface OtherEnd {
  /** The models that it may be of. */
  readonly models: readonly ModelName[];
  readonly key: string | number;
  /** Its name for people. */
  readonly name: string;
}

/** So many are asked about. */
const MOST = 3;

/**
 * The objects that lists of a changed object have on one side and not on the other: a user says which groups he is in,
 * so who is in a group is changed without writing the group. Some of them, where there are many.
 */
export function otherEnds({ fields }: Change, model: Resource): OtherEnd[] {
  const ends = fields.flatMap(({ path, before, after, added, beforeNames = {} }) => {
    const models = model.fields[path]?.references ?? [];
    if (models.length === 0 || (!added && !isListOf(before))) return [];
    const [there, wanted] = [keysIn(before), keysIn(added ?? after)];
    const differing = [...wanted, ...there].filter((key) => there.includes(key) !== wanted.includes(key));
    return differing.map((key) => ({ models, key, name: beforeNames[String(key)] ?? String(key) }));
  });
  return ends.slice(0, MOST);
}

function isListOf(value: PlanValue | undefined): boolean {
  return value !== undefined && isList(value);
}

function keysIn(value: PlanValue | readonly PlanValue[] | undefined): (string | number)[] {
  return value !== undefined && isList(value)
    ? value.filter((item) => typeof item === 'string' || typeof item === 'number')
    : [];
}
