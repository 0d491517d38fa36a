import { expect } from 'vitest';
import type { ApplyOptions } from '../../src/apply/apply-options.ts';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import type { Planned } from '../../src/cli/run-plan.ts';
import type { Plan } from '../../src/plan/value/plan.ts';

/**
 * Applies a plan that was written to a file and read again. All tests that apply one do it through here, so
 * each of them shows that a plan is JSON, and that what was saved plans the same run.
 */
export async function applySaved(
  { plan, sources }: Pick<Planned, 'plan' | 'sources'>,
  options: Omit<ApplyOptions, 'sources'>,
): Promise<ApplyOutcome> {
  const saved = saveAndRead(plan);
  const outcome = await applyPlan(saved, { ...options, sources });
  expect(JSON.parse(JSON.stringify(outcome.outcomes.map(({ change }) => change)))).toEqual(
    outcome.outcomes.map(({ change }) => change),
  );
  return outcome;
}

/** A plan as it comes back from a file; nothing of it is lost on the way. */
export function saveAndRead(plan: Plan): Plan {
  expect(notJson(plan)).toEqual([]);
  const saved = JSON.parse(JSON.stringify(plan)) as Plan;
  expect(saved).toEqual(plan);
  return saved;
}

/** The parts of a value that JSON does not keep: instances of classes, functions, symbols, large integers. */
function notJson(value: unknown, path = 'plan'): string[] {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return [];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object') return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => notJson(item, `${path}[${index}]`));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return [path];
  return Object.entries(value).flatMap(([key, item]) => notJson(item, `${path}.${key}`));
}
