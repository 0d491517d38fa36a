import { plainValue } from '../blueprint/yaml/plain-value.ts';
import type { SketchScalar } from './sketch/node.ts';

/** A text as it must be written inside of these quotes, or without any, so that it stays a text. */
export function writtenText(text: string, quotes: SketchScalar['style']): string {
  if (quotes === '"') return JSON.stringify(text).slice(1, -1);
  if (quotes === "'") return text.replaceAll("'", "''");
  const value = plainValue(text);
  return /^[\w/.][^#:,[\]{}\r\n]*$/.test(text) &&
    text === text.trim() &&
    value.kind === 'value' &&
    typeof value.value === 'string'
    ? text
    : JSON.stringify(text);
}
