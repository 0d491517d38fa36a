import { plainNode } from '../plain.ts';
import { keyText } from '../python-text.ts';
import { isDict, isOpen, PyFloat, PyTime, Unknown, type Value } from '../value.ts';
import { isList, warnOfMore } from './arguments.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!AtIndex [object, key]`, `!AtIndex [object, key, default]`: an element of a list or a mapping. */
export const atIndex: TagRule = {
  shape(tag, check) {
    if (!isList(tag, check, 2, '!AtIndex [!Context list, 0]')) return false;
    warnOfMore(tag, check, 3);
    return true;
  },
  inside(tag, check) {
    for (const argument of tag.args.slice(0, 2)) check.argument(argument);
  },
  evaluate(tag, evaluation) {
    const [objectNode, keyNode, fallback] = tag.args;
    if (!objectNode || !keyNode) return FAILED;
    const object = evaluation.argument(objectNode);
    const key = evaluation.argument(keyNode, 'value');
    if (!object.ok || !key.ok) return FAILED;
    if (isOpen(object.value) || isOpen(key.value))
      return good(new Unknown('an element of what is not known yet'));
    const found = elementOf(object.value, key.value);
    if (found === UNFIT) {
      evaluation.report(
        'tag-failed',
        `${evaluation.shown(key.value)} cannot be a place in ${evaluation.shown(object.value)}`,
        keyNode.span,
      );
      return FAILED;
    }
    if (found !== undefined) return good(found);
    if (fallback) return good(plainNode(fallback));
    evaluation.report(
      'tag-failed',
      `there is nothing at ${evaluation.shown(key.value)}, and there is no default`,
      keyNode.span,
    );
    return FAILED;
  },
};

const UNFIT = Symbol('unfit');

/** Undefined: nothing is there. A negative index counts from the end, as in Python. */
function elementOf(object: Value, key: Value): Value | undefined | typeof UNFIT {
  if (Array.isArray(object)) {
    const index = typeof key === 'boolean' ? Number(key) : key;
    if (typeof index !== 'number') return UNFIT;
    return object.at(index);
  }
  if (!isDict(object)) return UNFIT;
  if (typeof key === 'object' && key !== null && !(key instanceof PyFloat) && !(key instanceof PyTime))
    return UNFIT;
  const text = keyText(key);
  return Object.hasOwn(object, text) ? object[text] : undefined;
}
