import type { ModelName } from '../model.ts';
import type { Condition, ObjectRule } from '../object-rule.ts';

/**
 * A rule without the models that a release does not have: nothing can be of them. `undefined`: it is about
 * one of them only.
 */
export function pruneRule(rule: ObjectRule, known: (name: ModelName) => boolean): ObjectRule | undefined {
  const refused = pruneCondition(rule.refused, known);
  return refused && { ...rule, refused };
}

/** The condition with the models that are known; `undefined`: it holds of none. */
function pruneCondition(one: Condition, known: (name: ModelName) => boolean): Condition | undefined {
  if ('all' in one) {
    const all = one.all.map((part) => pruneCondition(part, known));
    return all.every((part) => part !== undefined) ? { all } : undefined;
  }
  if ('any' in one) {
    const any = one.any.flatMap((part) => pruneCondition(part, known) ?? []);
    return any.length > 0 ? { any } : undefined;
  }
  if ('linked' in one && 'models' in one) {
    const models = one.models.filter(known);
    return models.length > 0 ? { ...one, models } : undefined;
  }
  if ('model' in one) {
    const model = one.model.filter(known);
    return model.length > 0 ? { model } : undefined;
  }
  return pruneInner(one, known);
}

/** What is not the case of a model that there is not, is so of every object: such a condition says nothing. */
function pruneInner(one: Condition, known: (name: ModelName) => boolean): Condition | undefined {
  if ('not' in one) {
    const not = pruneCondition(one.not, known);
    return not ? { not } : { all: [] };
  }
  if ('surely' in one) {
    const surely = pruneCondition(one.surely, known);
    return surely && { surely };
  }
  if ('before' in one) {
    const before = pruneCondition(one.before, known);
    return before && { before };
  }
  if ('another' in one) {
    const another = pruneCondition(one.another, known);
    return another && { another };
  }
  if ('meets' in one) {
    const meets = pruneCondition(one.meets, known);
    return meets && { ...one, meets };
  }
  return one;
}
