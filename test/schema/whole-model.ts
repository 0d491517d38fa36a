import { Ajv, type ValidateFunction } from 'ajv';
import type { buildSchema } from '../../src/schema/build-schema.ts';
import { SCHEMA_FORMATS } from '../../src/schema/compile.ts';

const compiled = new Map<unknown, ValidateFunction>();

/**
 * What the schema of a model, as editors use it, says against an entry: `attrs.name type`. The command checks
 * field by field instead.
 */
export function faultsOf(
  schema: ReturnType<typeof buildSchema>,
  model: string,
  entry: { readonly identifiers?: unknown; readonly attrs?: unknown },
): string[] {
  const definition = schema.definitions[model];
  if (typeof definition !== 'object') return [];
  let check = compiled.get(definition);
  if (!check) {
    const ajv = new Ajv({ allErrors: true, strict: false, formats: SCHEMA_FORMATS });
    compiled.set(
      definition,
      (check = ajv.compile({
        ...definition,
        definitions: { tag: schema.definitions['tag'], json: schema.definitions['json'] },
      })),
    );
  }
  if (check(entry)) return [];
  return (check.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
    .map(
      ({ instancePath, keyword }) =>
        `${instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')} ${keyword}`,
    );
}
