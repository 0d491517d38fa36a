import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../src/catalog/build/build-catalog.ts';
import type { Document } from '../../src/catalog/openapi.ts';
import { allFacts } from '../../src/cli/catalogs.ts';
import { ask, catalog, startSandbox } from './start.ts';

describe('the schema that the sandbox serves', () => {
  it('gives the very catalog that the sandbox was made from', async () => {
    const { body } = await ask(startSandbox(), 'GET', '/schema/', undefined, { accept: 'application/json' });
    const [facts] = allFacts();
    if (!facts) throw new Error('there are no facts');
    const built = buildCatalog(body as unknown as Document, facts);
    expect(Object.keys(built.models)).toEqual(Object.keys(catalog.models));
    for (const [name, model] of Object.entries(catalog.models))
      expect(built.models[name], name).toEqual(model);
    expect(built.release).toBe(catalog.release);
  });

  it('is YAML unless JSON is asked for, and needs no token', async () => {
    const sandbox = startSandbox();
    const yaml = await sandbox.respond('GET', '/api/v3/schema/');
    const json = await sandbox.respond('GET', '/api/v3/schema/?format=json');
    expect(parse(yaml.body)).toEqual(JSON.parse(json.body));
    expect(yaml.headers['content-type']).toContain('application/vnd.oai.openapi');
  });
});
