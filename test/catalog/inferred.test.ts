import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../src/catalog/build/build-catalog.ts';
import { factsForRelease } from '../../src/catalog/build/facts-for-release.ts';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import type { Document, SchemaNode } from '../../src/catalog/openapi.ts';
import { hasShared } from '../shared.ts';
import { allFacts } from '../../src/cli/catalogs.ts';
import { documentOf } from './documents.ts';

/*
 * A kind of stage that only a document shows (as every release brings some) says nothing by what it leaves
 * out: the other kinds, and what all of them have in common, stay as they are.
 */

const NEW = 'authentik_aaa.guessstage';

function catalogOf(document: Document): Catalog {
  return buildCatalog(document, factsForRelease(document, allFacts()));
}

/** The document with a stage more, which shows its name and hardly anything that other stages show. */
function withGuessStage(document: Document): Document {
  const written: SchemaNode = {
    type: 'object',
    properties: { name: { type: 'string' }, guesses: { type: 'integer' } },
    required: ['name'],
  };
  const schemas: Record<string, SchemaNode | undefined> = {
    ...document.components?.schemas,
    GuessStage: {
      ...written,
      properties: { pk: { type: 'string', format: 'uuid', readOnly: true }, ...written.properties },
    },
    GuessStageRequest: written,
    PaginatedGuessStageList: {
      type: 'object',
      properties: {
        pagination: { type: 'object' },
        results: { type: 'array', items: { $ref: '#/components/schemas/GuessStage' } },
      },
    },
  };
  // The list of models that a blueprint may name.
  for (const [name, schema] of Object.entries(schemas))
    if (schema?.enum?.includes('authentik_stages_deny.denystage'))
      schemas[name] = { ...schema, enum: [NEW, ...schema.enum] };
  const body = (name: string) => ({
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  return {
    ...document,
    paths: {
      ...document.paths,
      '/stages/guess/': {
        get: { responses: { 200: body('PaginatedGuessStageList') } },
        post: { requestBody: body('GuessStageRequest') },
      },
      '/stages/guess/{stage_uuid}/': {
        get: { responses: { 200: body('GuessStage') } },
        patch: { requestBody: body('GuessStageRequest') },
        delete: {},
      },
    },
    components: { ...document.components, schemas },
  };
}

/** The catalog without the mention of a model: in lists of models, and as a look-up of its base class. */
function withoutMention(catalog: Catalog, name: string): unknown {
  const drop = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((item) => item !== name).map(drop);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== name && key !== name.split('.')[1])
        .map(([key, member]) => [key, drop(member)]),
    );
  };
  return drop(catalog);
}

describe.skipIf(!hasShared)('a new kind of stage in a document', () => {
  test.each(['2025.10.4', '2026.5.6', '2026.8.3'])('of %s', (release) => {
    const before = catalogOf(documentOf(release));
    const after = catalogOf(withGuessStage(documentOf(release)));
    const stage = after.models[NEW] as Resource;
    expect(stage).toMatchObject({ kind: 'resource', collection: { path: '/stages/guess/' } });
    // It takes part in what stages share …
    expect(stage.unique).toEqual([{ fields: ['name'], across: expect.arrayContaining([NEW]) as unknown }]);
    expect(after.models['authentik_flows.stage']).toMatchObject({
      concrete: expect.arrayContaining([NEW]) as unknown,
      lookups: {
        guessstage: { kind: 'reverse', to: NEW, via: 'stage_ptr' },
        flowstagebinding: { kind: 'reverse' },
        stage_uuid: { kind: 'pk' },
      },
    });
    // … and changes nothing else.
    expect(withoutMention(after, NEW)).toEqual(before);
  });
});
