import { atIndex } from './at-index.ts';
import { condition } from './condition.ts';
import { context } from './context.ts';
import { enumerate, index, value } from './enumerate.ts';
import { env } from './env.ts';
import { file } from './file.ts';
import { find, findObject } from './find.ts';
import { format } from './format.ts';
import { ifTag } from './if.ts';
import { keyOf } from './key-of.ts';
import { parseJson } from './parse-json.ts';
import type { TagRule } from './tag-rule.ts';

/** The rule of every tag of the language; which of them a release has says features.ts. */
export const TAG_RULES: ReadonlyMap<string, TagRule> = new Map([
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
