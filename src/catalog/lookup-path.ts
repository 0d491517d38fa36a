import { operatorsFor, readOperator } from './lookup-operators.ts';
import type { Catalog, Field, Lookup, Lookups, ModelName } from './model.ts';
import { isShown } from './shown-model.ts';

/**
 * A Django look-up, taken apart: `target__slug__icontains` → one step over `target`, then `slug`, then
 * `icontains`.
 */
export interface LookupPath {
  readonly steps: readonly { readonly name: string; readonly lookup: Lookup }[];
  readonly target: Lookup;
  /** Keys inside a JSON field: `attributes__a__b`. */
  readonly json: readonly string[];
  /** '' is an exact match as an identifier means it. */
  readonly operator: string;
}

export type ResolvedLookup =
  | { readonly ok: true; readonly path: LookupPath }
  | {
      readonly ok: false;
      readonly part: string;
      readonly message: string;
      readonly choices: readonly string[];
    };

/**
 * Takes a look-up apart along the model's relations, as Django does; the first part that is no field is
 * named, with the fields there are. A look-up of what the API does not show is taken as it is: nobody but the
 * server can tell whether it is right.
 */
export function resolveLookup(catalog: Catalog, model: ModelName, text: string): ResolvedLookup {
  const parts = text.split('__');
  const steps: LookupPath['steps'][number][] = [];
  let here = lookupsOf(catalog, model);
  let name = model;
  for (const [index, part] of parts.entries()) {
    const lookup = lookupAt(here, part);
    if (!lookup) return unknown(part, name, here);
    const rest = parts.slice(index + 1);
    if (rest.length === 0) return found(steps, lookup, [], '');
    if (lookup.kind !== 'relation' && lookup.kind !== 'reverse')
      return finish(catalog, name, part, lookup, rest, steps);
    const next = lookupsOf(catalog, lookup.to);
    if (!next) return found(steps, { kind: 'value' }, rest, '');
    if (!lookupAt(next, rest[0])) return finishLink(catalog, lookup, rest, steps, next);
    steps.push({ name: part, lookup });
    here = next;
    name = lookup.to;
  }
  return unknown('', model, here);
}

function found(
  steps: LookupPath['steps'],
  target: Lookup,
  json: readonly string[],
  operator: string,
): ResolvedLookup {
  return { ok: true, path: { steps, target, json, operator } };
}

/** What stands after a column: keys of a JSON field, and at most one operator. */
function finish(
  catalog: Catalog,
  model: ModelName,
  part: string,
  lookup: Lookup,
  rest: readonly string[],
  steps: LookupPath['steps'],
): ResolvedLookup {
  const field = fieldOf(catalog, model, lookup);
  const operators = operatorsFor(lookup, field);
  const operator = readOperator(rest, operators);
  const keys = operator.length === 0 ? rest : rest.slice(0, -operator.length);
  if (keys.length === 0 || takesKeys(lookup, field)) return found(steps, lookup, keys, operator.name);
  const wrong = keys[0] ?? '';
  return { ok: false, part: wrong, message: `${part} has no field or look-up ${wrong}`, choices: operators };
}

/** What stands after a link and is no field of the model it leads to: one operator, or a mistake. */
function finishLink(
  catalog: Catalog,
  lookup: Extract<Lookup, { readonly to: ModelName }>,
  rest: readonly string[],
  steps: LookupPath['steps'],
  next: Lookups,
): ResolvedLookup {
  const operator = readOperator(rest, operatorsFor(lookup, undefined));
  return operator.length === rest.length
    ? found(steps, lookup, [], operator.name)
    : unknown(rest[0] ?? '', lookup.to, next);
}

/**
 * Whether parts of a value can be named: keys of an object, positions of a list; of what the API does not
 * show, anything.
 */
function takesKeys(lookup: Lookup, field: Field | undefined): boolean {
  return (
    lookup.kind === 'value' &&
    (!field || field.type === 'object' || field.type === 'json' || field.type === 'array')
  );
}

function fieldOf(catalog: Catalog, name: ModelName, lookup: Lookup): Field | undefined {
  const model = catalog.models[name];
  if (lookup.kind !== 'value' || lookup.field === undefined) return undefined;
  if (isShown(model)) return model.fields[lookup.field];
  // A base class has no fields of its own here: its kinds show them.
  const kinds = model?.kind === 'base' ? model.concrete.map((kind) => catalog.models[kind]) : [];
  for (const kind of kinds)
    if (kind?.kind === 'resource' && lookup.field in kind.fields) return kind.fields[lookup.field];
  return undefined;
}

/** The model with its look-ups; undefined of one that cannot be looked up. */
export function lookupsOf(catalog: Catalog, name: ModelName): Lookups | undefined {
  const model = catalog.models[name];
  return isShown(model) || model?.kind === 'base' ? model : undefined;
}

function lookupAt(here: Lookups | undefined, part: string | undefined): Lookup | undefined {
  return here && part !== undefined && Object.hasOwn(here.lookups, part) ? here.lookups[part] : undefined;
}

function unknown(part: string, model: ModelName, here: Lookups | undefined): ResolvedLookup {
  return {
    ok: false,
    part,
    message: `${part} is no field of ${model}`,
    choices: Object.keys(here?.lookups ?? {}).sort(),
  };
}

/** The fields that an identifier of this model may name, in alphabetical order. */
export function identifierFields(catalog: Catalog, name: ModelName): string[] {
  return Object.keys(lookupsOf(catalog, name)?.lookups ?? {}).sort();
}

/** A look-up with another part in place of the one that was not found. */
export function replacePart(lookup: string, part: string, by: string): string {
  const parts = lookup.split('__');
  parts[parts.indexOf(part)] = by;
  return parts.join('__');
}
