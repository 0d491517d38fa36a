import type { Catalog, Lookup, Lookups, ModelName } from './model.ts';

/** A Django look-up, taken apart: `target__slug__icontains` → one step over `target`, then `slug`, then `icontains`. */
export interface LookupPath {
  readonly steps: readonly { readonly name: string; readonly lookup: Lookup }[];
  readonly target: Lookup;
  /** Keys inside a JSON field: `attributes__a__b`. */
  readonly json: readonly string[];
  /** '' is an exact match as an identifier means it. */
  readonly operator: string;
}

export type ResolvedLookup = { readonly ok: true; readonly path: LookupPath } | { readonly ok: false; readonly part: string; readonly message: string; readonly choices: readonly string[] };

/** Every operator that Django 4 has for the field types of authentik. */
export const LOOKUP_OPERATORS: ReadonlySet<string> = new Set([
  'exact', 'iexact', 'contains', 'icontains', 'in', 'gt', 'gte', 'lt', 'lte', 'startswith', 'istartswith', 'endswith', 'iendswith', 'range', 'isnull', 'regex', 'iregex',
  'date', 'year', 'iso_year', 'month', 'day', 'week', 'week_day', 'iso_week_day', 'quarter', 'time', 'hour', 'minute', 'second',
  'contained_by', 'has_key', 'has_keys', 'has_any_keys', 'overlap', 'len',
]);

/** Takes a look-up apart along the model's relations; the first part that is no field is named, with the fields there are. */
export function resolveLookup(catalog: Catalog, model: ModelName, text: string): ResolvedLookup {
  const parts = text.split('__');
  const steps: LookupPath['steps'][number][] = [];
  let here: Lookups | undefined = lookupsOf(catalog, model);
  let name = model;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    const lookup: Lookup | undefined = here && Object.hasOwn(here.lookups, part) ? here.lookups[part] : undefined;
    if (!lookup) return unknown(part, name, here);
    const rest = parts.slice(index + 1);
    const onward = lookup.kind === 'relation' || lookup.kind === 'reverse' ? lookup.to : undefined;
    if (rest.length === 0) return { ok: true, path: { steps, target: lookup, json: [], operator: '' } };
    const next: Lookups | undefined = onward === undefined ? undefined : lookupsOf(catalog, onward);
    if (next && Object.hasOwn(next.lookups, rest[0] ?? '')) {
      steps.push({ name: part, lookup });
      here = next;
      name = onward ?? name;
      continue;
    }
    return finish(catalog, name, part, lookup, rest, steps, next);
  }
  return unknown('', model, here);
}

/** What stands after the last field: keys of a JSON field, and at most one operator. */
function finish(catalog: Catalog, model: ModelName, part: string, lookup: Lookup, rest: readonly string[], steps: LookupPath['steps'], next: Lookups | undefined): ResolvedLookup {
  const last = rest.at(-1) ?? '';
  const operator = LOOKUP_OPERATORS.has(last) ? last : '';
  const json = operator === '' ? rest : rest.slice(0, -1);
  if (json.length > 0 && !isJson(catalog, model, lookup)) {
    const wrong = json[0] ?? '';
    return next ? unknown(wrong, lookup.kind === 'relation' || lookup.kind === 'reverse' ? lookup.to : model, next) : { ok: false, part: wrong, message: `${part} has no field or look-up ${wrong}`, choices: [...LOOKUP_OPERATORS] };
  }
  return { ok: true, path: { steps, target: lookup, json, operator } };
}

function isJson(catalog: Catalog, name: ModelName, lookup: Lookup): boolean {
  const model = catalog.models[name];
  if (lookup.kind !== 'value' || model?.kind !== 'resource') return false;
  const type = lookup.field === undefined ? undefined : model.fields[lookup.field]?.type;
  return type === 'object' || type === 'json';
}

function lookupsOf(catalog: Catalog, name: ModelName): Lookups | undefined {
  const model = catalog.models[name];
  return model?.kind === 'resource' || model?.kind === 'base' ? model : undefined;
}

function unknown(part: string, model: ModelName, here: Lookups | undefined): ResolvedLookup {
  return { ok: false, part, message: `${part} is no field of ${model}`, choices: Object.keys(here?.lookups ?? {}).sort() };
}

/** The fields that an identifier of this model may name, in alphabetical order. */
export function identifierFields(catalog: Catalog, name: ModelName): string[] {
  return Object.keys(lookupsOf(catalog, name)?.lookups ?? {}).sort();
}
