import { type Blueprint, type Entry, valueAt } from '../blueprint/blueprint.ts';
import type { Fact, SetObject } from '../catalog/bundled.ts';
import type { Catalog, Json, Resource } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { FileValues } from './alternatives.ts';
import type { Known } from './known.ts';

/** What is only known where a blueprint is applied. */
const UNKNOWN_FACT: Fact = { $unknown: true };

/** How many entries are followed from one to the next. */
const DEPTH = 4;

/**
 * What the entries of a blueprint set, as far as its text shows: which objects they mean and the value of each
 * field, in the form that the server stores. Entries of unknown models, and those that make no object, are left
 * out. Of a value with several alternatives none is known.
 */
export function setObjects(blueprint: Blueprint, catalog: Catalog): SetObject[] {
  const values = new FileValues(blueprint, catalog);
  return blueprint.entries.flatMap((entry) => {
    const model = resourceOf(entry, catalog);
    if (!model) return [];
    const state = entry.ensure?.kind === 'scalar' ? entry.ensure.text : undefined;
    return [
      {
        model: model.name,
        state: state === 'present' ? undefined : state,
        conditional: entry.conditions.length > 0 || entry.ensure?.kind === 'tag' ? true : undefined,
        identifiers: factsOf(entry, 'identifiers', model, { blueprint, catalog, values, depth: 0 }),
        attrs: factsOf(entry, 'attrs', model, { blueprint, catalog, values, depth: 0 }),
      },
    ];
  });
}

interface Within {
  readonly blueprint: Blueprint;
  readonly catalog: Catalog;
  readonly values: FileValues;
  /** How many entries were followed so far. */
  readonly depth: number;
}

function resourceOf({ model }: Entry, catalog: Catalog): Resource | undefined {
  const resolved = model.kind === 'scalar' ? resolveModel(catalog, model.text) : undefined;
  return resolved?.ok && resolved.model.kind === 'resource' ? resolved.model : undefined;
}

function factsOf(
  entry: Entry,
  part: 'identifiers' | 'attrs',
  model: Resource,
  within: Within,
): Record<string, Fact> {
  const facts: Record<string, Fact> = {};
  for (const { key, value } of entry[part]?.pairs ?? []) {
    const field = model.fields[key];
    if (!field) {
      // By what is no field, an object cannot be told here; an attribute that is none does nothing.
      if (part === 'identifiers') facts[key] = UNKNOWN_FACT;
      continue;
    }
    const [only, ...others] = within.values.of(value, field, []);
    facts[key] = only && others.length === 0 ? factOf(only.value, within) : UNKNOWN_FACT;
  }
  return facts;
}

function factOf(known: Known, within: Within): Fact {
  switch (known.kind) {
    case 'value':
      return known.value;
    case 'list':
      return known.items.map((item) => factOf(item, within));
    case 'mapping':
      return mapValues(known.members, (member) => factOf(member, within));
    case 'key':
      return keyFact(known.entry, within);
    case 'found':
      return { $of: known.model, by: { ...known.by } };
    case 'unknown':
      return UNKNOWN_FACT;
  }
}

/** The object of another entry, by what that entry knows it by. */
function keyFact(index: number, within: Within): Fact {
  const entry = within.blueprint.entries.find((one) => one.index === index);
  const model = entry && resourceOf(entry, within.catalog);
  if (!model || within.depth >= DEPTH) return UNKNOWN_FACT;
  const by = factsOf(entry, 'identifiers', model, { ...within, depth: within.depth + 1 });
  return { $of: model.name, by };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => Fact): Record<string, Json> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The identifiers of the blueprints that the entries of a blueprint have applied first. */
export function appliedFirst(blueprint: Blueprint, catalog: Catalog): Record<string, string>[] {
  return blueprint.entries.flatMap((entry) => {
    const resolved = entry.model.kind === 'scalar' ? resolveModel(catalog, entry.model.text) : undefined;
    const identifiers = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
    if (!resolved?.ok || resolved.model.kind !== 'meta' || identifiers?.kind !== 'map') return [];
    const written = identifiers.pairs.flatMap(({ key, value }): [string, string][] =>
      value.kind === 'scalar' ? [[key, value.text]] : [],
    );
    return written.length === identifiers.pairs.length ? [Object.fromEntries(written)] : [];
  });
}
