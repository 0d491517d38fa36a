import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Value } from '../blueprint/value.ts';

/** A text in one of its spellings, any other value as JSON; `spell`: undefined where the text has none. */
export function canonicalText(value: Value, spell: (text: string) => string | undefined): string | undefined {
  return typeof value === 'string' ? JSON.stringify(spell(value) ?? value) : canonicalJson(value);
}
