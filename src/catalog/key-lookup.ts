import type { Resource } from './model.ts';

/**
 * The name of the column that is a model's primary key (`group_uuid`, `id`), to find one of its objects by;
 * undefined where nobody has described the class. An entry must never identify an object by the name `pk` when its
 * values are to be kept: the importer replaces every later value that equals such a key, and in Python true, 1 and
 * 1.0 are equal (measured on a real 2025.12.4).
 */
export function keyLookup({ lookups, fields }: Resource): string | undefined {
  return Object.entries(lookups)
    .filter(([name, { kind }]) => kind === 'pk' && name !== 'pk' && (fields[name]?.readOnly ?? true))
    .map(([name]) => name)
    .sort((one, other) => rank(one) - rank(other))[0];
}

/** The own name of a key first, then that of the link to a parent row, which has the same key. */
function rank(name: string): number {
  return name.endsWith('_ptr') || name.endsWith('_ptr_id') ? 1 : 0;
}
