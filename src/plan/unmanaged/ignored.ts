import type { ModelName } from '../../catalog/model.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { IgnorePattern } from '../../semantics/ignore-pattern.ts';
import { matchesWildcard } from '../../source/wildcard.ts';

/** As many objects are named. */
export const NAMED = 5;

/** The patterns of a project, and what each has taken out. */
export class Ignored {
  readonly #patterns: readonly IgnorePattern[];
  readonly #taken = new Map<IgnorePattern, Set<string>>();

  constructor(patterns: readonly IgnorePattern[]) {
    this.#patterns = patterns;
  }

  /**
   * Whether a pattern takes an object out. `names`: those by which a pattern may mean it; `shown`: what it is, for
   * people.
   */
  takes(model: ModelName, names: readonly string[], shown: string): boolean {
    const pattern = this.#patterns.find(
      ({ models, name }) =>
        models.includes(model) && (name === undefined || names.some((one) => matchesWildcard(name, one))),
    );
    if (!pattern) return false;
    const taken = this.#taken.get(pattern) ?? new Set<string>();
    this.#taken.set(pattern, taken.add(`${model} ${shown}`));
    return true;
  }

  /**
   * Reports what each pattern has taken out, and with `whole` those that have taken out nothing. `where`: in which
   * files it is not, for people.
   */
  report(where: string, report: Report, whole = false): void {
    for (const pattern of this.#patterns) {
      const taken = [...(this.#taken.get(pattern) ?? [])].sort();
      const more = taken.length > NAMED ? `, and ${taken.length - NAMED} more` : '';
      if (taken.length > 0)
        report({
          code: 'unmanaged-ignored',
          message: `"${pattern.text}" keeps ${taken.length} that ${taken.length === 1 ? 'is' : 'are'} ${where} from being noted: ${taken.slice(0, NAMED).join(', ')}${more}`,
          place: pattern.place,
        });
      else if (whole)
        report({
          code: 'unmanaged-unused',
          message: `"${pattern.text}" ignores nothing: nothing of it is ${where}`,
          hint: 'take the line out',
          place: pattern.place,
        });
    }
  }
}
