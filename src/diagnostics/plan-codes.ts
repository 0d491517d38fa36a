import type { Code } from './codes.ts';

/**
 * Codes that only planning or applying reports, since they need a server or the environment of the run.
 * `validate` reports some of them in certain cases, so an unused ignore of these is not reported.
 */
const PLAN_CODES: ReadonlySet<Code> = new Set<Code>([
  'find-ambiguous',
  'context-missing',
  'env-missing',
  'secret-empty',
  'identifier-undecidable',
  'identifier-ambiguous',
  'identifiers-lost',
  'target-mismatch',
  'model-unreadable',
  'not-in-snapshot',
  'server-empty',
  'value-unknown',
  'pk-literal',
  'reference-unknown',
  'protected-left-alone',
  'child-not-declared',
  'unmanaged-ignored',
  'unmanaged-unused',
  'unmanaged-unknown',
  'orphan',
  'orphan-kept',
  'cascade-unexpected',
  'protected-change',
  'access-opened',
  'too-many-deletes',
  'too-many-updates',
  'other-writer',
  'login-lockout',
  'lockout-between',
  'login-unproved',
  'login-unknown',
  'sessions-end',
  'inventory-damaged',
  'order-cycle',
  'permission-not-declared',
  'was-both',
  'was-done',
  'was-missing',
  'secret-not-compared',
  'server-refuses',
  'change-failed',
  'digest-differs',
  'change-stale',
  'change-unknown',
  'not-undone',
  'made-twice',
  'answer-differs',
  'blueprint-disabled',
  'blueprint-failed',
  'import-failed',
  'atomic-impossible',
  'atomic-too-many',
]);

/** Whether planning or applying may report this code where `validate` does not. */
export function isPlanCode(code: Code): boolean {
  return PLAN_CODES.has(code);
}
