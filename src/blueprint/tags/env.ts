import { Refusal, refuseCredential } from '../refusal.ts';
import { checkDefault, defaultOf, nameAndDefault, nameOf } from './default.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!Env NAME`, `!Env [NAME, default]`: a variable of the environment, as text. */
export const env: TagRule = {
  shape(tag, check) {
    if (!nameAndDefault(tag, check, '!Env NAME')) return false;
    const refused = refuseCredential(nameOf(tag));
    if (refused) check.report('env-refused', refused.why, tag.span, { hint: refused.hint });
    return !refused;
  },
  inside: checkDefault,
  evaluate(tag, evaluation) {
    const name = nameOf(tag);
    const value = evaluation.env(name);
    if (value instanceof Refusal) {
      evaluation.report('env-refused', value.why, tag.span, { hint: value.hint });
      return FAILED;
    }
    if (value !== undefined && !(value === '' && evaluation.features.emptyEnvIsUnset)) return good(value);
    const fallback = defaultOf(tag, evaluation);
    if (fallback) return fallback;
    if (evaluation.position === 'condition') return good(null);
    const fine = evaluation.nullIsFine || evaluation.position === 'branch';
    evaluation.report(
      'env-missing',
      `the environment variable ${name} is not set, and there is no default`,
      tag.span,
      {
        hint: `set it where ak-blueprint runs, or write !Env [${name}, default]; authentik would take null`,
        severity: fine ? 'warning' : undefined,
      },
    );
    return fine ? good(null) : FAILED;
  },
};
