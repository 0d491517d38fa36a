import { isBrake } from './brakes.ts';
import type { Code } from './codes.ts';

/**
 * Codes whose severity cannot be changed and that no comment can ignore. Each means that something could not
 * be read, compared or done, so that other findings, a plan or an apply would cover less than the files say.
 */
const FIXED: ReadonlySet<Code> = new Set<Code>([
  // No other rule sees the file, or an entry of it.
  'file-unreadable',
  'file-too-large',
  'file-encoding',
  'yaml-syntax',
  'yaml-limit',
  'yaml-multiple-documents',
  'structure-type',
  'structure-missing',
  'version-unsupported',
  'ensure-invalid',
  // What a file may not read protects who runs it, so the file cannot decide about it.
  'env-refused',
  'path-refused',
  // The settings that decide what is reported are wrong.
  'project-invalid',
  'ignore-invalid',
  // The server or the plan could not go on.
  'model-unreadable',
  'not-in-snapshot',
  // It says what the project file hides.
  'unmanaged-ignored',
  'value-unknown',
  'order-cycle',
  'server-refuses',
  'change-failed',
  'digest-differs',
  'change-stale',
  'change-unknown',
  'made-twice',
  'atomic-impossible',
  'atomic-too-many',
]);

/** Whether the severity of a code is fixed: no project file can change it and no comment can ignore it. */
export function isFixed(code: Code): boolean {
  return FIXED.has(code) || isBrake(code);
}
