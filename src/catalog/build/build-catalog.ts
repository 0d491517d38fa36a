import type { HandFacts } from '../facts/hand-facts.ts';
import type { ModelFacts } from '../facts/model-facts.ts';
import { UNMEASURED } from '../facts/read-classes.ts';
import type { Catalog, Model, ModelName, Resource, Unmanageable } from '../model.ts';
import type { Document } from '../openapi.ts';
import { isSince } from '../release.ts';
import { buildBase } from './build-base.ts';
import type { Endpoints } from './build-collection.ts';
import { buildImporter } from './build-importer.ts';
import { buildListed, isOfOthers, linkedModels, takesToken } from './build-listed.ts';
import { buildMeta } from './build-meta.ts';
import { buildPermissions } from './build-permissions.ts';
import { buildResource } from './build-resource.ts';
import { prune } from './prune.ts';
import { readSource, type Source } from './source.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The catalog of one authentik release: what its OpenAPI document describes, joined with the facts. A model
 * is in it when the facts know its app and the document has a list of it, or says that a blueprint may name
 * it; what the document does not have is nowhere in the catalog. `facts`: those for this release (see
 * factsForRelease); `hand`: the hand-written tables, where they are not the usual ones.
 */
export function buildCatalog(document: Document, facts: ModelFacts, hand?: HandFacts): Catalog {
  return catalogFrom(readSource(document, facts, hand));
}

/** The same from what was read of the document already: for one that is made again with other tables. */
export function catalogFrom(source: Source): Catalog {
  const { document } = source;
  const build = modelBuilder(source);
  const models: Record<ModelName, Model> = {};
  for (const name of namesOf(source)) {
    const model = build(name);
    if (model) models[name] = model;
  }
  return withoutUndefined({
    formatVersion: 1,
    release: document.info?.version ?? 'unknown',
    models: prune(models),
    permissions: buildPermissions(document, models),
    importer: buildImporter(source),
    unmeasured: UNMEASURED.findLast((row) => isSince(source.release, row.since))?.rests,
  });
}

/** The names of all models that the catalog may have, in alphabetical order. */
function namesOf({ facts, hand }: Source): ModelName[] {
  const others = [...hand.bases, ...hand.meta].map((row) => row.model);
  return [...new Set([...Object.keys(facts.models), ...others, ...linkedModels(facts)])].sort();
}

/**
 * Gives the model of a name, made once; undefined where the document has none. Its links may still lead to
 * models that the catalog does not have: see prune.
 */
export function modelBuilder(source: Source): (name: ModelName) => Model | undefined {
  const made = new Map<ModelName, Model | undefined>();
  const build = (name: ModelName): Model | undefined => {
    if (!made.has(name)) made.set(name, buildModel(source, name, build));
    return made.get(name);
  };
  return build;
}

function buildModel(
  source: Source,
  name: ModelName,
  build: (name: ModelName) => Model | undefined,
): Model | undefined {
  const { facts, hand } = source;
  const meta = hand.meta.find((row) => row.model === name);
  if (meta) return build(meta.instances) && buildMeta(source, meta);
  const base = hand.bases.find((row) => row.model === name);
  if (base) {
    const kinds = Object.keys(facts.models).filter((kind) => facts.models[kind]?.bases.includes(name));
    return buildBase(
      source,
      base,
      kinds.map(build).filter((kind): kind is Resource => kind?.kind === 'resource'),
    );
  }
  return buildClass(source, name);
}

/** A model with a class of its own. */
function buildClass(source: Source, name: ModelName): Model | undefined {
  const { facts, hand, components, endpoints, listed } = source;
  const fact = facts.models[name];
  const renamed = hand.components.find((row) => row.model === name && endpoints.has(row.component));
  const component = renamed?.component ?? components.get(name.split('.')[1] ?? '');
  const found = component === undefined ? undefined : endpoints.get(component);
  if (component === undefined || !found) return listed.has(name) ? withoutList(name) : undefined;
  const label = renamed?.label ?? component;
  if (fact && (found.actions.create || found.actions.update))
    return buildResource(source, { name, fact }, component, found);
  const reason = fact ? whatItCan(found) : 'only the server makes and changes these';
  if (!isOfOthers(source, name, component) && takesToken(source, found))
    return buildListed(source, name, label, found, reason);
  return fact && { kind: 'unmanageable', name, label, reason };
}

function withoutList(name: ModelName): Unmanageable {
  const label = name.split('.')[1] ?? name;
  return { kind: 'unmanageable', name, label, reason: 'the API has no list of them' };
}

/** Why no entry can write a model of which the API cannot even change one. */
function whatItCan({ actions }: Endpoints): string {
  const can = actions.delete ? 'delete' : 'show';
  return `the API can only ${can} one, not create it: the server makes these itself`;
}
