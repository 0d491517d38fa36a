import { PyTime } from '../blueprint/value.ts';
import { canonicalText } from './canonical-text.ts';
import type { Form } from './form.ts';
import { plainJson } from './plain.ts';
import { quoted, refused, stored, wrongKind } from './problem.ts';

const WORDS = 'a time stamp such as 2030-01-31T12:00:00Z';

/** A point in time. The server shows it in UTC with a Z (recordings "invitation create", "token create"). */
export const timeStamp: Form = {
  name: 'time stamp',
  of: ({ type, format }) => type === 'string' && format === 'date-time',
  schema: () => ({ type: 'string', format: 'date-time' }),
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

const CLOCK = '(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,6})\\d*)?)?';
const ZONE = '(?:Z|([+-])(\\d\\d):?(\\d\\d)?)?';
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
/** Not trimmed as other texts are: white space may stand before the zone, a line break last. */
const STAMP = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})[Tt ]${CLOCK}\\s*${ZONE}\\n?$`);

/**
 * The instant of a time stamp, to the microsecond, as a text that equal instants share; undefined when the
 * text is no time stamp. Without a zone it is in UTC, as on the server.
 */
function instantOf(text: string): string | undefined {
  const match = DAY.exec(text) ?? STAMP.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2) - 1, part(3)];
  const local = new Date(Date.UTC(year, month, day, part(4), part(5), part(6)));
  const isReal = local.getUTCMonth() === month && local.getUTCDate() === day && part(4) < 24;
  if (!isReal || part(5) > 59 || part(6) > 59) return undefined;
  const offset = (part(9) * 60 + part(10)) * (match[8] === '-' ? -1 : 1);
  const moment = new Date(local.getTime() - offset * 60_000);
  return `${moment.toISOString().slice(0, 19)}.${(match[7] ?? '').padEnd(6, '0')}`;
}
