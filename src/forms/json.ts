import { kindOf } from '../blueprint/kind-of.ts';
import { isDict, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Form, Path, Problem } from './form.ts';
import { isStorable, NOT_STORED, plainJson } from './plain.ts';

/** The schema of any JSON, for use as a part of another. */
export const ANY_JSON = { $ref: '#/definitions/json' };

/** The definition that ANY_JSON refers to. It admits every value of JSON; dates and infinities are none. */
export const JSON_SCHEMA = {
  type: ['null', 'boolean', 'number', 'string', 'array', 'object'],
  items: ANY_JSON,
  additionalProperties: ANY_JSON,
};

/** Any JSON value. */
export const json: Form = {
  name: 'JSON',
  of: ({ type }) => type === 'json',
  schema: () => ({ ...JSON_SCHEMA, type: JSON_SCHEMA.type.filter((type) => type !== 'null') }),
  editorSchema: () => ({}),
  present: (_, value) => plainJson(value),
  accept: (_, value, { path }) => {
    const problems = jsonProblems(value, path);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
  },
  normal: (_, value) => canonicalJson(value),
  words: () => 'any value',
  plural: 'values',
};

/**
 * Problems with values that JSON does not have: YAML 1.1 reads some unquoted text as dates and infinities
 * (probes yaml_dates, yaml_inf).
 */
export function jsonProblems(value: Value, path: Path): Problem[] {
  if (value instanceof PyTime || (value instanceof PyFloat && !Number.isFinite(value.float))) {
    const what = value instanceof PyTime ? kindOf(value) : 'infinite, or not a number';
    return [{ code: 'attribute-type', message: `is ${what}, which JSON does not have`, path, quote: true }];
  }
  if (typeof value === 'string' && !isStorable(value))
    return [{ code: 'attribute-format', message: `has ${NOT_STORED}`, path }];
  if (value instanceof Opaque)
    return [{ code: 'tag-misplaced', message: `${value.tag} is not resolved here`, path }];
  return partsOf(value).flatMap(([key, item]) =>
    typeof key === 'string' && !isStorable(key)
      ? [{ code: 'attribute-format' as const, message: `has a key with ${NOT_STORED}`, path }]
      : jsonProblems(item, [...path, key]),
  );
}

function partsOf(value: Value): readonly (readonly [string | number, Value])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return isDict(value) ? Object.entries(value) : [];
}
