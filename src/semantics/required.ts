import type { Resource } from '../catalog/model.ts';

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
    groups: model.companions.flatMap(({ anyOf }) => (anyOf && !anyOf.some(isGiven) ? [anyOf] : [])),
  };
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
