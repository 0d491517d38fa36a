import type { Json } from '../../catalog/model.ts';
import type { FieldContext, Values, Write } from './context.ts';

/** The server's message where another object already has this value, and the behaviour says that none may. */
export function findTaken(
  { database, release, model, field, row }: FieldContext,
  value: Json,
): string | undefined {
  if (value === null) return undefined;
  const lineage = database.models.lineage(model.name);
  for (const rule of release.behaviour.unique) {
    if (rule.field !== field.name || !lineage.includes(rule.model)) continue;
    const taken = database.store
      .holding(database.models.concrete(rule.model), rule.field, value)
      .some((other) => other.values[rule.field] === value && other.pk !== row?.pk);
    if (taken) return rule.texts?.[model.name] ?? rule.text;
  }
  return undefined;
}

/**
 * The server's messages about sets of values that another object already has. Any number of objects may share
 * a set with a null in it.
 */
export function findTakenSets(
  { database, model, row }: Pick<Write, 'database' | 'model' | 'row'>,
  values: Values,
): string[] {
  return model.together.flatMap((fields) => {
    const wanted = fields.map((name) => values[name] ?? row?.values[name] ?? null);
    const [first, value] = [fields[0], wanted[0]];
    if (wanted.includes(null) || first === undefined || value === undefined) return [];
    const taken = database.store
      .holding([model.name], first, value)
      .some(
        (other) =>
          other.pk !== row?.pk &&
          fields.every((name, index) => (other.values[name] ?? null) === wanted[index]),
      );
    return taken ? [`The fields ${fields.join(', ')} must make a unique set.`] : [];
  });
}
