import { formattedText } from './text.ts';

/** How long something lasts: `hours=1;minutes=30`. Kept as it was sent, and read as a sum of units. */
export const duration = formattedText(
  'duration',
  'a duration such as hours=1;minutes=30',
  (text) => durationOf(text) !== undefined,
  durationOf,
);

/** Microseconds. */
const UNITS: Readonly<Record<string, number>> = {
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
  minutes: 6e7,
  hours: 3.6e9,
  days: 8.64e10,
  weeks: 6.048e11,
};

/**
 * How long a duration is, as a text that durations of the same length share; undefined when it is none. It
 * is made of `unit=number` parts with `;` between them; a unit that the server does not know is overlooked,
 * as long as one is known (measured with the importer of 2023.2.3), and of one that comes twice the last
 * counts.
 */
function durationOf(text: string): string | undefined {
  const numbers = new Map<string, number>();
  for (const part of text.split(';')) {
    const [unit = '', number, more] = part.split('=');
    if (number === undefined || more !== undefined) return undefined;
    if (!Object.hasOwn(UNITS, unit.toLowerCase())) continue;
    if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(number)) return undefined;
    numbers.set(unit.toLowerCase(), Number(number));
  }
  if (numbers.size === 0) return undefined;
  const length = [...numbers].reduce((sum, [unit, number]) => sum + number * (UNITS[unit] ?? 0), 0);
  return `${Math.round(length) + 0} microseconds`;
}
