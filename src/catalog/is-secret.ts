import type { Catalog } from './model.ts';
import { resolveModel } from './resolve-model.ts';

const named = new WeakMap<Catalog, ReadonlySet<string>>();

/**
 * Whether a field of a model, by the text of an entry, holds a secret. Of a model that is not known, whatever
 * is a secret elsewhere is one.
 */
export function isSecret(catalog: Catalog, model: string | undefined, field: string): boolean {
  const resolved = model === undefined ? undefined : resolveModel(catalog, model);
  if (!resolved?.ok || resolved.model.kind !== 'resource') return secretNames(catalog).has(field);
  const { fields } = resolved.model;
  return Object.hasOwn(fields, field) && fields[field]?.secret === true;
}

/** The names under which some model has a secret. */
function secretNames(catalog: Catalog): ReadonlySet<string> {
  let names = named.get(catalog);
  if (!names) {
    names = new Set(
      Object.values(catalog.models).flatMap((model) =>
        model.kind === 'resource'
          ? Object.entries(model.fields)
              .filter(([, field]) => field.secret)
              .map(([name]) => name)
          : [],
      ),
    );
    named.set(catalog, names);
  }
  return names;
}
