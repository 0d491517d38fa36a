import { digestOf } from '../plan/value/digest.ts';
import type { Plan } from '../plan/value/plan.ts';
import { summarise } from '../plan/value/summarise.ts';

/** A plan without changes, for blueprints with errors. */
export function emptyPlan(target: string): Plan {
  return { target, digest: digestOf({ target, changes: [] }), changes: [], summary: summarise([]) };
}
