import { dict } from '../../blueprint/value.ts';
import type { Json, Resource } from '../../catalog/model.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { isHidden } from './secret-field.ts';

/**
 * The values by which an object can be known again when its key is not enough: those of the first set of fields
 * that identifies such an object on every server, as the API shows them; none where it has no such fields.
 * Nothing hidden is among them. Where paths name an object by a text of somebody's choice (the slug of an
 * application), its primary key, too, where it is known: one that is made anew has another.
 */
export function identifiersOf(
  model: Resource,
  shown: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const [fields = []] = naturalSets(model, Object.assign(dict(), shown));
  const isShown = (name: string): boolean => {
    const field = model.fields[name];
    return field !== undefined && !isHidden(field) && shown[name] !== undefined;
  };
  const { key, pk } = model.collection;
  const names = fields.every(isShown) ? [...fields] : [];
  if (pk !== key && shown[pk] !== undefined) names.push(pk);
  return Object.fromEntries(names.map((name) => [name, shown[name] ?? null]));
}
