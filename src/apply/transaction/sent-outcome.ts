import type { Change } from '../../plan/value/plan.ts';
import type { Outcome } from '../outcome.ts';
import type { Sent } from './send-once.ts';

/** The outcome of a change that was sent together with others; findings are about all of them. */
export function sentOutcome(said: Sent['said'], change: Change): Outcome {
  if (said === 'taken') return { state: 'applied', change, made: undefined, seconds: 0 };
  const state = said === 'refused' ? 'failed' : 'unknown';
  return { state, change, made: undefined, diagnostics: [] };
}
