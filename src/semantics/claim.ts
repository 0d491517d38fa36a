import type { ModelName, Resource } from '../catalog/model.ts';

/** A set of fields in which no two objects have the same values. */
export type UniqueRule = Resource['unique'][number];

/** The models among whose objects a rule holds. */
export function sharing(rule: UniqueRule, model: ModelName): readonly ModelName[] {
  return rule.across ?? [model];
}

/**
 * The values that an object claims under a unique rule, as a text; two objects with the same text conflict.
 * `textOf`: a text that equal values of a field share; undefined where the value is null or not known, and
 * then nothing is claimed.
 */
export function claimOf(
  rule: UniqueRule,
  model: ModelName,
  textOf: (field: string) => string | undefined,
): string | undefined {
  const parts: string[] = [];
  for (const field of rule.fields) {
    const part = textOf(field);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return `${sharing(rule, model).join()} ${rule.fields.join()}=${parts.join()}`;
}
