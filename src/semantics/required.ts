import type { Resource } from '../catalog/model.ts';
import { fieldsOf } from './rule-fields.ts';

/** What is missing to create an object. */
export interface Missing {
  /** Fields that are required. */
  readonly fields: readonly string[];
  /** Groups of fields of which one must be given: a create needs one, as a PATCH does. */
  readonly groups: readonly (readonly string[])[];
}

/** What is missing to create an object. `isGiven`: whether a field is given. */
export function missingToCreate(model: Resource, isGiven: (field: string) => boolean): Missing {
  return {
    fields: requiredFields(model).filter((name) => !isGiven(name)),
    groups: model.companions.flatMap(({ anyOf }) =>
      anyOf && !anyOf.some(isGiven) && !isRuled(model, anyOf) ? [anyOf] : [],
    ),
  };
}

/** Whether a rule about the object as a whole is about these fields together: then it says what they must be. */
function isRuled({ rules = [] }: Resource, fields: readonly string[]): boolean {
  return rules.some(({ refused }) => {
    const about = fieldsOf(refused);
    return fields.every((field) => about.includes(field));
  });
}

/** The fields that every create must give. */
export function requiredFields(model: Resource): string[] {
  return Object.entries(model.fields)
    .filter(([, field]) => field.required && !field.readOnly)
    .map(([name]) => name);
}

/** The missing fields for people: `name`, `one of path or content`. */
export function missingTexts({ fields, groups }: Missing): string[] {
  return [...fields, ...groups.map((group) => `one of ${group.join(' or ')}`)];
}
