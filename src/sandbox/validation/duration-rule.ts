import type { Row } from '../row.ts';
import { readDuration } from './check-form.ts';
import type { Values } from './context.ts';
import type { Rule } from '../behaviour/validation-rules.ts';

/** A duration is at most as long as another one; of an object that exists, what is not sent is what is stored. */
export function checkNoLonger(
  { field, than, text }: Rule<'no-longer'>,
  values: Values,
  row: Row | undefined,
): string | undefined {
  if (!(field in values) && !(than in values)) return undefined;
  const lengthOf = (name: string): number | undefined => {
    const value = values[name] ?? row?.values[name];
    return typeof value === 'string' ? readDuration(value) : undefined;
  };
  const [length, limit] = [lengthOf(field), lengthOf(than)];
  return length !== undefined && limit !== undefined && length > limit ? text : undefined;
}
