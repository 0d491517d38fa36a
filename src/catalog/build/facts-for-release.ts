import type { ModelName } from '../model.ts';
import { component, type Document } from '../openapi.ts';
import { isSince, releaseAge } from '../release.ts';
import { ALIASES } from '../facts/class-facts.ts';
import { READ_CLASSES } from '../facts/read-classes.ts';
import { inferModel, withNewColumns } from './infer-class.ts';
import { withRead } from './with-read.ts';
import type { FieldFact, LookupFact, ModelFact, ModelFacts } from '../facts/model-facts.ts';

/*
 * The classes of a few releases have been described; every release has a document. This joins the two: what a
 * release has is what its document has, and what its classes say is what the nearest described release says
 * (of 2026.5 an early state is described, of which the document of its last patch has more). Between two
 * descriptions only what both say is taken for sure, except where the document itself shows which of the two
 * holds (a field of one that it has).
 */

/** The facts about a release's models, from the descriptions that there are (at least one). */
export function factsForRelease(document: Document, descriptions: readonly ModelFacts[]): ModelFacts {
  const release = document.info?.version ?? 'unknown';
  const near = nearby(releaseAge(release), descriptions);
  const [nearest] = near;
  if (nearest?.release === release)
    return { ...nearest, former: formerModels(release, descriptions, new Set(Object.keys(nearest.models))) };
  const names = new Set(
    modelNames(document) ?? [...Object.keys(nearest?.models ?? {}), ...(nearest?.listed ?? [])],
  );
  const models: Record<ModelName, ModelFact> = {};
  for (const name of [...names].sort()) {
    const said = near.flatMap((one) => one.models[name] ?? []);
    const [first] = said;
    const shown = fieldsOf(document, name);
    const rows = READ_CLASSES.filter((row) => row.model === name && isSince(release, row.since));
    const joined = first && joinModels(first, said, shown, ALIASES[name] ?? {});
    // Between two descriptions a column that neither has came and went; outside, it came later, or went before.
    const model = joined && near.length === 1 ? withNewColumns(document, descriptions, name, joined) : joined;
    models[name] = withRead(model ?? inferModel(document, descriptions, name, shown), rows, shown);
  }
  const gone = new Set(
    descriptions.flatMap((one) => Object.keys(one.models)).filter((name) => !names.has(name)),
  );
  return {
    release,
    former: formerModels(release, descriptions, names),
    models: Object.fromEntries(
      Object.entries(models).map(([name, model]) => [name, withoutLinksTo(gone, model)]),
    ),
  };
}

/** The models that older descriptions have and a release does not name. */
function formerModels(
  release: string,
  descriptions: readonly ModelFacts[],
  names: ReadonlySet<ModelName>,
): readonly ModelName[] | undefined {
  const age = releaseAge(release);
  const older = descriptions.filter((one) => releaseAge(one.release) < age);
  const former = older.flatMap((one) => Object.keys(one.models)).filter((name) => !names.has(name));
  return former.length > 0 ? [...new Set(former)].sort() : undefined;
}

/**
 * The descriptions that say something of a release: its own, else the nearest older and the nearest newer one,
 * the nearer of the two first, else the nearest that there is.
 */
function nearby(age: number, descriptions: readonly ModelFacts[]): readonly ModelFacts[] {
  const distance = (one: ModelFacts): number => Math.abs(releaseAge(one.release) - age);
  const sorted = [...descriptions].sort((a, b) => distance(a) - distance(b));
  if (sorted[0] && distance(sorted[0]) === 0) return sorted.slice(0, 1);
  const older = sorted.find((one) => releaseAge(one.release) < age);
  const newer = sorted.find((one) => releaseAge(one.release) > age);
  return sorted.filter((one) => one === older || one === newer);
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
