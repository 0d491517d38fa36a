import { isDict, PyFloat, type Dict, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import type { EntryScope } from './entry-scope.ts';

/*
 * The importer replaces every value that equals a primary key by which an earlier entry of its blueprint is
 * identified, whatever the value means, by the key that the object has on the server (server-transactions,
 * point 3). Where it means an object, the plan does so, too; elsewhere it would become another value than the
 * one that is written.
 */

/** Remembers the key that an entry of a stored blueprint identifies its object by. */
export function rememberKey({ context: { importer } }: EntryScope, pk: Value | undefined): void {
  const key = importerKey(pk);
  if (key !== undefined) importer?.keys.add(key);
}

/**
 * Values with literal keys replaced by the keys of the objects that they identify; undefined when they refer
 * to an entry that failed, which has been reported.
 */
export function withRealKeys(scope: EntryScope, model: Resource, values: Dict): Dict | undefined {
  reportReplaced(scope, model, values);
  return scope.context.literalPks.inPlace(scope.file.blueprint, model, values);
}

/** Reports the values of an entry of a stored blueprint that the importer would replace, and are no keys. */
function reportReplaced(scope: EntryScope, model: Resource, values: Dict): void {
  const { importer } = scope.context;
  if (!importer || importer.keys.size === 0) return;
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
    if (name === 'pk' || field?.references || !partsOf(value).some((one) => isKey(importer.keys, one)))
      continue;
    scope.report(
      'value-unknown',
      `${name} equals a primary key that an earlier entry is identified by, which the importer replaces`,
      scope.entry.span,
      'identify that entry by its name',
    );
  }
}

/** What the importer compares: the value, the items of a list, the values of a mapping. */
function partsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return isDict(value) ? Object.values(value) : [value];
}

function isKey(keys: ReadonlySet<string>, value: Value): boolean {
  const key = importerKey(value);
  return key !== undefined && keys.has(key);
}

/** A text or number so that two that are equal in Python have the same. */
function importerKey(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return `text ${value}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `number ${value}`;
  return value instanceof PyFloat ? `number ${value.float}` : undefined;
}
