import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Value } from '../blueprint/value.ts';

/**
 * JSON of a value with sorted keys; of a text, in the spelling that `spell` gives, or as it is where that
 * gives undefined. Undefined when the value holds something unknown.
 */
export function canonicalText(value: Value, spell: (text: string) => string | undefined): string | undefined {
  return typeof value === 'string' ? JSON.stringify(spell(value) ?? value) : canonicalJson(value);
}
