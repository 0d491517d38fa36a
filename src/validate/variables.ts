import type { Refusal } from '../blueprint/refusal.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { Summarised } from './validate.ts';

/** Reports each `!Env` of a variable that blueprints may not read here, as evaluating it does. */
export function checkVariables(
  files: readonly Summarised[],
  refuse: (name: string) => Refusal | undefined,
  report: Report,
): void {
  for (const { file, summary } of files)
    for (const { text, span } of summary.variables) {
      const refused = refuse(text);
      if (refused)
        report({ code: 'env-refused', message: refused.why, hint: refused.hint, place: { file, span } });
    }
}
