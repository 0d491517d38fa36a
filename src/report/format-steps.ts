import type { ChalkInstance } from 'chalk';
import type { Change } from '../plan/value/plan.ts';
import { clean } from '../source/clean.ts';
import type { Step, Steps } from './steps.ts';

/**
 * The changes of a plan by where they are made: what goes in one transaction, then what comes afterwards, then the
 * others. `files`: the lines of changes, by file.
 */
export function formatSteps(
  changes: readonly Change[],
  steps: Steps,
  paint: ChalkInstance,
  files: (changes: readonly Change[]) => readonly string[],
): string[] {
  const at = (step: Step['step'] | undefined): Change[] =>
    changes.filter(({ id }) => steps.get(id)?.step === step);
  const together = at('transaction');
  const rest = together.flatMap(({ id, model, key }) => {
    const why = steps.get(id)?.afterwards;
    return why === undefined
      ? []
      : [`  ${clean(model)} ${clean(key)}, the rest of it: ${paint.cyan(clean(why))}`];
  });
  if (rest.length > 0) rest.push('');
  const parts: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['In one transaction, all or nothing:', files(together)],
    ['Afterwards, one by one:', [...rest, ...files(at('afterwards'))]],
    ['Left as they are:', files(at(undefined))],
  ];
  return parts.flatMap(([title, lines]) => (lines.length === 0 ? [] : [paint.bold.cyan(title), ...lines]));
}

/** Why all of a change goes afterwards. */
export function wholeAfterwards(step: Step | undefined, paint: ChalkInstance): string[] {
  return step?.step === 'afterwards' && step.afterwards !== undefined
    ? [paint.cyan(`      afterwards: ${clean(step.afterwards)}`)]
    : [];
}
