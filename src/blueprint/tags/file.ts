import { Refusal } from '../refusal.ts';
import { textOf } from './arguments.ts';
import { defaultOf, nameAndDefault } from './default.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

/** `!File path`, `!File [path, default]`: the text of a file, white space at both ends cut off. */
export const file: TagRule = {
  shape: (tag, check) => nameAndDefault(tag, check, '!File path'),
  inside(tag, check) {
    if (tag.args[1]) check.argument(tag.args[1]);
  },
  evaluate(tag, evaluation) {
    const path = textOf(tag.args[0]) ?? '';
    const text = evaluation.readFile(path);
    if (text instanceof Refusal) {
      evaluation.report('path-refused', text.why, tag.span, { hint: text.hint });
      return FAILED;
    }
    if (text !== undefined) return good(text.trim());
    const fallback = defaultOf(tag, evaluation);
    if (fallback) return fallback;
    evaluation.report('tag-failed', `the file ${path} cannot be read, and there is no default`, tag.span, {
      hint: 'authentik would take null',
    });
    return FAILED;
  },
};
