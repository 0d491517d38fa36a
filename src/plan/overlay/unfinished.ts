import { dict, isDict, type Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';

/*
 * A password or the key of a token has an endpoint of its own, and nobody can read whether it was written. A
 * run that is cut off between the object and that value would leave an object that looks finished for ever.
 * Therefore a new object carries a mark until all such values have been written: in a mapping a key, in a text
 * the whole text. A plan that finds the mark writes the values again.
 */

const MARK = 'ak-blueprint.unfinished';

/** A value of the field that holds marks, with the mark for these fields. */
export function withMark({ type }: Field, value: Value | undefined, names: readonly string[]): Value {
  if (type !== 'object') return `${MARK}: ${names.join(', ')}`;
  return Object.assign(dict(), isDict(value) ? value : {}, { [MARK]: [...names] });
}

/** The value without a mark. A text that was only a mark is empty then. */
export function withoutMark({ type }: Field, value: Value): Value {
  if (type !== 'object') return namesIn(value).length > 0 ? '' : value;
  if (!isDict(value) || !Object.hasOwn(value, MARK)) return value;
  return Object.assign(dict(), Object.fromEntries(Object.entries(value).filter(([key]) => key !== MARK)));
}

/** The field in which objects of a model are marked until these fields have been written, if there is one. */
export function markFor({ fields }: Resource, names: readonly string[]): string | undefined {
  const marks = names.flatMap((name) => {
    const { writeOnly, setter } = fields[name] ?? {};
    return writeOnly && setter?.mark !== undefined ? [setter.mark] : [];
  });
  return marks.find((mark) => fields[mark] && !fields[mark].readOnly);
}

/** The fields of an object that a run was to write when it was cut off. */
export function unfinishedFields(
  { fields }: Resource,
  row: Readonly<Record<string, Value>> | undefined,
): readonly string[] {
  if (!row) return [];
  return Object.entries(fields)
    .filter(([name, { setter }]) => setter?.mark !== undefined && namesIn(row[setter.mark]).includes(name))
    .map(([name]) => name);
}

/** The names in a mark. */
export function namesIn(value: Value | undefined): readonly Value[] {
  if (isDict(value)) return Array.isArray(value[MARK]) ? value[MARK] : [];
  return typeof value === 'string' && value.startsWith(`${MARK}: `)
    ? value.slice(MARK.length + 2).split(', ')
    : [];
}
