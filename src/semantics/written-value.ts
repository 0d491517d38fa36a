import type { Node } from '../blueprint/blueprint.ts';
import { isTemplate } from '../blueprint/placeholder.ts';
import { strText } from '../blueprint/python-text.ts';
import { PyFloat, PyTime } from '../blueprint/value.ts';

/** A value that is written out, as plain JSON; a date or time as it is written. */
export type Literal = string | number | boolean | null;

/**
 * The value of a node where it is known and no list or mapping; undefined: a tag, or a text that a template
 * still fills in.
 */
export function literalOf(node: Node): Literal | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value, text } = node;
  if (typeof value === 'string' && isTemplate(value)) return undefined;
  if (value instanceof PyTime) return text;
  if (value instanceof PyFloat) return value.float;
  return typeof value === 'bigint' ? Number(value) : value;
}

/**
 * What a text field stores of a text or a number: a name that is written as `12` is the text "12". Undefined
 * of anything else, and of what a template still fills in.
 */
export function storedText(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value } = node;
  if (typeof value === 'string') return isTemplate(value) ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat
    ? strText(value)
    : undefined;
}
