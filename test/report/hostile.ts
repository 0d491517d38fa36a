import fc from 'fast-check';
import { expect } from 'vitest';

/* Texts that a stranger writes: what terminals, CI systems, XML and JSON take for something of their own. */

const PIECES = [
  '\n::error file=a::b',
  '\r\n::set-output name=x::y',
  '::stop-commands::t',
  '\u2028::warning::x',
  '\u0085::notice::x',
  '\v::debug::',
  '\n##[error]x',
  '\n##vso[task.setvariable variable=x]y',
  '##teamcity[x]',
  '\n  ::error::x',
  '\t\n',
  '\r',
  '\u2029',
  '\u001b[2J\u001b[1A',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u0000',
  '\b',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\u00ad',
  '\u{e0041}',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\uffff',
  ']]>',
  '<!--',
  '&#10;',
  '<a b="c">',
  '"',
  "'",
  '%0A::error::x',
  ',title=x::y',
  '\\n',
  '::',
  ':',
  'ä日😀👨‍👩‍👧',
  ' ',
];

/** A text of a stranger. */
export const hostile = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

/** What no text for people may hold, beside the ends of its lines. */
const UNSEEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/u;

/** Asserts that a text for people obeys nobody: no unseen characters, no commands at the start of a line. */
export function expectHarmless(text: string): void {
  expect(UNSEEN.exec(text)?.[0].codePointAt(0)?.toString(16)).toBeUndefined();
  expect(/^\s*::\p{L}.*|^\s*::.*::.*/mu.exec(text)?.[0]).toBeUndefined();
  expect(/##\w*\[.*/.exec(text)?.[0]).toBeUndefined();
}

/** The words of a report that are ours and not texts of others. */
const OURS = new Set(['action', 'kind', 'holder', 'state', 'severity', 'code', 'digest']);

/** A value with a text put behind every text in it, names of fields included where others choose them. */
export function poisoned<Value>(value: Value, text: string): Value {
  const poison = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return OURS.has(key) ? part : part + text;
    if (Array.isArray(part)) return part.map((item) => poison(item, key));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, poison(item, name)]));
  };
  return poison(value, '') as Value;
}
