/** First and last number of minutes, hours, days, months and weekdays. */
const BOUNDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Whether authentik's reader of crontabs takes a text (measured with the importer of 2025.12.4: no words such as
 * `@daily`, no sixth part; weekday 7 is Sunday).
 */
export function isCrontab(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== BOUNDS.length) return false;
  return BOUNDS.every(([first, last], at) => {
    const part = withNumbers(parts[at] ?? '', at);
    return part.split(',').every((item) => isRange(item, first, last));
  });
}

/** A part with its names of months or days as numbers. */
function withNumbers(part: string, at: number): string {
  if (at === 3) return part.replace(/[A-Z]{3}/gi, (name) => numberOf(MONTHS, name, 1));
  if (at !== 4) return part;
  return part.replace(/[A-Z]{3}/gi, (name) => numberOf(DAYS, name, 0)).replace(/^7$/, '0');
}

function numberOf(names: readonly string[], name: string, first: number): string {
  const at = names.indexOf(name.toUpperCase());
  return at === -1 ? name : String(at + first);
}

function isRange(item: string, first: number, last: number): boolean {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^\d*[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-');
  if (ends.length > 2 || !ends.every((end) => /^\d+$/.test(end))) return false;
  const [from = 0, to = from] = ends.map(Number);
  return first <= from && from <= to && to <= last;
}
