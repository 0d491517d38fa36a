import type { Json } from '../../catalog/model.ts';
import { invalid } from '../response.ts';
import type { FieldContext, Values, Write } from './context.ts';
import { applyRule } from './object-rules.ts';
import { findTakenSets } from './unique.ts';

/**
 * Checks the object as a whole, after its fields: first the sets of values that must be unique, then the
 * rules of the behaviour. Refuses with 400, or fails as the server does.
 */
export function validateObject(write: Write, values: Values): void {
  const taken = findTakenSets(write, values);
  if (taken.length > 0) throw invalid({ non_field_errors: taken });
  const lineage = write.database.models.lineage(write.model.name);
  for (const rule of write.release.behaviour.validators) {
    if (rule.method || !lineage.includes(rule.model)) continue;
    const text = applyRule(rule, write, values);
    if (text !== undefined) throw invalid({ [rule.at ?? 'non_field_errors']: [text] });
  }
}

/**
 * What the methods of the serializer for a field say of a value of it that is valid by itself: over the body as
 * it was sent. Undefined where they take it.
 */
export function checkMethods(context: FieldContext, value: Json): Json | undefined {
  const lineage = context.database.models.lineage(context.model.name);
  const values = { ...context.body, [context.field.name]: value };
  for (const rule of context.release.behaviour.validators) {
    if (!rule.method || rule.at !== context.field.name || !lineage.includes(rule.model)) continue;
    const text = applyRule(rule, context, values);
    if (text !== undefined)
      return rule.kind === 'single' && rule.nested ? { [context.field.name]: text } : [text];
  }
  return undefined;
}
