import { HAND_FACTS, type HandFacts } from '../facts/hand-facts.ts';
import type { ModelFact, ModelFacts } from '../facts/model-facts.ts';
import type { ModelName } from '../model.ts';
import type { Document } from '../openapi.ts';
import { type Endpoints, findEndpoints } from './build-collection.ts';
import { modelNames } from './facts-for-release.ts';

/** All that a catalog is made from, with what is looked up in it again and again. */
export interface Source {
  readonly document: Document;
  /** The release of the document; empty where it does not say it. */
  readonly release: string;
  readonly facts: ModelFacts;
  readonly hand: HandFacts;
  /** The endpoints of the document, by the component that their list shows. */
  readonly endpoints: ReadonlyMap<string, Endpoints>;
  /** The names of the document's components, by their names in lower case. */
  readonly components: ReadonlyMap<string, string>;
  /** The paths of the document, with the key of an object as `{key}`. */
  readonly paths: ReadonlySet<string>;
  /** The models that the document says a blueprint may name; none where it does not say it. */
  readonly listed: ReadonlySet<ModelName>;
}

/** The source of the catalog of a document; `facts` are those for its release: see factsForRelease. */
export function readSource(document: Document, facts: ModelFacts, hand: HandFacts = HAND_FACTS): Source {
  return {
    document,
    release: document.info?.version ?? '',
    facts,
    hand,
    endpoints: findEndpoints(document),
    components: new Map(
      Object.keys(document.components?.schemas ?? {}).map((name) => [name.toLowerCase(), name]),
    ),
    paths: new Set(Object.keys(document.paths ?? {}).map((path) => path.replace(/\{[^}]+\}/, '{key}'))),
    listed: new Set(modelNames(document)),
  };
}

/** What is known of the class of a model. */
export interface Described {
  readonly name: ModelName;
  readonly fact: ModelFact;
}

/** The row about a field of a model. */
export function rowAbout<T extends { readonly model: ModelName; readonly field: string }>(
  rows: readonly T[],
  model: ModelName,
  field: string,
): T | undefined {
  return rows.find((row) => row.model === model && row.field === field);
}

/** Whether a row that names a model, or `base:` and a base class, is about a model. */
export function isAbout(named: string, { name, fact }: Described): boolean {
  return named === name || (named.startsWith('base:') && fact.bases.includes(named.slice('base:'.length)));
}

/** The models that are kinds of a base class. */
export function kindsOf(facts: ModelFacts, base: ModelName): Described[] {
  return Object.entries(facts.models)
    .filter(([, fact]) => fact.bases.includes(base))
    .map(([name, fact]) => ({ name, fact }));
}

/**
 * The kinds of a base class that decide what all of them have in common: those whose classes were described.
 * One that is only inferred from a document says nothing by what it leaves out. Of a single described kind
 * nobody can tell what is its own and what the base class gives it: then all decide. `kinds`: those to choose
 * from.
 */
export function decidingKinds<T extends { readonly name: ModelName }>(
  facts: ModelFacts,
  kinds: readonly T[],
): readonly T[] {
  const described = kinds.filter(({ name }) => !facts.models[name]?.inferred);
  return described.length > 1 ? described : kinds;
}
