import { dict, PyFloat, type Value } from '../value.ts';
import { isScalar, textOf } from './arguments.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!ParseJSON text`: the value that a JSON text holds. */
export const parseJson: TagRule = {
  shape: (tag, check) => isScalar(tag, check, '!ParseJSON \'{"key": 1}\''),
  inside: () => undefined,
  evaluate(tag, evaluation) {
    try {
      return good(fromJson(JSON.parse(textOf(tag.args[0]) ?? '')));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      evaluation.report('tag-failed', `this is no JSON: ${error.message}`, tag.span);
      return FAILED;
    }
  },
};

function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === 'number') return Number.isSafeInteger(json) ? json : new PyFloat(json);
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  const value = dict();
  if (typeof json !== 'object' || json === null) return null;
  for (const [key, item] of Object.entries(json)) value[key] = fromJson(item);
  return value;
}
