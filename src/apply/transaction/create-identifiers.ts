import { isDict, isOpen, Ref, type Value } from '../../blueprint/value.ts';
import { keyLookup } from '../../catalog/key-lookup.ts';
import type { Resource } from '../../catalog/model.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import type { Change } from '../../plan/value/plan.ts';

/** How new objects are identified. */
interface Identifying {
  /** An entry can say that its object must not be there; else one that was made since would be overwritten. */
  readonly mustCreate: boolean;
  /** The identifiers of earlier new objects; those of this one are added. */
  readonly taken: Set<string>;
  readonly write: (value: Value) => string;
}

/**
 * What identifies a new object in its entry, as YAML by look-up: the fields by which the plan knows that it is not
 * there yet, else fields whose values no two objects share. Where there is neither, or another new object has the
 * same, a primary key that no object has, so that the entry makes one in any case; and also where only the server's
 * own check of values that no two objects share refuses one that somebody has made since.
 */
export function createIdentifiers(
  { identifiedBy, model: name }: Pick<Change, 'identifiedBy' | 'model'>,
  model: Resource,
  attrs: Readonly<Record<string, Value>>,
  { mustCreate, taken, write }: Identifying,
): Readonly<Record<string, string>> {
  const unique = model.unique.map(({ fields }) => fields);
  const isRefused = unique.some(
    (fields) => fields.length > 0 && fields.every((field) => isPlain(attrs[field])),
  );
  const sets = isRefused && !mustCreate ? [] : [identifiedBy ?? [], ...unique];
  for (const fields of sets) {
    const found = fields.map((field) => [lookupOf(model, field), attrs[field]] as const);
    if (found.length === 0 || !found.every(([lookup, value]) => lookup !== undefined && isPlain(value)))
      continue;
    const identifiers = Object.fromEntries(
      found.flatMap(([lookup, value]) =>
        lookup === undefined || value === undefined ? [] : [[lookup, write(value)] as const],
      ),
    );
    const text = `${name} ${JSON.stringify(identifiers)}`;
    if (taken.has(text)) break;
    taken.add(text);
    return identifiers;
  }
  const key = keyLookup(model);
  if (key === undefined) throw new InternalError(`nothing identifies a new ${name}`);
  const isNumber = model.fields[model.collection.pk]?.type === 'integer';
  return { [key]: isNumber ? '0' : '"00000000-0000-0000-0000-000000000000"' };
}

/** The column that a field of the API is: of the same name, where there is one. */
function lookupOf({ lookups }: Resource, field: string): string | undefined {
  return [field, ...Object.keys(lookups)].find((name) => {
    const lookup = lookups[name];
    const isOne = lookup?.kind === 'value' || (lookup?.kind === 'relation' && !lookup.many);
    return isOne && lookup.field === field;
  });
}

/** Whether a value finds exactly the objects that have it. */
function isPlain(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (value instanceof Ref) return value.aspect !== 'hex';
  return !isOpen(value) && !Array.isArray(value) && !isDict(value);
}
