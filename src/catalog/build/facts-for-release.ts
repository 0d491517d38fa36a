import { listedComponent } from './build-collection.ts';
import type { ModelName } from '../model.ts';
import { component, type Document } from '../openapi.ts';
import { releaseAge } from '../release.ts';
import { ALIASES, BASES } from '../facts/class-facts.ts';
import type { FieldFact, LookupFact, ModelFact, ModelFacts } from '../facts/model-facts.ts';

/*
 * The classes of a few releases have been described; every release has a document. This joins the two: what a
 * release has is what its document has, and what its classes say is what the nearest described release says.
 * Between two descriptions only what both say is taken for sure, except where the document itself shows which
 * of the two holds (a field of one that it has).
 */

/** The facts about a release's models, from the descriptions that there are (at least one). */
export function factsForRelease(document: Document, descriptions: readonly ModelFacts[]): ModelFacts {
  const release = document.info?.version ?? 'unknown';
  const age = releaseAge(release);
  const near = [...descriptions].sort(
    (a, b) => Math.abs(releaseAge(a.release) - age) - Math.abs(releaseAge(b.release) - age),
  );
  const [nearest] = near;
  if (nearest && releaseAge(nearest.release) === age) return nearest;
  const isBetween =
    near.some((one) => releaseAge(one.release) < age) && near.some((one) => releaseAge(one.release) > age);
  const names = new Set(
    modelNames(document) ?? [...Object.keys(nearest?.models ?? {}), ...(nearest?.listed ?? [])],
  );
  const models: Record<ModelName, ModelFact> = {};
  for (const name of [...names].sort()) {
    const said = near.flatMap((one) => one.models[name] ?? []);
    const [first] = said;
    const shown = fieldsOf(document, name);
    models[name] = first
      ? joinModels(first, isBetween ? said : [first], shown, ALIASES[name] ?? {})
      : inferModel(document, descriptions, name, shown);
  }
  const gone = new Set(
    descriptions.flatMap((one) => Object.keys(one.models)).filter((name) => !names.has(name)),
  );
  return {
    release,
    models: Object.fromEntries(
      Object.entries(models).map(([name, model]) => [name, withoutLinksTo(gone, model)]),
    ),
  };
}

/** A model without the look-ups that come from models which the release does not have. */
function withoutLinksTo(gone: ReadonlySet<ModelName>, model: ModelFact): ModelFact {
  return {
    ...model,
    lookups: Object.fromEntries(
      Object.entries(model.lookups).filter(
        ([, lookup]) => !(lookup.reverse && lookup.to !== undefined && gone.has(lookup.to)),
      ),
    ),
  };
}

/**
 * The models that a blueprint can name, as documents since 2023.6 list them (measured: exactly the described
 * ones on 2025.12.4); undefined before.
 */
export function modelNames(document: Document): readonly ModelName[] | undefined {
  const lists = Object.values(document.components?.schemas ?? {}).flatMap((schema) =>
    schema?.enum?.every((value) => typeof value === 'string' && /^\w+\.\w+$/.test(value))
      ? [schema.enum as string[]]
      : [],
  );
  const longest = lists.sort((a, b) => b.length - a.length)[0];
  return longest && longest.length > 20 ? longest : undefined;
}

/** The fields of the component that is named like the class of a model. */
function fieldsOf(document: Document, name: ModelName): ReadonlySet<string> {
  const className = name.split('.')[1];
  const names = Object.keys(document.components?.schemas ?? {}).filter((one) =>
    [className, `${className ?? ''}request`].includes(one.toLowerCase()),
  );
  return new Set(names.flatMap((one) => Object.keys(component(document, one).properties ?? {})));
}

function joinModels(
  first: ModelFact,
  said: readonly ModelFact[],
  shown: ReadonlySet<string>,
  aliases: Readonly<Record<string, string>>,
): ModelFact {
  const fieldOf = new Map(Object.entries(aliases).map(([field, column]) => [column, field]));
  const isShown = (lookup: string): boolean =>
    [fieldOf.get(lookup) ?? lookup, lookup, lookup.replace(/_id$/, '')].some((field) => shown.has(field));
  const lookups: Record<string, LookupFact> = {};
  for (const model of said) {
    for (const [lookup, fact] of Object.entries(model.lookups)) {
      // A column that the API shows is there when the document shows it; one that it never shows, when the
      // nearest description has it.
      if (!(lookup in lookups) && (fact.api && !fact.pk ? isShown(lookup) : model === first))
        lookups[lookup] = fact;
    }
  }
  const fields: Record<string, FieldFact> = {};
  for (const name of new Set(said.flatMap((model) => Object.keys(model.fields))))
    fields[name] = agreed(said.flatMap((model) => model.fields[name] ?? []));
  const known = new Set(Object.keys(lookups));
  for (const field of shown) {
    // A column that came and went between two descriptions.
    if (
      said.length > 1 &&
      said.every((model) => !(field in model.fields) && !(field in model.lookups)) &&
      field !== 'pk' &&
      !known.has(aliases[field] ?? field)
    )
      lookups[field] = {};
  }
  const unique = first.unique.filter((rule) =>
    said.every((model) => model.unique.some((other) => other.join() === rule.join())),
  );
  return {
    ...first,
    lookups: Object.fromEntries(Object.entries(lookups).sort(([a], [b]) => (a < b ? -1 : 1))),
    fields,
    unique,
  };
}

/** What all descriptions of a field say alike; where they say different things, nothing is said. */
function agreed(facts: readonly FieldFact[]): FieldFact {
  const [first = {}, ...others] = facts;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      others.every((other) => JSON.stringify(other[key as keyof FieldFact]) === JSON.stringify(value)),
    ),
  );
}

/**
 * A model that no described release has: its look-ups are the fields of the document, its links those that
 * fields of this name are elsewhere.
 */
function inferModel(
  document: Document,
  descriptions: readonly ModelFacts[],
  name: ModelName,
  shown: ReadonlySet<string>,
): ModelFact {
  const className = name.split('.')[1] ?? '';
  const bases = BASES.filter(
    (row) =>
      row.list !== undefined &&
      className.endsWith(row.model.split('.')[1] ?? '') &&
      listPathOf(document, className)?.split('/')[1] === row.list.split('/')[1],
  ).map((row) => row.model);
  const fields: Record<string, FieldFact> = {};
  const lookups: Record<string, LookupFact> = {};
  for (const field of [...shown].sort()) {
    if (
      field === 'pk' ||
      /_(obj|set)$|^(meta_model_name|verbose_name|verbose_name_plural|component)$/.test(field)
    )
      continue;
    const link = linkOf(descriptions, field);
    fields[field] = link ? { to: link.to } : {};
    lookups[field] = link ?? {};
  }
  return { bases, pk: 'pk', ordering: [], lookups, fields, unique: [], inferred: true };
}

function listPathOf(document: Document, className: string): string | undefined {
  return Object.entries(document.paths ?? {}).find(
    ([path, item]) =>
      !path.includes('{') && item?.get && listedComponent(document, item.get)?.toLowerCase() === className,
  )?.[0];
}

/** What links of this name point at, where all models that have one agree. */
export function linkOf(
  descriptions: readonly ModelFacts[],
  field: string,
): (LookupFact & { readonly to: ModelName }) | undefined {
  const links = descriptions.flatMap((one) =>
    Object.values(one.models).flatMap((model) =>
      field in model.fields && model.lookups[field] ? [model.lookups[field]] : [],
    ),
  );
  const [first] = links;
  return first?.to !== undefined && links.every((link) => link.to === first.to && link.many === first.many)
    ? { ...first, to: first.to }
    : undefined;
}
