import { readFileSync } from 'node:fs';
import { Inputs } from '../../scripts/generate/inputs.mjs';
import { ALIASES } from '../../src/catalog/facts/class-facts.ts';
import { distillFacts, type RawModel } from '../../src/catalog/build/distill-facts.ts';
import type { ModelFacts } from '../../src/catalog/facts/model-facts.ts';
import type { Document } from '../../src/catalog/openapi.ts';
import { shared } from '../shared.ts';

const inputs = new Inputs([shared('data')]);

/** authentik's OpenAPI document of a release, read once. */
export function documentOf(release: string): Document {
  return inputs.document(release) as Document;
}

/** The description of a server's classes, as it is. */
export function rawFacts(release: string): Readonly<Record<string, RawModel>> {
  return JSON.parse(readFileSync(shared(`data/model-fields/${release}.json`), 'utf8')) as Readonly<
    Record<string, RawModel>
  >;
}

/** The facts made of it. */
export function factsOf(release: string): ModelFacts {
  return distillFacts(release, rawFacts(release), ALIASES);
}

/** The document without a component: its schemas, and every path that shows or takes it. */
export function without(document: Document, component: string): Document {
  const names = new Set([
    component,
    `${component}Request`,
    `Patched${component}Request`,
    `Paginated${component}List`,
  ]);
  const mentions = (value: unknown): boolean =>
    [...names].some((name) => JSON.stringify(value).includes(`"#/components/schemas/${name}"`));
  return {
    ...document,
    paths: Object.fromEntries(Object.entries(document.paths ?? {}).filter(([, item]) => !mentions(item))),
    components: {
      schemas: Object.fromEntries(
        Object.entries(document.components?.schemas ?? {}).filter(([name]) => !names.has(name)),
      ),
    },
  };
}
