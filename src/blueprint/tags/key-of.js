import { isScalar, textOf } from "./arguments.js";
import { FAILED, good } from "./tag-rule.js";
/** `!KeyOf id`: the primary key of the object of an earlier entry. */
export const keyOf = {
    shape: (tag, check) => isScalar(tag, check, '!KeyOf id-of-an-entry'),
    inside: () => undefined,
    evaluate(tag, evaluation) {
        const value = evaluation.keyOf(textOf(tag.args[0]) ?? '', tag.span);
        return value === 'failed' ? FAILED : good(value);
    },
};
