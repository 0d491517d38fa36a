import type { Code } from './codes.ts';

/**
 * Codes that only planning or applying reports: nothing can be said about them without a server and the
 * environment of the run.
 */
const PLAN_CODES: ReadonlySet<Code> = new Set<Code>([
  'find-ambiguous',
  'context-missing',
  'env-missing',
  'identifier-undecidable',
  'identifier-ambiguous',
  'target-mismatch',
  'model-unreadable',
  'server-empty',
  'value-unknown',
  'pk-literal',
  'reference-unknown',
  'protected-left-alone',
  'sessions-end',
  'order-cycle',
  'permission-not-declared',
  'secret-not-compared',
  'change-failed',
  'answer-differs',
  'blueprint-disabled',
  'blueprint-failed',
  'import-failed',
]);

/** Whether only a plan or an apply can report this code. */
export function isPlanCode(code: Code): boolean {
  return PLAN_CODES.has(code);
}
