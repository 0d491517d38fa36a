import type { Node } from '../blueprint/blueprint.ts';
import { isTemplate } from '../blueprint/placeholder.ts';
import { strText } from '../blueprint/python-text.ts';
import { PyFloat, PyTime } from '../blueprint/value.ts';

/** A scalar value that is written out, as JSON; a date or time as its text in the file. */
export type Literal = string | number | boolean | null;

/** The value of a scalar; undefined for a list, a mapping, a tag, and a text with a template. */
export function literalOf(node: Node): Literal | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value, text } = node;
  if (typeof value === 'string' && isTemplate(value)) return undefined;
  if (value instanceof PyTime) return text;
  if (value instanceof PyFloat) return value.float;
  return typeof value === 'bigint' ? Number(value) : value;
}

/**
 * The text that a text field stores of a text or a number: a name that is written as `12` is the text "12".
 * Undefined for anything else, and for a text with a template.
 */
export function storedText(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value } = node;
  if (typeof value === 'string') return isTemplate(value) ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat
    ? strText(value)
    : undefined;
}
