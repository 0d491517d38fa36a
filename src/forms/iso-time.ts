/*
 * Points in time as Python reads them: `datetime.fromisoformat` of 3.11, and what Django reads where that does
 * not. Without a zone they are in UTC, as on the server.
 */

const YEAR = '(?<year>\\d{4})';
const DAY =
  '(?:-(?<m1>\\d\\d)-(?<d1>\\d\\d)|(?<m2>\\d\\d)(?<d2>\\d\\d)|-W(?<w1>\\d\\d)(?:-(?<n1>\\d))?|W(?<w2>\\d\\d)(?<n2>\\d)?)';
const FRACTION = '(?:[.,](?<fraction>\\d+))?';
const CLOCK = `(?<h1>\\d\\d)(?::(?<i1>\\d\\d)(?::(?<s1>\\d\\d)${FRACTION})?|(?<i2>\\d\\d)(?:(?<s2>\\d\\d)${FRACTION.replace('fraction', 'parts')})?)?`;
const OFFSET = '(?<zh>\\d\\d)(?::?(?<zm>\\d\\d)(?::?(?<zs>\\d\\d))?)?';
/** Any character may stand between day and clock. */
const ISO = new RegExp(`^${YEAR}${DAY}(?:.${CLOCK}(?:Z|(?<sign>[+-])${OFFSET})?)?$`, 'su');

/** Numbers of one digit; white space may stand before the zone, a line break last. */
const LOOSE = new RegExp(
  `^${YEAR}-(?<m1>\\d{1,2})-(?<d1>\\d{1,2})[T ](?<h1>\\d{1,2}):(?<i1>\\d{1,2})` +
    '(?::(?<s1>\\d{1,2})(?:[.,](?<fraction>\\d{1,12}))?)?' +
    '\\s*(?:Z|(?<sign>[+-])(?<zh>\\d{2})(?::?(?<zm>\\d{2}))?)?\\n?$',
);

/** The first and the last moment that Python knows, in seconds since 1970. */
const FIRST = -62_135_596_800;
const LAST = 253_402_300_799;

/**
 * The instant of a time stamp, to the microsecond, as a text that equal instants share; undefined when the text
 * is no time stamp, or is of a time that Python does not know.
 */
export function instantOf(text: string): string | undefined {
  return read(ISO.exec(text)) ?? read(LOOSE.exec(text));
}

function read(match: RegExpExecArray | null): string | undefined {
  const parts = match?.groups;
  if (!parts) return undefined;
  const part = (...names: readonly string[]): number =>
    Number(names.map((name) => parts[name]).find((text) => text !== undefined) ?? 0);
  const week = parts['w1'] ?? parts['w2'];
  const days =
    week === undefined
      ? dayOf(part('year'), part('m1', 'm2'), part('d1', 'd2'))
      : dayOfWeek(part('year'), Number(week), Number(parts['n1'] ?? parts['n2'] ?? 1));
  const [hour, minute, second] = [part('h1'), part('i1', 'i2'), part('s1', 's2')];
  const offset = (part('zh') * 60 + part('zm')) * 60 + part('zs');
  if (days === undefined || hour > 23 || minute > 59 || second > 59 || offset >= 86_400) return undefined;
  const seconds =
    days * 86_400 + hour * 3600 + minute * 60 + second - (parts['sign'] === '-' ? -offset : offset);
  if (seconds < FIRST || seconds > LAST) return undefined;
  const fraction = (parts['fraction'] ?? parts['parts'] ?? '').slice(0, 6).padEnd(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}`;
}

/** The days since 1970 to a date; undefined where there is no such date. */
function dayOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() / 86_400_000 : undefined;
}

/** The days since 1970 to a day of a week of ISO 8601: the first week of a year has its first Thursday. */
function dayOfWeek(year: number, week: number, day: number): number | undefined {
  const first = weekOne(year);
  const next = weekOne(year + 1);
  if (first === undefined || next === undefined || week < 1 || day < 1 || day > 7) return undefined;
  const monday = first + (week - 1) * 7;
  return monday < next ? monday + day - 1 : undefined;
}

/** The Monday of the first week of a year, in days since 1970. */
function weekOne(year: number): number | undefined {
  const fourth = dayOf(year, 1, 4);
  // The first day of 1970 was a Thursday.
  return fourth === undefined ? undefined : fourth - ((((fourth + 3) % 7) + 7) % 7);
}
