import type { MapNode } from '../../src/blueprint/blueprint.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import type { Value } from '../../src/blueprint/value.ts';
import type { Catalog, Field, Json, Resource } from '../../src/catalog/model.ts';
import { isWritten } from '../../src/schema/build-schema.ts';
import { writtenValue } from '../../src/validate/present.ts';

/** A field of a model that an entry can write. */
export interface Slot {
  readonly model: Resource;
  readonly name: string;
  readonly field: Field;
}

/** Every field of a release that an entry can write. */
export function slotsOf(catalog: Catalog): Slot[] {
  return Object.values(catalog.models)
    .filter((model): model is Resource => model.kind === 'resource')
    .flatMap((model) =>
      Object.entries(model.fields)
        .filter(([, field]) => isWritten(field))
        .map(([name, field]) => ({ model, name, field })),
    );
}

/** A blueprint with an entry for each value, which no object of a server meets. */
export function blueprintOf(values: readonly (readonly [slot: Slot, value: Json])[]): string {
  const entries = values.map(([{ model, name }, value], index) => {
    const identifiers = { pk: name === 'pk' ? undefined : 1_000_000 + index };
    return `- ${JSON.stringify({ model: model.name, identifiers, attrs: { [name]: value } })}`;
  });
  return `version: 1\nentries:\n${entries.join('\n')}\n`;
}

/** What the attributes of each entry of such a blueprint are read as: YAML has its own mind about numbers. */
export function readBack(catalog: Catalog, text: string): Value[] {
  const file = { path: 'blueprint.yaml', text };
  const blueprint = parseBlueprint(file, () => undefined, { features: features(catalog.release) });
  return (blueprint?.entries ?? []).map(({ attrs }) => {
    const [pair] = (attrs as MapNode).pairs;
    return pair ? writtenValue(pair.value) : null;
  });
}
