import type { Shape } from './model.ts';

const items = new WeakMap<Shape, Shape>();

/**
 * An item of a list, as a field: links and the case of choices are said of the list. A list of which nothing
 * else is known holds any JSON.
 */
export function itemOf(field: Shape): Shape {
  let item = items.get(field);
  if (!item) {
    const forms = field.forms?.filter((form) => form === 'upper') ?? [];
    const { references } = field;
    item = { ...(field.items ?? { type: 'json' as const, nullable: true as const }) };
    if (references) item = { ...item, references };
    if (forms.length > 0) item = { ...item, forms };
    items.set(field, item);
  }
  return item;
}
