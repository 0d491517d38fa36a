import { contextValue } from '../context-value.ts';
import { tagBehind } from '../plain.ts';
import { Opaque, type Value } from '../value.ts';
import { checkDefault, defaultOf, nameAndDefault, nameOf } from './default.ts';
import { findOpaque } from './find.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!Context key`, `!Context [key, default]`: a value of the context. */
export const context: TagRule = {
  shape: (tag, check) => nameAndDefault(tag, check, '!Context key'),
  inside: checkDefault,
  evaluate(tag, evaluation) {
    const name = nameOf(tag);
    const value = contextValue(evaluation.context, name, evaluation.features);
    if (value !== undefined) {
      const tagged =
        value instanceof Opaque && evaluation.features.contextTags ? tagBehind(value) : undefined;
      if (tagged) return evaluation.argument(tagged);
      const opaque = evaluation.position === 'condition' ? undefined : unresolvedIn(value);
      if (!opaque) return good(value);
      evaluation.report(
        'tag-misplaced',
        `${opaque.tag} inside the context is not resolved, and ${name} is used`,
        opaque.span ?? tag.span,
        {
          hint: evaluation.features.contextTags
            ? 'a tag can only stand for a whole value of the context'
            : 'write the tag where the value is used',
        },
      );
      return FAILED;
    }
    const fallback = defaultOf(tag, evaluation);
    if (fallback) return fallback;
    if (evaluation.position !== 'condition') {
      evaluation.report(
        'context-missing',
        `the context has no "${name}", and there is no default: the value is null`,
        tag.span,
        { hint: `add it to the context, or write !Context [${name}, default]` },
      );
    }
    return good(null);
  },
};

/** What has been looked for in values of contexts; null: there is none. */
const unresolved = new WeakMap<object, Opaque | null>();

/** A tag left unresolved in a value of a context; looked for once, as thousands of entries may read one. */
function unresolvedIn(value: Value): Opaque | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  let found = unresolved.get(value);
  if (found === undefined) unresolved.set(value, (found = findOpaque(value) ?? null));
  return found ?? undefined;
}
