import { isOpen, Opaque, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { formOf, FORMS } from './form-of.ts';
import type { Format, JsonSchema } from './form.ts';
import { plainJson } from './plain.ts';

/** The schema of a tag, for use as a part of another. */
export const IS_TAG = { $ref: '#/definitions/tag' };

/** The schema of a value or any tag. It uses `if/else`, so that only the errors of the value are reported. */
export function orTag(schema: JsonSchema): JsonSchema {
  return { if: IS_TAG, else: schema };
}

/** The JSON Schema of the values that the server accepts for a field, in the form that `present` gives. */
export function schemaOf(field: Shape): JsonSchema {
  const schema = formOf(field).schema(field, schemaOf);
  return orTag(field.nullable ? { if: { type: 'null' }, else: schema } : schema);
}

/**
 * A value in the form that the schema of its field checks; a tag, or a value that only the server will know,
 * is `{"$tag": …}`.
 */
export function present(field: Shape, value: Value): unknown {
  return isOpen(value) || value instanceof Opaque || value === null
    ? plainJson(value)
    : formOf(field).present(field, value, present);
}

/** The formats that schemas may name. They are not asked about an empty text. */
export const FORMATS: readonly Format[] = FORMS.flatMap(({ format }) => format ?? []);
