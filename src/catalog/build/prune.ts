import type { Field, Lookup, Model, ModelName, Protection, Resource } from '../model.ts';
import { pruneRule } from './prune-rule.ts';

/**
 * Takes out every link to a model that is not there, or that the API cannot manage: a release has what its
 * document has, and nothing of what it has not. What names an object by another value than its key is no link.
 */
export function prune(models: Models): Record<ModelName, Model> {
  return mapValues(models, (model) => pruneModel(model, models));
}

type Models = Readonly<Record<ModelName, Model>>;

/** Whether a link may lead to a model. */
type Known = (name: ModelName) => boolean;

/** Whether the values of a field can be keys of a model. */
type Leads = (name: ModelName, field: Field) => boolean;

/**
 * A UUID is no key where keys are numbers: reviewers of a lifecycle rule are named by the `uuid` of a user
 * (the documents since 2026.2; sources of 2026.2: enterprise/lifecycle/api/rules.py).
 */
function holdsKeyOf(model: Model | undefined, field: Field): boolean {
  if (model?.kind !== 'resource') return true;
  return (field.items ?? field).format !== 'uuid' || model.fields[model.collection.pk]?.type !== 'integer';
}

/** A model without its links to what is not among `models`. */
export function pruneModel(model: Model, models: Models): Model {
  const known: Known = (name) => ['resource', 'base', 'listed'].includes(models[name]?.kind ?? '');
  const leads: Leads = (name, field) => known(name) && holdsKeyOf(models[name], field);
  if (model.kind === 'base')
    return { ...model, lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)) };
  if (model.kind === 'listed')
    return {
      ...model,
      fields: mapValues(model.fields, (field) => pruneField(field, leads)),
      lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)),
    };
  if (model.kind !== 'resource') return model;
  return {
    ...model,
    fields: mapValues(model.fields, (field) => pruneField(field, leads)),
    lookups: mapValues(model.lookups, (lookup) => pruneLookup(lookup, known)),
    unique: model.unique.map((rule) => (rule.across ? { ...rule, across: rule.across.filter(known) } : rule)),
    rules: model.rules?.flatMap((rule) => pruneRule(rule, known) ?? []),
    brings: pruneBrought(model.brings, known),
    protected: model.protected.map((one) => pruneProtection(one, models)),
    access: model.access && { ...model.access, guards: model.access.guards.filter(known) },
    shadowedBy: model.shadowedBy.filter(known),
    importer: pruneLimits(model.importer, known),
  };
}

/** What the importer cannot do, without what holds only while there is an object of a model that is not there. */
function pruneLimits(limits: Resource['importer'], known: Known): Resource['importer'] {
  const left = limits
    ?.map((limit) => ({ ...limit, whileThereIs: limit.whileThereIs?.filter(known) }))
    .filter(({ whileThereIs }) => whileThereIs?.length !== 0);
  return left && left.length > 0 ? left : undefined;
}

function pruneProtection(protection: Protection, models: Models): Protection {
  const heldBy = protection.heldBy?.filter(({ model: name, field }) => {
    const model = models[name];
    return model?.kind === 'resource' && field in model.fields;
  });
  return { ...protection, heldBy };
}

function pruneField(field: Field, leads: Leads): Field {
  if (!field.references) return field;
  const references = field.references.filter((name) => leads(name, field));
  if (references.length === field.references.length) return field;
  if (references.length > 0) return { ...field, references };
  return { ...field, references: undefined, onDelete: undefined };
}

/** What leads nowhere is a value like any other. */
function pruneLookup(lookup: Lookup, known: Known): Lookup {
  if (lookup.kind === 'reverse') return known(lookup.to) ? lookup : { kind: 'value' };
  if (lookup.kind !== 'relation' || known(lookup.to)) return lookup;
  return { kind: 'value', field: lookup.field };
}

/** What comes along with an object, without models that are not there and the links to them. */
function pruneBrought(brings: Resource['brings'] = [], known: Known): Resource['brings'] {
  const left = brings
    .filter(({ model }) => known(model))
    .map((one) => ({
      ...one,
      values: Object.fromEntries(
        Object.entries(one.values).filter(([, value]) => !('keyOf' in value) || known(value.keyOf)),
      ),
    }));
  return left.length > 0 ? left : undefined;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
