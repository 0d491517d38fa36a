import { SINCE } from '../features.ts';
import { isTruthy } from '../truth.ts';
import { Unknown } from '../value.ts';
import { isList, warnOfMore } from './arguments.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

const EXAMPLE = '!If [condition, value when true, value when false]';

/** `!If [condition, then, else]`: only the branch that is taken is evaluated, tags at any depth of it. */
export const ifTag: TagRule = {
  shape(tag, check) {
    const alone = tag.form === 'seq' && tag.args.length === 1;
    if (alone && check.features.oneArgumentIf) return true;
    if (alone) {
      check.report(
        'tag-unavailable',
        `!If with a condition only came with authentik ${SINCE.oneArgumentIf}, ` +
          `later than ${check.features.release}`,
        tag.tagSpan,
        { hint: `write ${EXAMPLE}` },
      );
      return false;
    }
    if (!isList(tag, check, 3, EXAMPLE)) return false;
    warnOfMore(tag, check, 3);
    return true;
  },
  inside(tag, check) {
    const [condition, ...branches] = tag.args;
    if (condition) check.argument(condition, 'warning');
    for (const branch of branches.slice(0, 2)) check.resolve(branch);
  },
  evaluate(tag, evaluation) {
    const [condition, then, otherwise] = tag.args;
    if (!condition) return FAILED;
    const result = evaluation.argument(condition, 'condition');
    if (!result.ok) return FAILED;
    const truth = isTruthy(result.value);
    if (truth instanceof Unknown) {
      evaluation.report(
        'value-unknown',
        `this condition depends on what only the server will know: ${truth.reason}`,
        condition.span,
        { hint: 'decide by something that is known before the run' },
      );
      return FAILED;
    }
    const branch = truth ? then : otherwise;
    if (!branch) return good(truth);
    return evaluation.resolve(branch, evaluation.position === 'condition' ? 'condition' : 'branch');
  },
};
