import { type MapNode, type Pair, pairAt } from '../blueprint/blueprint.ts';
import type { Examples } from '../blueprint/examples.ts';
import type { Catalog, Field, Resource } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { accept } from '../forms/accept.ts';
import { fieldNamed } from '../semantics/checked-entry.ts';
import { readLookup } from '../semantics/criterion.ts';
import { accepts } from '../semantics/slot.ts';
import { requiredFields } from '../semantics/required.ts';
import { exampleFields, identifyingFields } from './example.ts';
import type { Links } from './links.ts';
import { writtenValue } from './present.ts';

/** What the models of a catalog look like, for hints about entries that cannot be read. */
export function modelExamples(catalog: Catalog): Examples {
  const links: Links = { catalog, ids: [] };
  return {
    model: (entry, text) => modelLike(catalog, entry, text),
    fields: (entry, part) => {
      const model = pairAt(entry, 'model')?.value;
      const found = model?.kind === 'scalar' ? resolveModel(catalog, model.text) : undefined;
      if (!found?.ok || found.model.kind !== 'resource') return undefined;
      const given = pairsOf(entry).map(({ key }) => key);
      const names =
        part === 'identifiers' ? identifyingFields(found.model, given) : requiredFields(found.model);
      const lines = exampleFields(
        links,
        found.model,
        names.filter((name) => !given.includes(name)),
      );
      return lines.length === 0 && part === 'identifiers' ? undefined : `{${lines.join(', ')}}`;
    },
  };
}

/** The model that fits what an entry gives best: of those that take it all, the one that has and wants least besides. */
function modelLike(catalog: Catalog, entry: MapNode, text: string): string | undefined {
  const pairs = pairsOf(entry);
  const fields = fieldsThatName(catalog, entry, text);
  const [best] = Object.values(catalog.models)
    .flatMap((model) =>
      model.kind === 'resource' &&
      takes(catalog, model, pairs) &&
      fields.every((all) => all.some((field) => accepts(catalog, field, model.name)))
        ? [model]
        : [],
    )
    .map((model) => ({
      name: model.name,
      rest: restOf(model, pairs) - (text.includes(`model: ${model.name}\n`) ? USED : 0),
    }))
    .sort((one, other) => one.rest - other.rest);
  return pairs.length === 0 ? undefined : best?.name;
}

/** How much more likely a model is that other entries of the file have. */
const USED = 500;

/** For each key that names an entry with `!KeyOf` in a text, the fields of that name. */
function fieldsThatName(catalog: Catalog, entry: MapNode, text: string): readonly (readonly Field[])[] {
  const id = pairAt(entry, 'id')?.value;
  if (id?.kind !== 'scalar') return [];
  const uses = [...text.matchAll(/(\w+) *: *!KeyOf +(\S+)/g)].filter(([, , named]) => named === id.text);
  return [...new Set(uses.map(([, key = '']) => key))].map((key) =>
    Object.values(catalog.models).flatMap(
      (model) => (model.kind === 'resource' && fieldNamed(model, key)) || [],
    ),
  );
}

function pairsOf(entry: MapNode): readonly Pair[] {
  return ['identifiers', 'attrs'].flatMap((part) => {
    const map = pairAt(entry, part)?.value;
    return map?.kind === 'map' ? map.pairs : [];
  });
}

function takes(catalog: Catalog, model: Resource, pairs: readonly Pair[]): boolean {
  return pairs.every(({ key, value }) => {
    const field = fieldNamed(model, key);
    if (field?.readOnly !== undefined || (!field && readLookup(catalog, model.name, key).kind !== 'readable'))
      return false;
    return !field || accept(field, writtenValue(value)).ok;
  });
}

/** How much of a model an entry does not give: what a create requires counts most. */
function restOf(model: Resource, pairs: readonly Pair[]): number {
  const given = new Set(pairs.map(({ key }) => key));
  const missing = requiredFields(model).filter((name) => !given.has(name)).length;
  return 1000 * missing + Object.keys(model.fields).length;
}
