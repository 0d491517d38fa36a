import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MapNode } from '../../src/blueprint/blueprint.ts';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { isDict } from '../../src/blueprint/value.ts';
import type { Resource } from '../../src/catalog/model.ts';
import { SANDBOX_RELEASE, loadCatalog, releases } from '../../src/cli/catalogs.ts';
import type { JsonSchema } from '../../src/forms/form.ts';
import { NOT_JSON, TAG } from '../../src/forms/plain.ts';
import { present, schemaOf } from '../../src/forms/schema.ts';
import { buildSchema, isWritten } from '../../src/schema/build-schema.ts';
import { compile } from '../../src/schema/compile.ts';
import { type Part, schemaErrors } from '../../src/schema/field-check.ts';
import { CHECKS } from '../../src/schema/generated/checks.js';
import { writtenValue } from '../../src/validate/present.ts';
import { hasShared, shared } from '../shared.ts';
import { faultsOf } from './whole-model.ts';
import { runs } from '../random-cases.ts';

const newest = releases().at(-1) ?? '';
const resourcesOf = (release: string): Resource[] =>
  Object.values(loadCatalog(release, () => undefined).models).filter(
    (model): model is Resource => model.kind === 'resource',
  );

/** Values of every kind, those that fields refuse above all. */
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      -1,
      6,
      8,
      1.5,
      1e21,
      '',
      ' ',
      'yes',
      'Off',
      '6',
      '-7',
      '1.5',
      'a b',
      'x'.repeat(300),
      'enrollment',
      'https://example.com/a',
      'ldaps://dc,ldap://x',
      'me@example.com',
      'hours=1',
      'hours',
      '2030-01-31T12:00:00Z',
      '4b1c3d3a-5f55-4f0a-8d8f-0c1c3d3a5f55',
      [],
      {},
      { [TAG]: '!Find' },
      NOT_JSON,
      { pk: 1 },
    ),
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('pk', 'a', 'a/b', '~'), tie('any'), { maxKeys: 2 }),
  ),
})).any;

describe('checks that were compiled beforehand', () => {
  test.each([SANDBOX_RELEASE, newest])(
    'are there for every field of %s: nothing is compiled when the program runs',
    (release) => {
      const missing = resourcesOf(release).flatMap(({ name, fields }) =>
        Object.entries(fields)
          .filter(([, field]) => isWritten(field))
          .flatMap(([key, field]) => (CHECKS[JSON.stringify(schemaOf(field))] ? [] : [`${name}.${key}`])),
      );
      expect(missing).toEqual([]);
    },
  );

  test('find what the same schema finds that is compiled now', () => {
    const now = Object.keys(CHECKS).map((text) => compile(JSON.parse(text) as JsonSchema));
    const before = Object.values(CHECKS);
    fc.assert(
      fc.property(value, (any) => {
        for (const [index, check] of before.entries()) {
          const fresh = now[index];
          expect(check(any)).toBe(fresh?.(any));
          expect(check.errors).toEqual(fresh?.errors);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('an entry that is checked field by field', () => {
  test.each([SANDBOX_RELEASE, newest, '2024.8'])(
    'has the faults that the schema of its model finds (%s)',
    (release) => {
      const models = resourcesOf(release);
      const schema = buildSchema(loadCatalog(release, () => undefined));
      const entry = fc.constantFrom(...models).chain((model) => {
        const written = fc.dictionary(fc.constantFrom(...Object.keys(model.fields), 'no_such_field'), value, {
          maxKeys: 4,
        });
        return fc.record({ model: fc.constant(model), identifiers: written, attrs: written });
      });
      fc.assert(
        fc.property(entry, ({ model, identifiers, attrs }) => {
          expect(faultsByField(model, { identifiers, attrs })).toEqual(
            faultsByModel(schema, model, { identifiers, attrs }),
          );
        }),
        { numRuns: runs(60) },
      );
    },
  );

  test.skipIf(!hasShared).each([SANDBOX_RELEASE, newest])(
    "has them, too, in authentik's own and other people's blueprints (%s)",
    (release) => {
      const catalog = loadCatalog(release, () => undefined);
      const schema = buildSchema(catalog);
      let entries = 0;
      for (const folder of ['data/blueprints', 'data/community']) {
        for (const path of readdirSync(shared(folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
          /\.ya?ml$/.test(name),
        )) {
          const file = decodeFile(path, readFileSync(shared(`${folder}/${path}`)), () => undefined);
          for (const entry of (file && parseBlueprint(file, () => undefined, { features: features(release) }))
            ?.entries ?? []) {
            const model = entry.model.kind === 'scalar' ? catalog.models[entry.model.text] : undefined;
            if (model?.kind !== 'resource') continue;
            entries += 1;
            const plain = {
              identifiers: presentedIn(model, 'identifiers', entry.identifiers),
              attrs: presentedIn(model, 'attrs', entry.attrs),
            };
            expect(faultsByField(model, plain), `${path} ${entry.index}`).toEqual(
              faultsByModel(schema, model, plain),
            );
          }
        }
      }
      expect(entries).toBeGreaterThan(500);
    },
  );
});

interface PlainEntry {
  readonly identifiers: object;
  readonly attrs: object;
}

function presentedIn(model: Resource, part: Part, map: MapNode | null | undefined): object {
  return Object.fromEntries(
    (map?.pairs ?? []).map(({ key, value: node }) => {
      const field = Object.hasOwn(model.fields, key) ? model.fields[key] : undefined;
      const shape = field ?? { type: 'json' as const };
      const written = writtenValue(node);
      const isKeyed = part === 'identifiers' && isDict(written) && Object.hasOwn(written, 'pk');
      return [key, isKeyed ? { pk: present(shape, written['pk'] ?? null) } : present(shape, written)];
    }),
  );
}

function faultsByField(model: Resource, entry: PlainEntry): string[] {
  return (['identifiers', 'attrs'] as const)
    .flatMap((part) =>
      Object.entries(entry[part]).flatMap(([name, any]) => {
        const field = Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
        if (!field) return [];
        const isKeyed = part === 'identifiers' && isObject(any) && Object.hasOwn(any, 'pk');
        return schemaErrors(field, isKeyed ? any['pk'] : any).map(
          ({ path, keyword }) => `${[part, name, ...(isKeyed ? ['pk'] : []), ...path].join('.')} ${keyword}`,
        );
      }),
    )
    .sort();
}

function isObject(any: unknown): any is Readonly<Record<string, unknown>> {
  return typeof any === 'object' && any !== null && !Array.isArray(any);
}

/** That an identifier can identify is a rule of its own. */
function faultsByModel(schema: ReturnType<typeof buildSchema>, model: Resource, entry: PlainEntry): string[] {
  return faultsOf(schema, model.name, entry)
    .filter((fault) => fault !== 'identifiers pattern')
    .sort();
}
