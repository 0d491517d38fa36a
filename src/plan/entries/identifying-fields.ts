import type { Dict } from '../../blueprint/value.ts';
import type { Catalog, Lookup, Resource } from '../../catalog/model.ts';
import { isExact, readLookup } from '../../semantics/criterion.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';

/**
 * The fields whose values tell whether the object of an entry exists already, as the entry is matched: those
 * of its identifiers, or, where it has only a primary key, those that identify such an object on every server.
 * Undefined where an identifier is no field with a whole value of the object itself.
 */
export function identifyingFields(
  catalog: Catalog,
  model: Resource,
  identifiers: Dict,
  values: Dict,
): readonly string[] | undefined {
  const names = Object.keys(identifiers).filter((name) => name !== 'pk');
  if (names.length === 0) return naturalSets(model, values)[0];
  const fields = names.map((name) => {
    const read = readLookup(catalog, model.name, name);
    return read.kind === 'readable' && isExact(read.path) ? fieldOf(read.path.target) : undefined;
  });
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

function fieldOf(lookup: Lookup): string | undefined {
  return lookup.kind === 'value' || (lookup.kind === 'relation' && !lookup.many) ? lookup.field : undefined;
}
