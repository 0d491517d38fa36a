import type { Json } from '../../catalog/model.ts';
import type { Place, Values, Writing } from './outcome.ts';

/** The server's text when another object already has this value, where the table says that none may. */
export function findTaken({ world, model, field, row }: Place, value: Json): string | undefined {
  if (value === null) return undefined;
  const lineage = world.models.lineage(model.name);
  for (const rule of world.behaviour.unique) {
    if (rule.field !== field.name || !lineage.includes(rule.model)) continue;
    const taken = world.store
      .holding(world.models.concrete(rule.model), rule.field, value)
      .some((other) => other.values[rule.field] === value && other.pk !== row?.pk);
    if (taken) return rule.texts?.[model.name] ?? rule.text;
  }
  return undefined;
}

/**
 * The texts of sets of fields that another object already has; a set with a null in it is shared by any
 * number.
 */
export function findTakenSets({ world, model, row }: Writing, values: Values): string[] {
  return model.together.flatMap((fields) => {
    const wanted = fields.map((name) => values[name] ?? row?.values[name] ?? null);
    const [first, value] = [fields[0], wanted[0]];
    if (wanted.includes(null) || first === undefined || value === undefined) return [];
    const taken = world.store
      .holding([model.name], first, value)
      .some(
        (other) =>
          other.pk !== row?.pk &&
          fields.every((name, index) => (other.values[name] ?? null) === wanted[index]),
      );
    return taken ? [`The fields ${fields.join(', ')} must make a unique set.`] : [];
  });
}
