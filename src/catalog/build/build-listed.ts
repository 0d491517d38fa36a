import type { ModelFact, ModelFacts } from '../facts/model-facts.ts';
import type { ListedModel, Lookup, ModelName } from '../model.ts';
import { component } from '../openapi.ts';
import type { Endpoints } from './build-collection.ts';
import { buildLookups } from './build-lookups.ts';
import { fieldsOf } from './build-resource.ts';
import type { Source } from './source.ts';

/** A model of which nobody has described the class, and which only links of others name. */
const UNDESCRIBED: ModelFact = {
  bases: [],
  pk: 'pk',
  ordering: [],
  lookups: {},
  fields: {},
  unique: [],
  inferred: true,
};

/**
 * The names of models that described classes link to, or that older releases took entries of, and that are not
 * described themselves: authentik's importer takes no entries of them, and looks their objects up all the same.
 */
export function linkedModels({ models, former = [] }: ModelFacts): ModelName[] {
  const linked = Object.values(models).flatMap(({ lookups }) =>
    Object.values(lookups).flatMap(({ to }) => to ?? []),
  );
  return [...new Set([...linked, ...former])].filter((name) => !Object.hasOwn(models, name));
}

/**
 * Whether a component is that of another, described model (`Group`, which is not Django's own), or of several:
 * which of them its list shows cannot be told.
 */
export function isOfOthers({ facts, hand }: Source, name: ModelName, label: string): boolean {
  const called = hand.components.filter((row) => row.component === label);
  const others = Object.keys(facts.models).filter(
    (other) => other !== name && other.split('.')[1] === label.toLowerCase(),
  );
  return called.length > 1 || (called.length === 0 && others.length > 0);
}

/**
 * Whether a list takes the token of a user, as far as the document says which lists do. Those of tenants take a
 * key of their own, and most servers have none (a real 2025.12.4 answers with 404).
 */
export function takesToken({ document }: Source, { collection }: Endpoints): boolean {
  const schemes = Object.keys(document.components?.securitySchemes ?? {});
  const taken = document.paths?.[collection.path]?.get?.security ?? [];
  return schemes.length === 0 || taken.some((one) => schemes.some((scheme) => scheme in one));
}

/** A model with a list that no entry can write. `reason`: why, for people. */
export function buildListed(
  source: Source,
  name: ModelName,
  label: string,
  found: Endpoints,
  reason: string,
): ListedModel {
  const fact = source.facts.models[name];
  const model = { name, fact: fact ?? UNDESCRIBED };
  // No entry creates one, so nothing is required.
  const fields = Object.fromEntries(
    Object.entries(fieldsOf(source, model, found)).map(([key, field]) => [
      key,
      { ...field, required: undefined },
    ]),
  );
  return {
    kind: 'listed',
    name,
    label,
    collection: found.collection,
    filters: found.filters,
    fields,
    lookups: fact ? buildLookups(source.facts, model, fields) : shownLookups(source, found),
    ordering: model.fact.ordering,
    importer: fact ? true : undefined,
    reason,
  };
}

/**
 * The look-ups of a model of which only the document is known: its key and what a column holds. What is
 * read-only there is worked out by the server, but for time stamps; so are whole objects that a link leads to.
 */
function shownLookups({ document, facts }: Source, { shown, collection }: Endpoints): Record<string, Lookup> {
  const lookups: Record<string, Lookup> = { pk: { kind: 'pk' } };
  for (const [field, schema] of Object.entries(component(document, shown).properties ?? {})) {
    if (field === collection.pk) lookups[field] = { kind: 'pk' };
    else if ((!schema.readOnly && !field.endsWith('_obj')) || schema.format === 'date-time')
      lookups[field] = lookupOf(facts, field);
  }
  return lookups;
}

function lookupOf(facts: ModelFacts, field: string): Lookup {
  const to = targetOf(facts, field);
  return to === undefined ? { kind: 'value', field } : { kind: 'relation', to, field };
}

/**
 * What a column of this name links to in nearly all described models that link by it to one object; undefined
 * where they do not agree.
 */
function targetOf({ models }: ModelFacts, field: string): ModelName | undefined {
  const targets = Object.values(models).flatMap(({ fields, lookups }) => {
    const link = field in fields ? lookups[field] : undefined;
    return link?.to === undefined || link.many || link.reverse ? [] : [link.to];
  });
  const agreeing = (to: ModelName): number => targets.filter((other) => other === to).length;
  return targets.find((to) => agreeing(to) > 2 && agreeing(to) >= targets.length * 0.75);
}
