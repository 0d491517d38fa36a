import type { Json, Resource } from './model.ts';

/*
 * Values that mean nothing beside those of another field, in every model that has both. Nothing depends on them, and
 * servers show what they happen to have.
 */
const WITHOUT_MEANING = [
  {
    field: 'expires',
    beside: 'expiring',
    is: false,
    seen: 'sources of 2023.2 and 2025.12: what does not expire is never looked at for when; measured on both',
  },
] as const;

/** Whether a value of an object says nothing, whatever it is. `valueOf`: what the object has in another field. */
export function saysNothing(
  { fields }: Resource,
  name: string,
  valueOf: (field: string) => Json | undefined,
): boolean {
  return WITHOUT_MEANING.some(
    ({ field, beside, is }) => field === name && beside in fields && valueOf(beside) === is,
  );
}
