import type { FieldFact } from '../facts/model-facts.ts';
import type { Field } from '../model.ts';
import { withoutUndefined } from './without-undefined.ts';

/** How a default shows that a text is a duration. */
const DURATION = /^(weeks|days|hours|minutes|seconds|milliseconds|microseconds)=/;

/** A field of the document with what the server's classes say of it. */
export function withFacts(field: Field, fact: FieldFact | undefined): Field {
  if (!fact) return field;
  const isList = field.type === 'array';
  const isLink = fact.to !== undefined;
  return withoutUndefined<Field>({
    ...field,
    trim: (fact.trim && field.type === 'string' && !field.enum) || field.trim,
    enum: fact.blank ? withBlank(field.enum) : field.enum,
    minLength: fact.filled && isList ? 1 : field.minLength,
    nullable: fact.nullable ?? field.nullable,
    default: field.readOnly ? undefined : fact.default,
    format: formatOf(field, fact),
    generated: fact.generated ?? field.generated,
    references: fact.to === undefined ? field.references : [fact.to],
    onDelete: isLink && !isList ? fact.onDelete : field.onDelete,
    set: (isLink && isList) || field.set,
    unmeasured: fact.unmeasured,
  });
}

/** The choices with the empty text among them. */
function withBlank(choices: Field['enum']): Field['enum'] {
  return !choices || choices.includes('') ? choices : [...choices, ''];
}

/** Not every document says which texts are durations; their default is one. */
function formatOf(field: Field, fact: FieldFact): string | undefined {
  const { default: value } = fact;
  if (field.type === 'string' && typeof value === 'string' && DURATION.test(value)) return 'duration';
  return field.format;
}
