import { operatorsFor } from '../../catalog/lookup-operators.ts';
import { lookupsOf } from '../../catalog/lookup-path.ts';
import type { Catalog, Lookup, ModelName } from '../../catalog/model.ts';

/**
 * The look-ups that a name typed so far can become, when it has a `__` in it: the fields of the model that it
 * leads to, and the operators of what stands before. Undefined when it has none.
 */
export function lookupNames(catalog: Catalog, name: ModelName, typed: string): string[] | undefined {
  const parts = typed.split('__').slice(0, -1);
  if (parts.length === 0) return undefined;
  let here = lookupsOf(catalog, name);
  let lookup: Lookup | undefined;
  for (const part of parts) {
    lookup = here && Object.hasOwn(here.lookups, part) ? here.lookups[part] : undefined;
    here =
      lookup?.kind === 'relation' || lookup?.kind === 'reverse' ? lookupsOf(catalog, lookup.to) : undefined;
  }
  if (!lookup) return [];
  const prefix = `${parts.join('__')}__`;
  return [...Object.keys(here?.lookups ?? {}), ...operatorsFor(lookup, undefined)].map(
    (part) => prefix + part,
  );
}
