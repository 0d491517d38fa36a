import { isScalar, textOf } from './arguments.ts';
import type { TagRule } from './tag-rule.ts';

/** `!KeyOf id`: the primary key of the object of an earlier entry. */
export const keyOf: TagRule = {
  shape: (tag, check) => isScalar(tag, check, `!KeyOf ${check.anId?.(tag) ?? 'id-of-an-entry'}`),
  inside: () => undefined,
  evaluate: (tag, evaluation) => evaluation.keyOf(textOf(tag.args[0]) ?? '', tag.span),
};
