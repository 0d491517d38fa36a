import { atIndex } from "./at-index.js";
import { condition } from "./condition.js";
import { context } from "./context.js";
import { enumerate, index, value } from "./enumerate.js";
import { env } from "./env.js";
import { file } from "./file.js";
import { find, findObject } from "./find.js";
import { format } from "./format.js";
import { ifTag } from "./if.js";
import { keyOf } from "./key-of.js";
import { parseJson } from "./parse-json.js";
/** The rule of every tag of the language; which of them a release has says features.ts. */
export const TAG_RULES = new Map([
    ['!KeyOf', keyOf],
    ['!Find', find],
    ['!FindObject', findObject],
    ['!Context', context],
    ['!Env', env],
    ['!File', file],
    ['!Format', format],
    ['!Condition', condition],
    ['!If', ifTag],
    ['!Enumerate', enumerate],
    ['!Index', index],
    ['!Value', value],
    ['!AtIndex', atIndex],
    ['!ParseJSON', parseJson],
]);
