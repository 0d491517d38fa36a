import type { Field, Lookup, Model, ModelName } from '../model.ts';
import { pruneRule } from './prune-rule.ts';

/**
 * Takes out every link to a model that is not there, or that the API cannot manage: a release has what its
 * document has, and nothing of what it has not.
 */
export function prune(models: Readonly<Record<ModelName, Model>>): Record<ModelName, Model> {
  const known = (name: ModelName): boolean =>
    ['resource', 'base', 'listed'].includes(models[name]?.kind ?? '');
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, pruneModel(model, known)]));
}

/** Whether a link may lead to a model. */
type Known = (name: ModelName) => boolean;

/** A model without its links to models that are not `known`. */
export function pruneModel(model: Model, known: Known): Model {
  if (model.kind === 'base')
    return { ...model, lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)) };
  if (model.kind === 'listed')
    return {
      ...model,
      fields: mapValues(model.fields, (field) => pruneField(field, known)),
      lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)),
    };
  if (model.kind !== 'resource') return model;
  return {
    ...model,
    fields: mapValues(model.fields, (field) => pruneField(field, known)),
    lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)),
    unique: model.unique.map((rule) => (rule.across ? { ...rule, across: rule.across.filter(known) } : rule)),
    rules: model.rules?.flatMap((rule) => pruneRule(rule, known) ?? []),
    shadowedBy: model.shadowedBy.filter(known),
  };
}

function pruneField(field: Field, known: Known): Field {
  if (!field.references || field.references.every(known)) return field;
  const references = field.references.filter(known);
  if (references.length > 0) return { ...field, references };
  return { ...field, references: undefined, onDelete: undefined };
}

/** What leads nowhere is a value like any other. */
function pruneLookup(lookup: Lookup, known: Known): Lookup {
  if (lookup.kind === 'reverse') return known(lookup.to) ? lookup : { kind: 'value' };
  if (lookup.kind !== 'relation' || known(lookup.to)) return lookup;
  return { kind: 'value', field: lookup.field };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
