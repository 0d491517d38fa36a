import type { Resource } from '../catalog/model.ts';

/** What a create of an object lacks. */
export interface Missing {
  /** Fields that are required. */
  readonly fields: readonly string[];
  /** Fields of which one must be given: where a PATCH needs one, a create does, too. */
  readonly groups: readonly (readonly string[])[];
}

/** What is missing to create an object of a model that is given some fields. */
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

/** What is missing in words: `name`, `one of path or content`. */
export function missingTexts({ fields, groups }: Missing): string[] {
  return [...fields, ...groups.map((group) => `one of ${group.join(' or ')}`)];
}
