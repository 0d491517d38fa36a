import { readFloat } from './number.ts';
import { formattedText } from './text.ts';

/** A duration: `hours=1;minutes=30`. The server stores it as it was sent and reads it as a sum of units. */
export const duration = formattedText(
  'duration',
  'a duration such as hours=1;minutes=30',
  (text) => durationOf(text) !== undefined,
  durationOf,
  meant,
);

/** The units in microseconds. */
const UNITS: Readonly<Record<string, number>> = {
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
  minutes: 6e7,
  hours: 3.6e9,
  days: 8.64e10,
  weeks: 6.048e11,
};

/** The length of a duration, as a text that durations of the same length share. */
function durationOf(text: string): string | undefined {
  const length = durationLength(text);
  return length === undefined ? undefined : `${length} microseconds`;
}

/**
 * The length of a duration in microseconds; undefined when the text is no duration. It consists of
 * `unit=number` parts separated by `;`. Units that the server does not know are ignored, as long as one is known
 * (measured with the importer of 2023.2.3); of a repeated unit the last one counts.
 */
export function durationLength(text: string): number | undefined {
  const numbers = new Map<string, number>();
  for (const part of text.split(';')) {
    const [unit = '', number, more] = part.split('=');
    if (number === undefined || more !== undefined) return undefined;
    if (!Object.hasOwn(UNITS, unit.toLowerCase())) continue;
    const count = readFloat(number);
    if (count === undefined) return undefined;
    numbers.set(unit.toLowerCase(), count);
  }
  if (numbers.size === 0) return undefined;
  const length = [...numbers].reduce((sum, [unit, number]) => sum + number * (UNITS[unit] ?? 0), 0);
  // Python holds no more days than this.
  return Math.abs(length) >= 1e9 * 8.64e10 ? undefined : Math.round(length) + 0;
}

/** How people write the units. */
const SPELT: Readonly<Record<string, readonly string[]>> = {
  milliseconds: ['ms', 'millisecond'],
  seconds: ['s', 'sec', 'secs', 'second'],
  minutes: ['m', 'min', 'mins', 'minute'],
  hours: ['h', 'hr', 'hrs', 'hour'],
  days: ['d', 'day'],
  weeks: ['w', 'week'],
};

/** A duration that was written in another way: `12h`, `1d 6h`, `30 minutes`, `hours: 12`, `01:30:00`, `90` (seconds). */
function meant(text: string): string | undefined {
  const given = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(given)) return `seconds=${given}`;
  const clock = /^(\d+):(\d\d)(?::(\d\d))?$/.exec(given);
  if (clock) return inUnits([clock[1], clock[2], clock[3]].map(Number), ['hours', 'minutes', 'seconds']);
  const iso = /^p(?=.)(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/.exec(given);
  if (iso) return inUnits(iso.slice(1).map(Number), ['days', 'hours', 'minutes', 'seconds']);
  const parts = [...given.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)|([a-z]+)\s*[:=]\s*(\d+(?:\.\d+)?)/g)];
  const rest = parts.reduce((left, [part]) => left.replace(part, ''), given);
  const written = parts.map(([, count = '', unit = '', unitBefore = unit, countBehind = count]) => {
    const known = Object.keys(UNITS).find((one) => one === unitBefore || SPELT[one]?.includes(unitBefore));
    return known === undefined ? undefined : `${known}=${countBehind}`;
  });
  return parts.length > 0 && /^[\s,;]*$/.test(rest) && !written.includes(undefined)
    ? written.join(';')
    : undefined;
}

/** The counts that are there and not 0, each with its unit; of nothing, no time at all. */
function inUnits(counts: readonly number[], units: readonly string[]): string {
  const parts = units.flatMap((unit, index) => (counts[index] ? [`${unit}=${counts[index]}`] : []));
  return parts.length > 0 ? parts.join(';') : 'seconds=0';
}
