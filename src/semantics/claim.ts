import type { ModelName, Resource } from '../catalog/model.ts';

/** A set of fields of which no two objects have the same values. */
export type UniqueRule = Resource['unique'][number];

/** The models that share a rule. */
export function sharing(rule: UniqueRule, model: ModelName): readonly ModelName[] {
  return rule.across ?? [model];
}

/**
 * What an object claims under a rule, as a text that equals another object's when they collide. `textOf`: the
 * value of a field as a text that equal values share, undefined where it is null (which shares nothing) or
 * not known; then nothing is claimed.
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
