import type { Code } from './codes.ts';

/**
 * Codes of brakes: errors that say nothing against the files, but stop `apply` before it asks or writes, until
 * an option of the command line that their hint names lets them pass. No project file and no comment can.
 */
const BRAKES: ReadonlySet<Code> = new Set<Code>([
  'too-many-deletes',
  'too-many-updates',
  'cascade-unexpected',
  'protected-change',
  'access-opened',
  'login-lockout',
  'login-unproved',
]);

/** Whether a finding of this code is a brake: `apply` ends with exit code 6 and has changed nothing. */
export function isBrake(code: Code): boolean {
  return BRAKES.has(code);
}
