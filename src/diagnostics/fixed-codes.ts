import type { Code } from './codes.ts';

/**
 * Codes whose severity nobody can change and that no comment ignores. Behind each is something that could not
 * be read, compared or done, so what follows (the other findings, a plan, an apply) would be about less than
 * the files say.
 */
const FIXED: ReadonlySet<Code> = new Set<Code>([
  // The file, or an entry of it, is not there for any other rule.
  'file-unreadable',
  'file-too-large',
  'file-encoding',
  'yaml-syntax',
  'yaml-limit',
  'yaml-empty',
  'yaml-multiple-documents',
  'structure-type',
  'structure-missing',
  'version-unsupported',
  'ensure-invalid',
  // The settings that would say what is silent.
  'project-invalid',
  'ignore-invalid',
  // The server or the plan stopped there.
  'model-unreadable',
  'value-unknown',
  'order-cycle',
  'change-failed',
]);

/** Whether the severity of a code is settled: no project file lowers it and no comment ignores it. */
export function isFixed(code: Code): boolean {
  return FIXED.has(code);
}
