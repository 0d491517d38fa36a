import { digestOf } from '../plan/value/digest.ts';
import type { Plan } from '../plan/value/plan.ts';

/** A plan without changes, for blueprints with errors. */
export function emptyPlan(target: string): Plan {
  return {
    target,
    digest: digestOf({ target, changes: [] }),
    changes: [],
    summary: {
      create: 0,
      update: 0,
      delete: 0,
      unchanged: 0,
      unverified: 0,
      leftAlone: 0,
      byServer: 0,
      undeclared: 0,
    },
  };
}
