import type { Dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';

/**
 * The sets of fields each of which identifies an object with these values on every server: unique fields,
 * else the name, else required texts and links. Empty when the values identify nothing; a value that is null
 * or empty never does.
 */
export function naturalSets(model: Resource, values: Dict): readonly (readonly string[])[] {
  const given = (field: string): boolean => {
    const value = values[field];
    return value !== undefined && value !== null && value !== '' && !Array.isArray(value);
  };
  const links = (field: string): boolean => model.fields[field]?.references !== undefined;
  const rules = model.unique
    .map(({ fields }) => fields)
    .filter((fields) => fields.every(given) && !fields.includes(model.collection.pk));
  const own = rules.filter((fields) => !fields.some(links));
  if (own.length > 0) return own;
  if (rules.length > 0) return rules;
  if (model.fields['name']) return given('name') ? [['name']] : [];
  const single = Object.entries(model.fields).filter(
    ([, field]) => !field.readOnly && field.type !== 'array',
  );
  const texts = single
    .filter(
      ([name, field]) =>
        field.required && field.type === 'string' && !field.references && !field.enum && given(name),
    )
    .map(([name]) => name);
  const required = single
    .filter(
      ([name, field]) =>
        field.references && (field.required || texts.length === 0) && values[name] !== undefined,
    )
    .map(([name]) => name);
  const order = texts.length === 0 && values['order'] !== undefined && model.fields['order'] ? ['order'] : [];
  const all = [...texts, ...required, ...order];
  return all.some(given) && (texts.length > 0 || required.filter(given).length > 1) ? [all] : [];
}
