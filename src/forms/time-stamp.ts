import { PyTime } from '../blueprint/value.ts';
import { canonicalText } from './canonical-text.ts';
import type { Form } from './form.ts';
import { instantOf } from './iso-time.ts';
import { plainJson } from './plain.ts';
import { quoted, refused, stored, wrongKind } from './problem.ts';

const WORDS = 'a time stamp such as 2030-01-31T12:00:00Z';

/** A point in time. The server shows it in UTC with a Z (recordings "invitation create", "token create"). */
export const timeStamp: Form = {
  name: 'time stamp',
  of: ({ type, format }) => type === 'string' && format === 'date-time',
  // Formats are not asked about an empty text.
  schema: () => ({ type: 'string', minLength: 1, format: 'date-time' }),
  editorSchema: () => ({ type: ['string', 'number'] }),
  present: (_, value) =>
    value instanceof PyTime && value.kind === 'datetime' ? value.iso : plainJson(value),
  accept: (_, value, within) => {
    const text = value instanceof PyTime && value.kind === 'datetime' ? value.iso : value;
    if (typeof text !== 'string') return wrongKind(WORDS, value, within);
    const instant = instantOf(text);
    return instant === undefined
      ? refused('attribute-format', `is ${quoted(text, within)}, which is not ${WORDS}`, within)
      : stored(`${instant.replace(/\.0*$/, '')}Z`);
  },
  normal: (_, value) => canonicalText(value, instantOf),
  words: () => WORDS,
  plural: 'time stamps',
  format: { name: 'date-time', has: (text) => instantOf(text) !== undefined },
};
