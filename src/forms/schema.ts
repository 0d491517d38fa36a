import { isOpen, Opaque, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { formOf, FORMS } from './form-of.ts';
import type { Format, JsonSchema } from './form.ts';
import { plainJson } from './plain.ts';

/** Whether a value is a tag, as a part of a schema. */
export const IS_TAG = { $ref: '#/definitions/tag' };

/** A value, or any tag. `if/else`, so that what is wrong with the value is all that is said. */
export function orTag(schema: JsonSchema): JsonSchema {
  return { if: IS_TAG, else: schema };
}

/** The JSON Schema of what the server takes for a field, as `present` gives it. */
export function schemaOf(field: Shape): JsonSchema {
  const schema = formOf(field).schema(field, schemaOf);
  return orTag(field.nullable ? { if: { type: 'null' }, else: schema } : schema);
}

/** A value as the schema of its field sees it: a tag, or what only the server will know, as `{"$tag": …}`. */
export function present(field: Shape, value: Value): unknown {
  return isOpen(value) || value instanceof Opaque || value === null
    ? plainJson(value)
    : formOf(field).present(field, value, present);
}

/** The formats that schemas may name; an empty text is none of their business. */
export const FORMATS: readonly Format[] = FORMS.flatMap(({ format }) => format ?? []);
