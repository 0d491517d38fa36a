import type { Code } from './codes.ts';

/** Notes that people want without asking for all: each is about what a plan does, or leaves to be done. */
const SAID: ReadonlySet<Code> = new Set<Code>([
  'child-not-declared',
  'unmanaged-ignored',
  'unmanaged-unused',
  'was-done',
  'was-missing',
]);

/** Whether a note with this code is shown as long as nobody asks for quiet. */
export function isSaid(code: Code): boolean {
  return SAID.has(code);
}
